import { expect, test } from "vitest";
import type { JobView } from "../../api/client";
import { actionsOf, aheadOf, percentOf, warningsOf } from "./queries";

const job = (changes: Partial<JobView>) =>
  ({ state: "running", wanted: "run", done: 0, total: null, ...changes }) as JobView;

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

test("a waiting job comes behind what runs on its machines and what was asked for before it or is more urgent", () => {
  const of = (id: string, changes: Partial<JobView>) =>
    job({ id, queue: "cpu", state: "waiting", priority: 0, submitted: 5, ...changes });
  const mine = of("mine", {});
  const jobs = [
    mine,
    of("runs", { state: "running", submitted: 9 }),
    of("earlier", { submitted: 4 }),
    of("later", { submitted: 6 }),
    of("urgent", { submitted: 7, priority: 1 }),
    of("patient", { submitted: 1, priority: -1 }),
    of("elsewhere", { submitted: 1, queue: "gpu" }),
    of("over", { submitted: 1, state: "done" }),
  ];
  expect(aheadOf(mine, jobs).map(({ id }) => id)).toEqual(["runs", "earlier", "urgent"]);
});

test("warnings are those of a result that has some", () => {
  expect(warningsOf(job({ result: { warnings: ["Few rows."] } }))).toEqual(["Few rows."]);
  expect(warningsOf(job({ result: null }))).toEqual([]);
  expect(warningsOf(undefined)).toEqual([]);
});
