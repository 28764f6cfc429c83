// What has been changed and is not yet with the server. Sent in order, one by one; kept in the browser until it is there,
// so that neither a reload nor a studio that is away loses a word. Begin with `put`.
import { apply, condense, type Fields, fits, halvesOf, type Segment, type Split, type Step } from "./segments";

export interface Known extends Segment {
  recording: string;
  version: number;
}

/** The server's side. Rejects with `Conflict` if a version is old, and with what `isAway` knows if nothing answered. */
export interface Courier<View extends Known> {
  patch(id: string, version: number, fields: Fields): Promise<View>;
  split(id: string, version: number, at: number, before: string, after: string): Promise<readonly [View, View]>;
  merge(id: string, version: number, following: string, followingVersion: number): Promise<View>;
  read(recording: string): Promise<readonly View[]>;
  isAway(error: unknown): boolean;
}

export class Conflict<View extends Known> extends Error {
  constructor(readonly current: View) {
    super("It was changed elsewhere.");
  }
}

export interface Letter {
  number: number; // tells it from others, whatever it is made one with
  recording: string;
  step: Step;
}

export type Condition<View extends Known> =
  | { is: "saved" | "saving" | "away" }
  | { is: "conflict"; letter: Letter; current: View }
  | { is: "refused"; letter: Letter; error: Error };

interface Kept {
  letters: Letter[];
  versions: Record<string, number>; // by the server's id: what the letters were written on
}

const QUIET = 600; // ms without a change before letters go out
const FIRST_WAIT = 1_000; // ms between two tries; doubled up to the longest
const LONGEST_WAIT = 15_000;

export class Outbox<View extends Known> {
  condition: Condition<View> = { is: "saved" };
  tell: () => void = () => undefined; // called when the condition has changed
  adopted: (recordings: string[]) => void = () => undefined; // called when these have to be read anew
  private letters: Letter[] = [];
  private views = new Map<string, View>(); // by the name that the page has for a segment
  private keptVersions: Record<string, number> = {};
  private nextNumber = 1;
  private isSending = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private wait = FIRST_WAIT;

  constructor(
    private readonly place: string,
    private readonly storage: Storage,
    private readonly courier: Courier<View>,
  ) {
    const kept = readKept(storage.getItem(place));
    this.letters = kept.letters.map((letter) => ({ ...letter, number: this.nextNumber++ }));
    this.keptVersions = kept.versions;
    if (this.letters.length) this.condition = { is: "saving" };
  }

  /** Take over what was kept elsewhere, ahead of what was written here. Its recordings have to be read anew. */
  adopt(kept: string): string[] {
    const { letters, versions } = readKept(kept);
    const head = this.isSending ? this.letters.slice(0, 1) : [];
    const adopted = letters.map((letter) => ({ ...letter, number: this.nextNumber++ }));
    this.letters = [...head, ...adopted, ...this.letters.slice(head.length)];
    this.keptVersions = { ...this.keptVersions, ...versions };
    for (const [name, view] of this.views) {
      const version = versions[view.id];
      if (version !== undefined) this.views.set(name, { ...view, version }); // what is newer there is asked about
    }
    this.keep();
    if (this.letters.length && this.condition.is === "saved") this.become({ is: "saving" });
    return [...new Set(adopted.map((letter) => letter.recording))];
  }

  view(id: string): View | undefined {
    return this.views.get(id);
  }

  /** Recordings of which something waits, from an earlier visit for example: they have to be read before it can go. */
  get recordings(): string[] {
    return [...new Set(this.letters.map((letter) => letter.recording))];
  }

  /** Take what the server has of a recording. Returns it with what is still to be sent on top. */
  learn(recording: string, views: readonly View[]): readonly Segment[] {
    const server = (name: string) => this.views.get(name)?.id ?? name;
    const ours = (letter: Letter) => letter.recording === recording;
    this.letters = this.letters.map((each) => (ours(each) ? { ...each, step: renamed(each.step, server) } : each));
    for (const [name, view] of this.views) if (view.recording === recording) this.views.delete(name);
    this.strikeDone(views);
    for (const view of views) this.views.set(view.id, { ...view, version: this.keptVersions[view.id] ?? view.version });
    let segments: readonly Segment[] = views.map(segmentOf);
    this.letters = this.letters.filter((letter) => {
      if (!ours(letter)) return true;
      if (!fits(segments, letter.step)) return false;
      segments = apply(segments, letter.step);
      return true;
    });
    this.keep();
    this.send(0);
    return segments;
  }

