import { expect, test } from "vitest";
import { EMPTY, formOf, readDraft } from "./draft";

test("a kept draft comes back, without what does not fit", () => {
  const kept = JSON.stringify({ topic: "A boat", name: null, age: 7, stranger: "x" });
  expect(readDraft(kept)).toEqual({ ...EMPTY, topic: "A boat" });
});

test("a damaged draft is an empty one", () => {
  expect(readDraft("{")).toEqual(EMPTY);
  expect(readDraft("null")).toEqual(EMPTY);
  expect(readDraft(null)).toEqual(EMPTY);
});

test("an empty name asks for the hero's own, and the page's language is the book's", () => {
  const form = formOf({ ...EMPTY, topic: " 바다 ", name: "  " }, "ko", 7);
  expect(form).toMatchObject({ topic: "바다", name: null, language: "ko", seed: 7 });
});
