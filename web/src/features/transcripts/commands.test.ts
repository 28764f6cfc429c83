import { expect, test } from "vitest";
import { type Situation, stepsOf } from "./commands";
import { apply, type Segment } from "./segments";

const SEGMENT: Segment = { id: "a", start: 1, end: 3, text: "one two", status: "edited" };
const HERE: Situation = { segment: SEGMENT, segments: [SEGMENT], original: "won too", seconds: 6, caret: 3, time: 2 };

function after(...parameters: Parameters<typeof stepsOf>): readonly Segment[] {
  return stepsOf(...parameters).reduce(apply, [parameters[1].segment]);
}

test("edges go to where it plays", () => {
  expect(after("start", HERE)).toMatchObject([{ start: 2, end: 3 }]);
  expect(after("end", { ...HERE, time: 4.5 })).toMatchObject([{ start: 1, end: 4.5 }]);
});

test("the original comes back as a draft", () => {
  expect(after("restore", HERE)).toMatchObject([{ text: "won too", status: "draft" }]);
});

test("what was left out is taken in again by the same key", () => {
  const [rejected] = after("reject", HERE);
  expect(rejected).toMatchObject({ status: "rejected" });
  expect(after("reject", { ...HERE, segment: rejected!, segments: [rejected!] })).toMatchObject([{ status: "edited" }]);
});

test("playing and moving about change nothing", () => {
  expect(stepsOf("play", HERE)).toEqual([]);
  expect(stepsOf("next", HERE)).toEqual([]);
});