  /** What arrived although its answer was lost, by a reload for example. What follows was written on top of it. */
  private strikeDone(views: readonly View[]): void {
    for (const view of views) {
      const letter = this.letters.find((each) => idsOf(each.step).includes(view.id));
      const version = this.keptVersions[view.id];
      if (!letter || view.version === version) continue;
      const halves =
        letter.step.do === "split" && version !== undefined ? halvesMade(views, letter.step, version) : null;
      if (!halves && !isDone(letter.step, view)) continue;
      this.letters = this.letters.filter((each) => each !== letter);
      delete this.keptVersions[view.id];
      if (halves && letter.step.do === "split") this.goOnFrom(halves, letter.step.second);
    }
  }

  /** What was written in the second half, under the page's name for it, is for the one that the server has. */
  private goOnFrom(halves: readonly View[], second: string): void {
    const server = (name: string) => (name === second ? halves[1]!.id : name);
    this.letters = this.letters.map((each) => ({ ...each, step: renamed(each.step, server) }));
    const changed = new Set(this.letters.flatMap(({ step }) => idsOf(step)));
    for (const { id, version } of halves) if (changed.has(id)) this.keptVersions[id] = version;
  }

  put(recording: string, steps: readonly Step[]): void {
    const head = this.isSending ? this.letters.slice(0, 1) : [];
    const rest = [
      ...this.letters.slice(head.length),
      ...steps.map((step) => ({ number: this.nextNumber++, recording, step })),
    ];
    this.letters = [...head, ...condenseLetters(rest)];
    this.keep();
    if (this.condition.is === "saved") this.become({ is: "saving" });
    if (this.condition.is === "saving") this.send(QUIET);
  }

  /** Send what waits, now. */
  flush(): void {
    this.send(0);
  }

  /** The words here count: what the server has is written over. */
  keepMine(): void {
    if (this.condition.is !== "conflict") return;
    const { current } = this.condition;
    const name = this.nameOf(current.id);
    this.views.set(name, { ...current });
    delete this.keptVersions[current.id];
    this.become({ is: "saving" });
    this.send(0);
  }

  /** What was to be changed of this segment is dropped. The recording has to be read anew. Returns which. */
  takeTheirs(): string | null {
    if (this.condition.is !== "conflict" && this.condition.is !== "refused") return null;
    const { letter } = this.condition;
    const lost = new Set(idsOf(letter.step));
    this.letters = this.letters.filter((each) => {
      const isLost = each.recording === letter.recording && idsOf(each.step).some((id) => lost.has(id));
      if (isLost) idsOf(each.step).forEach((id) => lost.add(id));
      return !isLost;
    });
    for (const id of lost) delete this.keptVersions[this.views.get(id)?.id ?? id];
    this.keep();
    this.become({ is: this.letters.length ? "saving" : "saved" });
    this.send(0);
    return letter.recording;
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private send(after: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.sendAll(), after);
  }

  private async sendAll(): Promise<void> {
    if (this.isSending || this.condition.is === "conflict" || this.condition.is === "refused") return;
    this.isSending = true;
    for (let letter = this.letters[0]; letter && this.isKnown(letter); letter = this.letters[0]) {
      this.become({ is: "saving" });
      try {
        await this.deliver(letter.step);
      } catch (error) {
        this.isSending = false;
        return this.returned(letter, error as Error);
      }
      this.wait = FIRST_WAIT;
      this.strike(letter);
    }
    this.isSending = false;
    if (!this.letters.length) this.become({ is: "saved" });
  }

  /** Whether its recording has been read since the page was opened. */
  private isKnown({ step }: Letter): boolean {
    return this.views.has(step.id);
  }

