import { expect, test } from "vitest";
import {
  apply,
  condense,
  fits,
  invert,
  merging,
  patch,
  retiming,
  type Segment,
  type Step,
  segmentAt,
  shifting,
  splitting,
} from "./segments";

const A: Segment = { id: "a", start: 1, end: 3, text: "one two", status: "accepted" };
const B: Segment = { id: "b", start: 3.5, end: 5, text: "three", status: "draft" };
const DURATION = 6;

function after(segments: readonly Segment[], steps: readonly Step[]): readonly Segment[] {
  return steps.reduce(apply, segments);
}

test("a split cuts the text at the caret and the sound where it plays", () => {
  expect(after([A, B], splitting([A, B], "a", 3, 1.6))).toEqual([
    { id: "a", start: 1, end: 1.6, text: "one", status: "edited" },
    { id: "a/2", start: 1.6, end: 3, text: "two", status: "edited" },
    B,
  ]);
});

test("a split away from the playing sound cuts where the caret is in the text", () => {
  const [first, second] = after([A], splitting([A], "a", 0, 9));
  expect(first).toMatchObject({ end: 1.1, text: "" });
  expect(second).toMatchObject({ start: 1.1, text: "one two" });
  const wordless = { ...A, text: "" };
  expect(after([wordless], splitting([wordless], "a", 0, 0))[0]).toMatchObject({ end: 2 });
});

test("what is too short is not split, and ids never meet", () => {
  expect(splitting([{ ...A, end: 1.15 }], "a", 3, 1.1)).toEqual([]);
  const halves = after([A], splitting([A], "a", 3, 2));
  expect(after(halves, splitting(halves, "a", 1, 1.5)).map((segment) => segment.id)).toEqual(["a", "a/3", "a/2"]);
});

test("a merge joins text and time with the next one; the last one has none", () => {
  expect(after([A, B], merging([A, B], "a"))).toEqual([{ ...A, end: 5, text: "one two three", status: "edited" }]);
  expect(merging([A, B], "b")).toEqual([]);
});

test.each([
  ["a split", splitting([A, B], "a", 3, 1.6)],
  ["a merge", merging([A, B], "a")],
  ["a patch", [patch("b", { text: "drei", status: "edited" })]],
])("%s is taken back without a trace", (_, [step]) => {
  expect(after(apply([A, B], step!), invert([A, B], step!))).toEqual([A, B]);
});

test("an edge stays inside of the recording and keeps the shortest length", () => {
  expect(after([A], retiming([A], "a", -5, 99, DURATION))[0]).toMatchObject({ start: 0, end: 6 });
  expect(after([A], retiming([A], "a", 2.99, 3, DURATION))[0]).toMatchObject({ start: 2.99, end: 3.09 });
  expect(retiming([A], "a", 1, 3, DURATION)).toEqual([]);
});

test("an edge over a neighbor takes the neighbor's edge along, but never swallows it", () => {
  expect(after([A, B], retiming([A, B], "a", 1, 4, DURATION))[1]).toMatchObject({ start: 4, end: 5 });
  const [wide, narrow] = after([A, B], retiming([A, B], "a", 1, 5.5, DURATION));
  expect([wide, narrow]).toMatchObject([{ end: 4.9 }, { start: 4.9, end: 5 }]);
  const [short, long] = after([A, B], retiming([A, B], "b", 0, 5, DURATION));
  expect([short, long]).toMatchObject([
    { start: 1, end: 1.1 },
    { start: 1.1, end: 5 },
  ]);
});

test("a shift moves both edges up to the neighbor", () => {
  expect(after([A, B], shifting([A, B], "a", 0.25, DURATION))[0]).toMatchObject({ start: 1.25, end: 3.25 });
  expect(after([A, B], shifting([A, B], "a", 2, DURATION))).toMatchObject([
    { start: 1.5, end: 3.5 },
    { start: 3.5, end: 5 },
  ]);
  expect(after([A, B], shifting([A, B], "b", 9, DURATION))[1]).toMatchObject({ start: 4.5, end: 6 });
});

test("steps on one segment in a row become one, with the later values", () => {
  const split: Step = { do: "split", id: "a", second: "a/2", at: 2, before: "", after: "" };
  const typed = [patch("a", { text: "o", end: 2 }), patch("a", { text: "on" })];
  expect(condense([...typed, split, patch("a", { text: "x" })])).toEqual([
    patch("a", { text: "on", end: 2 }),
    split,
    patch("a", { text: "x" }),
  ]);
});

test("a step from an earlier visit fits if what it is about is still there", () => {
  const split: Step = { do: "split", id: "a", second: "a/2", at: 2, before: "one", after: "two" };
  const halves = after([A], [split]);
  expect(fits([A, B], split)).toBe(true);
  expect(fits(halves, { ...split, at: 3 })).toBe(false);
  expect(fits([B], patch("a", { text: "x" }))).toBe(false);
  expect(fits([A, B], { do: "merge", id: "a", second: "b" })).toBe(true);
  expect(fits([B], { do: "merge", id: "b", second: "a" })).toBe(false);
});

test("the segment at a time is the one that began last", () => {
  expect(segmentAt([A, B], 3.2)?.id).toBe("a");
  expect(segmentAt([A, B], 4)?.id).toBe("b");
  expect(segmentAt([A, B], 0)?.id).toBe("a");
  expect(segmentAt([], 0)).toBeUndefined();
});
