// The audit log as people read it: requests in words, those of the same kind after one another as one line.
import type { Schemas } from "../../api/client";
import type { audit } from "./words.en";

export type Entry = Schemas["EntryView"];
export type Action = keyof typeof audit;
export type Outcome = "done" | "refused" | "failed";

export interface Line {
  number: number; // of its newest entry
  action: Action | null; // null for an address that this page does not know
  outcome: Outcome;
  count: number;
  first: number; // when, in milliseconds since 1970
  last: number;
  entry: Entry; // the newest
}

/** Finds which route an entry names: `PUT /api/corpora/7/files` is `PUT /api/corpora/{corpus}/files`. */
export function actionFinder(known: readonly Action[]): (said: string) => Action | null {
  const routes = known.map((action) => ({ action, pattern: patternOf(action) }));
  return (said) => routes.find(({ pattern }) => pattern.test(said))?.action ?? null;
}

/** What is asked for behind the address does not count. */
function patternOf(action: string): RegExp {
  const path = action.replaceAll(/[.*+?^$()|[\]\\]/g, "\\$&").replaceAll(/\{\w+\}/g, "[^/]+");
  return new RegExp(`^${path}/?$`);
}

export function outcomeOf(status: number): Outcome {
  if (status >= 500) return "failed";
  return status >= 400 ? "refused" : "done";
}

/** The newest first, as they come. */
export function foldEntries(entries: readonly Entry[], find: (said: string) => Action | null): Line[] {
  const lines: Line[] = [];
  for (const entry of entries) {
    const line = lineOf(entry, find(entry.action));
    const before = lines.at(-1);
    if (before && isSame(before, line)) {
      before.count += 1;
      before.first = entry.at;
    } else {
      lines.push(line);
    }
  }
  return lines;
}

function lineOf(entry: Entry, action: Action | null): Line {
  const outcome = outcomeOf(entry.status);
  return { number: entry.number, action, outcome, count: 1, first: entry.at, last: entry.at, entry };
}

function isSame(one: Line, other: Line): boolean {
  const { user, token, address, action } = one.entry;
  return (
    one.action === other.action &&
    (one.action !== null || action === other.entry.action) &&
    one.outcome === other.outcome &&
    user === other.entry.user &&
    token === other.entry.token &&
    address === other.entry.address
  );
}