  private async deliver(step: Step): Promise<void> {
    const view = this.views.get(step.id)!;
    switch (step.do) {
      case "patch":
        this.note(step.id, await this.courier.patch(view.id, view.version, step.fields));
        return;
      case "split": {
        const [first, second] = await this.split(view, step);
        this.note(step.id, first);
        this.note(step.second, second);
        return;
      }
      case "merge": {
        const second = this.views.get(step.second)!;
        this.note(step.id, await this.courier.merge(view.id, view.version, second.id, second.version));
        this.views.delete(step.second);
      }
    }
  }

  /** Also when it was made before, and the answer was lost. */
  private async split(view: View, step: Split): Promise<readonly [View, View]> {
    try {
      return await this.courier.split(view.id, view.version, step.at, step.before, step.after);
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      const made = halvesMade(await this.courier.read(view.recording), { ...step, id: view.id }, view.version);
      if (!made) throw error;
      return made;
    }
  }

  private note(name: string, view: View): void {
    this.views.set(name, view);
    delete this.keptVersions[view.id];
  }

  private returned(letter: Letter, error: Error): void {
    if (error instanceof Conflict) {
      const current = error.current as View;
      if (isDone(letter.step, current)) {
        this.note(letter.step.id, current); // the answer had been lost
        this.strike(letter);
        return this.send(0);
      }
      return this.become({ is: "conflict", letter, current });
    }
    if (!this.courier.isAway(error)) return this.become({ is: "refused", letter, error });
    this.become({ is: "away" });
    this.send(this.wait);
    this.wait = Math.min(2 * this.wait, LONGEST_WAIT);
  }

  private strike(letter: Letter): void {
    this.letters = this.letters.filter((each) => each.number !== letter.number);
    this.keep();
  }

  private nameOf(id: string): string {
    for (const [name, view] of this.views) if (view.id === id) return name;
    return id;
  }

  private become(condition: Condition<View>): void {
    this.condition = condition;
    this.tell();
  }

  /** Under the server's ids: those that the page made up are gone after a reload. */
  private keep(): void {
    if (!this.letters.length) return this.storage.removeItem(this.place);
    const server = (name: string) => this.views.get(name)?.id ?? name;
    const letters = this.letters.map((letter) => ({ ...letter, step: renamed(letter.step, server) }));
    const versions = { ...this.keptVersions };
    for (const name of this.letters.flatMap(({ step }) => idsOf(step))) {
      const view = this.views.get(name);
      if (view) versions[view.id] = view.version;
    }
    this.storage.setItem(this.place, JSON.stringify({ letters, versions } satisfies Kept));
  }
}

function segmentOf({ id, start, end, text, status }: Known): Segment {
  return { id, start, end, text, status };
}

/** The halves with the versions that the answer had: what was changed in them since is asked about. */
function halvesMade<View extends Known>(views: readonly View[], step: Split, version: number): [View, View] | null {
  const halves = halvesOf(views, step);
  return (
    halves && [
      { ...halves[0], version: version + 1 },
      { ...halves[1], version: 1 },
    ]
  );
}

/** Whether the server has already what a step would bring about. */
function isDone(step: Step, current: Known): boolean {
  if (step.do !== "patch") return false;
  return Object.entries(step.fields).every(([name, value]) => current[name as keyof Known] === value);
}

function condenseLetters(letters: readonly Letter[]): Letter[] {
  const condensed: Letter[] = [];
  for (const letter of letters) {
    const last = condensed.at(-1);
    const steps = last?.recording === letter.recording ? condense([last.step, letter.step]) : [];
    if (steps.length === 1) condensed[condensed.length - 1] = { ...letter, step: steps[0]! };
    else condensed.push(letter);
  }
  return condensed;
}

function idsOf(step: Step): string[] {
  return step.do === "patch" ? [step.id] : [step.id, step.second];
}

function renamed(step: Step, to: (name: string) => string): Step {
  return step.do === "patch" ? { ...step, id: to(step.id) } : { ...step, id: to(step.id), second: to(step.second) };
}

function readKept(kept: string | null): Kept {
  try {
    const { letters, versions } = JSON.parse(kept ?? "{}") as Partial<Kept>;
    return { letters: Array.isArray(letters) ? letters : [], versions: versions ?? {} };
  } catch {
    return { letters: [], versions: {} };
  }
}
