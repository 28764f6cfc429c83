// What was changed, so that it can be taken back. One history for all recordings that are open in an editor.
import { apply, condense, invert, type Segment, type Step } from "./segments";

export interface Change {
  recording: string;
  segment: string; // where the eyes should be when it is taken back
  steps: readonly Step[];
  back: readonly Step[];
  kind: string; // changes of one kind to one segment in quick succession are one step back
  at: number; // ms
}

export interface History {
  sheets: Readonly<Record<string, readonly Segment[]>>; // by recording
  past: readonly Change[];
  future: readonly Change[];
}

export type Action =
  | { do: "open"; recording: string; segments: readonly Segment[] }
  | { do: "change"; recording: string; segment: string; steps: readonly Step[]; kind: string; at: number }
  | { do: "undo" }
  | { do: "redo" };

export const EMPTY: History = { sheets: {}, past: [], future: [] };

const PAUSE = 1_000; // ms without typing after which a new step back begins
const MOST_CHANGES = 500;

export function history(state: History, action: Action): History {
  switch (action.do) {
    case "open": // older changes of that recording no longer fit what is there now
      return {
        sheets: { ...state.sheets, [action.recording]: action.segments },
        past: state.past.filter((change) => change.recording !== action.recording),
        future: state.future.filter((change) => change.recording !== action.recording),
      };
    case "change":
      return action.steps.length ? changed(state, action) : state;
    case "undo": {
      const change = state.past.at(-1);
      if (!change) return state;
      return {
        sheets: walk(state, change, change.back),
        past: state.past.slice(0, -1),
        future: [...state.future, change],
      };
    }
    case "redo": {
      const change = state.future.at(-1);
      if (!change) return state;
      return {
        sheets: walk(state, change, change.steps),
        past: [...state.past, change],
        future: state.future.slice(0, -1),
      };
    }
  }
}

function changed(state: History, { recording, segment, steps, kind, at }: Action & { do: "change" }): History {
  const last = state.past.at(-1);
  const isSame =
    last?.kind === kind && last.recording === recording && last.segment === segment && at - last.at < PAUSE;
  const back = wayBack(state.sheets[recording] ?? [], steps);
  const change: Change = isSame
    ? { ...last, at, steps: condense([...last.steps, ...steps]), back: condense([...back, ...last.back]) }
    : { recording, segment, kind, at, steps, back };
  const past = isSame ? state.past.slice(0, -1) : state.past.slice(1 - MOST_CHANGES);
  return { sheets: walk(state, change, steps), past: [...past, change], future: [] };
}

function walk(state: History, { recording }: Change, steps: readonly Step[]): History["sheets"] {
  return { ...state.sheets, [recording]: steps.reduce(apply, state.sheets[recording] ?? []) };
}

function wayBack(segments: readonly Segment[], steps: readonly Step[]): Step[] {
  let [back, now]: [Step[], readonly Segment[]] = [[], segments];
  for (const step of steps) {
    back = [...invert(now, step), ...back];
    now = apply(now, step);
  }
  return back;
}
