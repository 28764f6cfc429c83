import { expect, test } from "vitest";
import types from "../../api/schema.d.ts?raw";
import { type Action, actionFinder, type Entry, foldEntries } from "./log";
import { audit as en } from "./words.en";
import { audit as ko } from "./words.ko";

const find = actionFinder(Object.keys(en) as Action[]);

function entry(number: number, action: string, more: Partial<Entry> = {}): Entry {
  return { number, at: 1_000 * number, user: "mina", token: false, action, status: 200, address: "127.0.0.1", ...more };
}

/** Every route of the server that changes something, as its types name them. */
function changingRoutes(): string[] {
  const paths = types.slice(types.indexOf("export interface paths"), types.indexOf("export type webhooks"));
  return [...paths.matchAll(/\n {4}"(\/[^"]*)": \{(.*?)\n {4}\};/gs)].flatMap(([, path, body]) =>
    [...body!.matchAll(/\n {8}(put|post|delete|patch): operations/g)].map(
      ([, method]) => `${method!.toUpperCase()} ${path!.replaceAll(/\{\w+\}/g, "x")}`,
    ),
  );
}

test("every request that may change something has words in both languages", () => {
  const asked = ["answers", "inner", "heard", "pictures"].map((what) => `POST /api/playground/${what}`);
  const others = ["POST /api/jobs/x/x", ...asked];
  const routes = changingRoutes().filter((route) => !others.includes(route));
  expect(routes.length).toBeGreaterThan(50);
  expect(routes.filter((route) => find(route) === null)).toEqual([]);
  expect(Object.keys(ko)).toEqual(Object.keys(en));
});

test("what jobs are asked for, and ways in that a browser follows, have words of their own", () => {
  for (const action of ["cancel", "pause", "resume", "retry"]) {
    expect(find(`POST /api/jobs/7f/${action}`)).toBe(`POST /api/jobs/{job}/${action}`);
  }
  expect(find("GET /login")).toBe("GET /login");
  expect(find("GET /api/elsewhere")).toBeNull();
});

test("the same thing done many times is one line with its first and last time", () => {
  const uploads = [9, 8, 7].map((number) => entry(number, `PUT /api/corpora/c${number}/files`));
  const lines = foldEntries([...uploads, entry(6, "POST /api/corpora")], find);
  expect(lines.map(({ action, count }) => [action, count])).toEqual([
    ["PUT /api/corpora/{corpus}/files", 3],
    ["POST /api/corpora", 1],
  ]);
  expect(lines[0]).toMatchObject({ first: 7_000, last: 9_000, number: 9 });
});

test("what somebody else did, or what was refused, is a line of its own", () => {
  const said = "POST /api/books";
  const entries = [
    entry(4, said),
    entry(3, said, { user: "jun" }),
    entry(2, said, { status: 403 }),
    entry(1, said, { status: 500 }),
  ];
  expect(foldEntries(entries, find).map(({ outcome }) => outcome)).toEqual(["done", "done", "refused", "failed"]);
});
