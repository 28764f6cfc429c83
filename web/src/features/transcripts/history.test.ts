import { expect, test } from "vitest";
import { type Action, EMPTY, type History, history } from "./history";
import { merging, patch, retiming, type Segment, type Step, splitting } from "./segments";

const FIRST: Segment = { id: "a", start: 0, end: 2, text: "one two", status: "draft" };
const SECOND: Segment = { id: "b", start: 2, end: 4, text: "three", status: "draft" };
const OPENED = history(EMPTY, { do: "open", recording: "r", segments: [FIRST, SECOND] });

function change(state: History, kind: string, steps: Step[], at = 0): History {
  return history(state, { do: "change", recording: "r", segment: "a", steps, kind, at });
}

function type(state: History, text: string, at: number): History {
  return change(state, "text", [patch("a", { text, status: "edited" })], at);
}

function textOf(state: History): string | undefined {
  return state.sheets.r?.[0]?.text;
}

const UNDO: Action = { do: "undo" };
const REDO: Action = { do: "redo" };

test("letters typed without a pause are one step back", () => {
  const typed = type(type(type(OPENED, "o", 0), "on", 300), "once", 5_000);
  const once = history(typed, UNDO);
  expect(textOf(once)).toBe("on");
  expect(history(once, UNDO).sheets).toEqual(OPENED.sheets);
  expect(textOf(history(history(history(once, UNDO), REDO), REDO))).toBe("once");
});

test("splits, merges and moved edges are taken back in order and done again", () => {
  const cut = change(OPENED, "split", splitting(OPENED.sheets.r!, "a", 3, 1));
  const joined = change(cut, "merge", merging(cut.sheets.r!, "a"));
  const moved = change(joined, "times", retiming(joined.sheets.r!, "a", 0, 3, 4));
  const back = [moved, UNDO, UNDO, UNDO].reduce((state, action) =>
    history(state as History, action as Action),
  ) as History;
  expect(back.sheets).toEqual(OPENED.sheets);
  const again = [back, REDO, REDO, REDO].reduce((state, action) =>
    history(state as History, action as Action),
  ) as History;
  expect(again.sheets).toEqual(moved.sheets);
});

test("a new change ends what could be done again; nothing to take back changes nothing", () => {
  const other = type(history(type(OPENED, "x", 0), UNDO), "y", 10);
  expect(history(other, REDO)).toBe(other);
  expect(history(OPENED, UNDO)).toBe(OPENED);
  expect(change(OPENED, "split", [])).toBe(OPENED);
});

test("opening a recording anew forgets its changes and keeps those of others", () => {
  const both = history(type(OPENED, "x", 0), { do: "open", recording: "s", segments: [FIRST] });
  expect(history(both, { do: "open", recording: "r", segments: [FIRST] }).past).toEqual([]);
  expect(history(both, UNDO).sheets.r).toEqual([FIRST, SECOND]);
});
