import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Conflict, type Courier, type Known, Outbox } from "./outbox";
import { type Fields, patch, splitting } from "./segments";

const PLACE = "edits";

/** A server's table of segments, with its rule for versions. */
class Table implements Courier<Known> {
  rows = new Map<string, Known>();
  isReachable = true;
  sent: string[] = [];

  constructor() {
    this.write({ id: "a", recording: "r", start: 0, end: 2, text: "one two", status: "draft", version: 1 });
    this.write({ id: "b", recording: "r", start: 2, end: 4, text: "three", status: "draft", version: 1 });
  }

  get all(): Known[] {
    return [...this.rows.values()].sort((one, other) => one.start - other.start);
  }

  async patch(id: string, version: number, fields: Fields): Promise<Known> {
    this.sent.push(`patch ${id} ${fields.text}`);
    return this.write({ ...this.take(id, version), ...fields, version: version + 1 });
  }

  async split(id: string, version: number, at: number, before: string, after: string): Promise<[Known, Known]> {
    this.sent.push(`split ${id}`);
    const row = this.take(id, version);
    const second = this.write({ ...row, id: `${id}x`, start: at, text: after, version: 1 });
    return [this.write({ ...row, end: at, text: before, version: version + 1 }), second];
  }

  async merge(id: string, version: number, following: string, followingVersion: number): Promise<Known> {
    this.sent.push(`merge ${id} ${following}`);
    const [first, second] = [this.take(id, version), this.take(following, followingVersion)];
    this.rows.delete(following);
    return this.write({ ...first, end: second.end, text: `${first.text} ${second.text}`, version: version + 1 });
  }

  async read(): Promise<Known[]> {
    return this.all;
  }

  isAway(error: unknown): boolean {
    return error instanceof TypeError;
  }

  write(row: Known): Known {
    this.rows.set(row.id, row);
    return row;
  }

  private take(id: string, version: number): Known {
    if (!this.isReachable) throw new TypeError("Nobody answers.");
    const row = this.rows.get(id);
    if (!row) throw new Error("There is no such segment.");
    if (row.version !== version) throw new Conflict(row);
    return row;
  }
}

class Drawer implements Storage {
  private kept = new Map<string, string>();
  get length() {
    return this.kept.size;
  }
  key = () => null;
  clear = () => this.kept.clear();
  getItem = (name: string) => this.kept.get(name) ?? null;
  removeItem = (name: string) => void this.kept.delete(name);
  setItem = (name: string, value: string) => void this.kept.set(name, value);
}

let table: Table;
let storage: Drawer;

function openBox(): Outbox<Known> {
  const box = new Outbox(PLACE, storage, table);
  box.learn("r", table.all);
  return box;
}

beforeEach(() => {
  vi.useFakeTimers();
  table = new Table();
  storage = new Drawer();
});
afterEach(() => vi.useRealTimers());

test("letters typed in a row go out as one, and nothing stays behind", async () => {
  const box = openBox();
  for (const text of ["o", "on", "once"]) box.put("r", [patch("a", { text, status: "edited" })]);
  expect(storage.getItem(PLACE)).toContain("once");
  await vi.runAllTimersAsync();
  expect(table.sent).toEqual(["patch a once"]);
  expect(box.condition.is).toBe("saved");
  expect(storage.getItem(PLACE)).toBeNull();
});

test("a new half is known by the server's name from then on, and taking the split back finds it", async () => {
  const box = openBox();
  const steps = splitting(table.all, "a", 3, 1);
  box.put("r", [...steps, patch("a/2", { text: "zwei" })]);
  await vi.runAllTimersAsync();
  box.put("r", [{ do: "merge", id: "a", second: "a/2" }]);
  await vi.runAllTimersAsync();
  expect(table.sent).toEqual(["split a", "patch ax zwei", "merge a ax"]);
  expect(table.all.map((row) => row.text)).toEqual(["one zwei", "three"]);
});

