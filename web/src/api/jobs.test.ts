import { expect, test } from "vitest";
import type { JobView } from "./client";
import { actionsOf, percentOf } from "./jobs";

const job = (changes: Partial<JobView>) => ({ state: "running", wanted: "run", done: 0, total: null, ...changes }) as JobView;

test("a running job can be paused, unless it was asked to stop already", () => {
  expect(actionsOf(job({}))).toEqual(["pause", "cancel"]);
  expect(actionsOf(job({ wanted: "cancel" }))).toEqual([]);
});

test("a failed job can be tried again, a paused one goes on, a done one rests", () => {
  expect(actionsOf(job({ state: "failed" }))).toEqual(["retry"]);
  expect(actionsOf(job({ state: "paused", wanted: "pause" }))).toEqual(["resume", "cancel"]);
  expect(actionsOf(job({ state: "done" }))).toEqual([]);
});

test("a job that does not know its total has no percentage", () => {
  expect(percentOf(job({ done: 3 }))).toBeNull();
  expect(percentOf(job({ done: 3, total: 11 }))).toBe(27);
});
