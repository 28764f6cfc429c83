import { expect, test } from "vitest";
import { placeAfter, tidied, withoutLast, withSaved } from "./captions";
import type { PictureView } from "./queries";

function picture(caption: string, version: number, id = "fox"): PictureView {
  return { id, name: "a", part: "train", width: 8, height: 8, caption, version, alike: null, alike_name: null };
}

test("spaces of a caption are tidied as the server does", () => {
  expect(tidied("  a fox \n in  a garden ")).toBe("a fox in a garden");
});

test("each change is undone with the version that counts then", () => {
  const first = withSaved([], picture("", 1), picture("a", 2));
  const both = withSaved(first, picture("a", 2), picture("b", 3));
  expect(both.at(-1)).toEqual({ picture: "fox", before: "a", version: 3 });
  const left = withoutLast(both, picture("a", 4));
  expect(left).toEqual([{ picture: "fox", before: "", version: 4 }]);
  expect(withoutLast(left, picture("", 5))).toEqual([]);
});

test("undoing one caption leaves the versions of others", () => {
  const history = [
    ...withSaved([], picture("", 1, "bear"), picture("x", 2, "bear")),
    ...withSaved([], picture("", 1), picture("a", 2)),
  ];
  expect(withoutLast(history, picture("", 3))).toEqual([{ picture: "bear", before: "", version: 2 }]);
});

test.each([
  ["ArrowRight", 0, 1],
  ["ArrowLeft", 0, 0],
  ["ArrowDown", 1, 4],
  ["ArrowDown", 5, 5],
  ["ArrowUp", 4, 1],
  ["Home", 4, 0],
  ["End", 1, 6],
  ["x", 2, 2],
])("%s leads from %i to %i in a grid of three columns", (key, here, next) => {
  expect(placeAfter(key, here, 3, 7)).toBe(next);
});
