import { expect, test } from "vitest";
import { loudness } from "./recorder";

test("silence shows nothing, shouting fills the meter and no more", () => {
  expect(loudness(new Float32Array(64))).toBe(0);
  expect(loudness(new Float32Array(64).fill(1))).toBe(1);
  expect(loudness(new Float32Array(64).fill(0.125))).toBeCloseTo(0.5);
});
