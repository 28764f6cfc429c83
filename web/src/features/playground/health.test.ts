import { expect, test } from "vitest";
import { growthAt, trackOf, zoneOf } from "./health";
import { type HealthMap, UNTOUCHED } from "./wire";

const at = (perplexity: number) => ({ perplexity, entropy: 4 });
const map: HealthMap = {
  languages: ["en"],
  untouched: at(10),
  gains: [0.5, 1, 1.5],
  measured: [[40, 90, 400].map(at), [20, 10, 20].map(at), [900, 40, 30].map(at)],
  epsilons: [1e-5, 1e-3, 1e-1],
  measured_epsilons: [10, 10, 1000].map(at),
  safe: 1.3,
  odd: 3.5,
  presets: {},
};

test("on the grid the map says what was measured", () => {
  expect(growthAt(map, UNTOUCHED)).toBeCloseTo(1);
  expect(growthAt(map, { ...UNTOUCHED, attn: 0.5, mlp: 1.5 })).toBeCloseTo(40);
});

test("between its points the logarithm lies between theirs, and beyond its ends it goes on as there", () => {
  expect(growthAt(map, { ...UNTOUCHED, mlp: 1.25 })).toBeCloseTo(Math.sqrt(2));
  expect(growthAt(map, { ...UNTOUCHED, attn: 4 })).toBeCloseTo(4);
});

test("an epsilon adds its own growth, and never makes a model healthier", () => {
  expect(growthAt(map, { ...UNTOUCHED, eps: 1e-4 })).toBeCloseTo(1);
  expect(growthAt(map, { ...UNTOUCHED, eps: 1e-1 })).toBeCloseTo(100);
});

test("zones are told by growth", () => {
  expect([1, 1.3, 1.4, 3.5, 3.6].map((growth) => zoneOf(map, growth))).toEqual([
    "safe",
    "safe",
    "odd",
    "odd",
    "broken",
  ]);
});

test("a track has a stop for each place", () => {
  const track = trackOf(map, map.gains, (attn) => ({ ...UNTOUCHED, attn }));
  expect(track).toBe(
    "linear-gradient(to right, var(--zone-broken) 0.0%, var(--zone-safe) 50.0%, var(--zone-broken) 100.0%)",
  );
});