test("what a studio that was away did not get is sent when it is back", async () => {
  const box = openBox();
  await vi.runAllTimersAsync();
  table.isReachable = false;
  box.put("r", [patch("a", { text: "x" })]);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(box.condition.is).toBe("away");
  box.put("r", [patch("b", { text: "y" })]);
  table.isReachable = true;
  await vi.runAllTimersAsync();
  expect(box.condition.is).toBe("saved");
  expect(table.all.map((row) => row.text)).toEqual(["x", "y"]);
});

test("what was not sent before a reload is there after it, and is sent", async () => {
  table.isReachable = false;
  const box = openBox();
  box.put("r", [...splitting(table.all, "a", 3, 1), patch("a/2", { text: "zwei" })]);
  await vi.advanceTimersByTimeAsync(700);
  box.stop();
  table.isReachable = true;
  const after = new Outbox(PLACE, storage, table);
  expect(after.recordings).toEqual(["r"]);
  expect(after.learn("r", table.all).map((segment) => segment.text)).toEqual(["one", "zwei", "three"]);
  await vi.runAllTimersAsync();
  expect(table.all.map((row) => row.text)).toEqual(["one", "zwei", "three"]);
});

test("what another tab left behind is sent ahead of what is written here", async () => {
  table.isReachable = false;
  openBox().put("r", [patch("a", { text: "left behind" })]);
  const kept = storage.getItem(PLACE)!;
  table.isReachable = true;
  const box = new Outbox("another", storage, table);
  box.learn("r", table.all);
  box.put("r", [patch("b", { text: "here" })]);
  expect(box.adopt(kept)).toEqual(["r"]);
  expect(box.learn("r", table.all).map((segment) => segment.text)).toEqual(["left behind", "here"]);
  await vi.runAllTimersAsync();
  expect(table.all.map((row) => row.text)).toEqual(["left behind", "here"]);
});

test("what another tab left behind is asked about where it was changed since", async () => {
  const kept = JSON.stringify({
    letters: [{ number: 1, recording: "r", step: patch("a", { text: "old" }) }],
    versions: { a: 1 },
  });
  table.write({ ...table.rows.get("a")!, text: "newer", version: 2 });
  const box = openBox();
  box.adopt(kept);
  await vi.runAllTimersAsync();
  box.learn("r", table.all);
  await vi.runAllTimersAsync();
  expect(box.condition).toMatchObject({ is: "conflict", current: { text: "newer" } });
});

test("a split whose answer was lost is not made twice", async () => {
  const box = openBox();
  box.put("r", splitting(table.all, "a", 3, 1));
  await table.split("a", 1, 1, "one", "two");
  box.stop();
  const after = new Outbox(PLACE, storage, table);
  expect(after.learn("r", table.all)).toHaveLength(3);
  await vi.runAllTimersAsync();
  expect(table.sent).toEqual(["split a"]);
});

/** A page that has split "a" and gone on in both halves, reloaded before it heard that the split was made. */
async function reloadedAfterSplit(): Promise<Outbox<Known>> {
  const box = openBox();
  await vi.runAllTimersAsync();
  table.isReachable = false;
  const [split] = splitting(table.all, "a", 3, 1);
  box.put("r", [split!, patch("a", { text: "eins" }), patch("a/2", { text: "zwei" })]);
  await vi.advanceTimersByTimeAsync(601);
  box.stop();
  table.isReachable = true;
  await table.split("a", 1, 1, "one", "two");
  table.sent = [];
  return new Outbox(PLACE, storage, table);
}

test("what was written in the halves of a split whose answer was lost is sent to them", async () => {
  const after = await reloadedAfterSplit();
  expect(after.learn("r", table.all).map((segment) => segment.text)).toEqual(["eins", "zwei", "three"]);
  await vi.runAllTimersAsync();
  expect(table.sent).toEqual(["patch a eins", "patch ax zwei"]);
  expect(table.all.map((row) => row.text)).toEqual(["eins", "zwei", "three"]);
  expect([after.condition.is, storage.getItem(PLACE)]).toEqual(["saved", null]);
});

