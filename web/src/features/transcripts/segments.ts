// The segments of one recording and the steps by which they change. A step can be done here and, later, by the server.
// Times are seconds. Begin with `apply` and, for what an editor does, `splitting`, `merging`, `retiming`, `shifting`.

export type Status = "draft" | "edited" | "accepted" | "rejected";

export interface Segment {
  id: string;
  start: number;
  end: number;
  text: string;
  status: Status;
}

export type Fields = Partial<Omit<Segment, "id">>;

export type Split = { do: "split"; id: string; second: string; at: number; before: string; after: string };

export type Step = { do: "patch"; id: string; fields: Fields } | Split | { do: "merge"; id: string; second: string };

export const SHORTEST = 0.1; // seconds; less cannot be heard or grasped with the pointer

/** The segments after a step, in order of time. */
export function apply(segments: readonly Segment[], step: Step): Segment[] {
  const { segment, index } = find(segments, step.id);
  switch (step.do) {
    case "patch":
      return segments.toSpliced(index, 1, { ...segment, ...step.fields });
    case "split": {
      const first: Segment = { ...segment, end: step.at, text: step.before, status: "edited" };
      const second: Segment = { ...segment, id: step.second, start: step.at, text: step.after, status: "edited" };
      return segments.toSpliced(index, 1, first, second);
    }
    case "merge": {
      const second = find(segments, step.second).segment;
      const joined: Segment = { ...segment, end: second.end, text: join(segment.text, second.text), status: "edited" };
      return segments.toSpliced(index, 2, joined);
    }
  }
}

/** Whether a step, kept from an earlier visit, still makes sense. */
export function fits(segments: readonly Segment[], step: Step): boolean {
  const index = segments.findIndex((segment) => segment.id === step.id);
  const segment = segments[index];
  if (!segment) return false;
  if (step.do === "split") return segment.start < step.at && step.at < segment.end;
  return step.do === "patch" || segments[index + 1]?.id === step.second;
}

/** What a split has made of its segment; null if it has not been made. */
export function halvesOf<Kind extends Segment>(segments: readonly Kind[], { id, at }: Split): [Kind, Kind] | null {
  const first = segments.find((segment) => segment.id === id && segment.end === at);
  const second = segments.find((segment) => segment.id !== id && segment.start === at);
  return first && second ? [first, second] : null;
}

/** The steps that lead back from what `step` makes of `segments`. */
export function invert(segments: readonly Segment[], step: Step): Step[] {
  const { segment } = find(segments, step.id);
  switch (step.do) {
    case "patch":
      return [patch(step.id, pick(segment, Object.keys(step.fields)))];
    case "split":
      return [{ do: "merge", id: step.id, second: step.second }, patch(step.id, fieldsOf(segment))];
    case "merge": {
      const second = find(segments, step.second).segment;
      const at = second.start;
      return [
        { do: "split", id: step.id, second: step.second, at, before: segment.text, after: second.text },
        patch(step.id, fieldsOf(segment)),
        patch(step.second, fieldsOf(second)),
      ];
    }
  }
}

/** Steps with those on one segment in a row made one: the later value counts. */
export function condense(steps: readonly Step[]): Step[] {
  const condensed: Step[] = [];
  for (const step of steps) {
    const last = condensed.at(-1);
    if (step.do === "patch" && last?.do === "patch" && last.id === step.id) {
      condensed[condensed.length - 1] = patch(step.id, { ...last.fields, ...step.fields });
    } else {
      condensed.push(step);
    }
  }
  return condensed;
}

/** Cut the text at the caret, and the sound at `time` if that lies inside, else where the caret is in the text. */
export function splitting(segments: readonly Segment[], id: string, caret: number, time: number): Step[] {
  const { segment } = find(segments, id);
  if (segment.end - segment.start < 2 * SHORTEST) return [];
  const isInside = time > segment.start + SHORTEST && time < segment.end - SHORTEST;
  const share = segment.text ? caret / segment.text.length : 0.5;
  const cut = isInside ? time : segment.start + share * (segment.end - segment.start);
  const at = round(clamp(cut, segment.start + SHORTEST, segment.end - SHORTEST));
  const [before, after] = [segment.text.slice(0, caret).trimEnd(), segment.text.slice(caret).trimStart()];
  return [{ do: "split", id, second: freshId(segments, id), at, before, after }];
}

/** Join a segment with the one behind it, if there is one. */
export function merging(segments: readonly Segment[], id: string): Step[] {
  const next = segments[find(segments, id).index + 1];
  return next ? [{ do: "merge", id, second: next.id }] : [];
}

/** Move the edges of a segment. One that is moved over a neighbor takes the neighbor's along, but swallows none. */
export function retiming(
  segments: readonly Segment[],
  id: string,
  start: number,
  end: number,
  duration: number,
): Step[] {
  const { segment, index } = find(segments, id);
  const [before, after] = [segments[index - 1], segments[index + 1]];
  const earliest = before && before.end > start ? before.start + SHORTEST : 0;
  const latest = after && after.start < end ? after.end - SHORTEST : duration;
  const from = round(clamp(start, earliest, latest - SHORTEST));
  const to = round(clamp(end, from + SHORTEST, latest));
  if (from === segment.start && to === segment.end) return [];
  const steps = [patch(id, { start: from, end: to, status: "edited" })];
  if (before && before.end > from) steps.push(patch(before.id, { end: from, status: "edited" }));
  if (after && after.start < to) steps.push(patch(after.id, { start: to, status: "edited" }));
  return steps;
}

/** Move a segment as a whole, up to its neighbors and no further. */
export function shifting(segments: readonly Segment[], id: string, by: number, duration: number): Step[] {
  const { segment, index } = find(segments, id);
  const earliest = Math.min(segments[index - 1]?.end ?? 0, segment.start);
  const latest = Math.max(segments[index + 1]?.start ?? duration, segment.end);
  const step = clamp(by, earliest - segment.start, latest - segment.end);
  return retiming(segments, id, segment.start + step, segment.end + step, duration);
}

export function patch(id: string, fields: Fields): Step {
  return { do: "patch", id, fields };
}

/** The segment that sounds at `time`, else the last one before it. */
export function segmentAt(segments: readonly Segment[], time: number): Segment | undefined {
  return segments.findLast((segment) => segment.start <= time) ?? segments[0];
}

function join(first: string, second: string): string {
  return [first.trim(), second.trim()].filter(Boolean).join(" ");
}

function find(segments: readonly Segment[], id: string): { segment: Segment; index: number } {
  const index = segments.findIndex((segment) => segment.id === id);
  const segment = segments[index];
  if (!segment) throw new RangeError(`There is no segment ${id}.`);
  return { segment, index };
}

function fieldsOf({ start, end, text, status }: Segment): Fields {
  return { start, end, text, status };
}

function pick(segment: Segment, names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(segment).filter(([name]) => names.includes(name)));
}

function freshId(segments: readonly Segment[], id: string): string {
  const taken = new Set(segments.map((segment) => segment.id));
  let number = 2;
  while (taken.has(`${id}/${number}`)) number += 1;
  return `${id}/${number}`;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), Math.max(least, most));
}

/** To a millisecond, so that times survive being written and read. */
function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
