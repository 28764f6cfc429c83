import { expect, test } from "vitest";
import type { HeroView } from "../../api/client";
import { chosenHero, EMPTY, formOf, looksOf, readDraft } from "./draft";

const outfit = { garment: "dress", color: "#f28ab2", accent: "#ffd24a", accessories: ["bow"] };
const clover = {
  id: "clover",
  kind: "rabbit",
  name: "Clover",
  color: "#ece4f0",
  hair: "#3a2722",
  hair_style: "short",
  outfit,
} as HeroView;

test("a kept draft comes back, without what does not fit", () => {
  const kept = JSON.stringify({ topic: "A boat", name: null, age: 7, looks: ["x"], stranger: "x" });
  expect(readDraft(kept)).toEqual({ ...EMPTY, topic: "A boat" });
});

test("a damaged draft is an empty one", () => {
  expect(readDraft("{")).toEqual(EMPTY);
  expect(readDraft("null")).toEqual(EMPTY);
  expect(readDraft(null)).toEqual(EMPTY);
});

test("an empty name asks for the hero's own, and the page's language is the book's", () => {
  const form = formOf({ ...EMPTY, topic: " 바다 ", name: "  " }, clover, "ko", 7);
  expect(form).toMatchObject({ topic: "바다", hero: "rabbit", name: "Clover", language: "ko", seed: 7 });
});

test("a drawing of one's own is kept and asked for; without one the hero is drawn", () => {
  expect(readDraft(JSON.stringify({ drawing: "d1" })).drawing).toBe("d1");
  expect(formOf({ ...EMPTY, drawing: "d1" }, clover, "ko", 7).drawing).toBe("d1");
  expect(formOf(EMPTY, clover, "ko", 7).drawing).toBeNull();
  expect(formOf({ ...EMPTY, adapter: "r1" }, clover, "ko", 7).adapter).toBe("r1");
});

test("what was chosen of a hero is changed, and the rest stays its own", () => {
  const changed = { color: "#6f9fe0", outfit: { ...outfit, accessories: ["crown"] } } as Parameters<typeof looksOf>[1];
  const looks = looksOf(clover, changed);
  expect(looks).toMatchObject({ color: "#6f9fe0", hair: "#3a2722" });
  expect(looks.outfit).toEqual({ ...outfit, accessories: ["crown"] });
});

test("a hero that is no longer offered is replaced by the first one", () => {
  expect(chosenHero([clover], { ...EMPTY, hero: "rabbit" })).toBe(clover);
});