test("what was changed since in a half of such a split is asked about", async () => {
  const after = await reloadedAfterSplit();
  table.write({ ...table.rows.get("ax")!, text: "theirs", version: 2 });
  after.learn("r", table.all);
  await vi.runAllTimersAsync();
  expect(after.condition).toMatchObject({ is: "conflict", current: { text: "theirs" } });
  expect(storage.getItem(PLACE)).toContain("zwei");
});

test("a split whose answer was lost on the way is taken for made when it is sent again", async () => {
  const box = openBox();
  box.put("r", [...splitting(table.all, "a", 3, 1), patch("a/2", { text: "zwei" })]);
  await table.split("a", 1, 1, "one", "two");
  await vi.runAllTimersAsync();
  expect(table.all.map((row) => row.text)).toEqual(["one", "zwei", "three"]);
  expect(box.condition.is).toBe("saved");
});

test("what was changed elsewhere is not written over unasked", async () => {
  const box = openBox();
  table.write({ ...table.rows.get("a")!, text: "theirs", version: 2 });
  box.put("r", [patch("a", { text: "mine" })]);
  await vi.runAllTimersAsync();
  expect(box.condition).toMatchObject({ is: "conflict", current: { text: "theirs" } });
  expect(table.rows.get("a")!.text).toBe("theirs");
  box.keepMine();
  await vi.runAllTimersAsync();
  expect(table.rows.get("a")!.text).toBe("mine");
  expect(box.condition.is).toBe("saved");
});

test("their words may stand; other changes go on", async () => {
  const box = openBox();
  table.write({ ...table.rows.get("a")!, text: "theirs", version: 2 });
  box.put("r", [patch("a", { text: "mine" }), patch("b", { text: "drei" })]);
  await vi.runAllTimersAsync();
  expect(box.takeTheirs()).toBe("r");
  box.learn("r", table.all);
  await vi.runAllTimersAsync();
  expect(table.all.map((row) => row.text)).toEqual(["theirs", "drei"]);
  expect(box.condition.is).toBe("saved");
});

test("a change that the server has already, its answer lost, is no conflict", async () => {
  const box = openBox();
  table.write({ ...table.rows.get("a")!, text: "mine", version: 2 });
  box.put("r", [patch("a", { text: "mine" })]);
  await vi.runAllTimersAsync();
  expect(box.condition.is).toBe("saved");
});

test("a change whose answer a reload has cut off is not sent again, and what was typed after it is", async () => {
  const box = openBox();
  await vi.runAllTimersAsync();
  table.isReachable = false;
  box.put("r", [patch("a", { text: "first" })]);
  await vi.advanceTimersByTimeAsync(601);
  const kept = JSON.parse(storage.getItem(PLACE)!);
  box.stop();
  table.isReachable = true;
  table.write({ ...table.rows.get("a")!, text: "first", version: 2 });
  kept.letters.push({ number: 2, recording: "r", step: patch("a", { text: "second" }) });
  storage.setItem(PLACE, JSON.stringify(kept));
  table.sent = [];
  const after = new Outbox(PLACE, storage, table);
  after.learn("r", table.all);
  await vi.runAllTimersAsync();
  expect([table.sent, after.condition.is]).toEqual([["patch a second"], "saved"]);
});

test("a change that is refused waits for a decision and is kept", async () => {
  const box = openBox();
  table.rows.delete("a");
  box.put("r", [patch("a", { text: "mine" })]);
  await vi.runAllTimersAsync();
  expect(box.condition).toMatchObject({ is: "refused", error: { message: "There is no such segment." } });
  expect(storage.getItem(PLACE)).toContain("mine");
  box.takeTheirs();
  expect(storage.getItem(PLACE)).toBeNull();
});
