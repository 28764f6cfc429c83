// What a command of the editor does to the segments of a recording.
import type { Command } from "./keys";
import { merging, patch, retiming, type Segment, type Step, shifting, splitting } from "./segments";

const NUDGE = 0.1; // seconds

export interface Situation {
  segment: Segment; // at hand
  segments: readonly Segment[]; // of its recording
  original: string; // its text before anybody touched it
  seconds: number; // of the recording
  caret: number; // in the text
  time: number; // where it plays, in seconds
}

/** The steps of a command; none for those that change nothing. */
export function stepsOf(command: Command, { segment, segments, original, seconds, caret, time }: Situation): Step[] {
  const { id } = segment;
  switch (command) {
    case "accept":
      return [patch(id, { status: "accepted" })];
    case "reject":
      return [patch(id, { status: segment.status === "rejected" ? "edited" : "rejected" })];
    case "restore":
      return [patch(id, { text: original, status: "draft" })];
    case "split":
      return splitting(segments, id, caret, time);
    case "merge":
      return merging(segments, id);
    case "start":
      return retiming(segments, id, time, segment.end, seconds);
    case "end":
      return retiming(segments, id, segment.start, time, seconds);
    case "earlier":
      return shifting(segments, id, -NUDGE, seconds);
    case "later":
      return shifting(segments, id, NUDGE, seconds);
    default:
      return [];
  }
}
