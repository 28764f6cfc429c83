import { expect, test } from "vitest";
import { adoptDrawers, ownDrawer } from "./drawers";

/** What a browser keeps by name. */
class Drawer implements Storage {
  private kept = new Map<string, string>();
  get length() {
    return this.kept.size;
  }
  key = (index: number) => [...this.kept.keys()][index] ?? null;
  clear = () => this.kept.clear();
  getItem = (name: string) => this.kept.get(name) ?? null;
  removeItem = (name: string) => void this.kept.delete(name);
  setItem = (name: string, value: string) => void this.kept.set(name, value);
}

/** Locks of one origin, as its tabs see them. */
class Origin {
  private held = new Set<string>();

  tab() {
    const own: string[] = [];
    const request = (name: string, ...rest: [() => unknown] | [LockOptions, (lock: Lock | null) => unknown]) => {
      if (rest.length === 2) return rest[1](this.held.has(name) ? null : { name, mode: "exclusive" });
      this.held.add(name);
      own.push(name);
      return rest[0]();
    };
    return { locks: { request } as unknown as LockManager, close: () => own.forEach((name) => this.held.delete(name)) };
  }
}

const EDITS = "edits-of-a-corpus";

test("a reload finds its own drawer again; a copy of the tab has another one", () => {
  const [session, page] = [new Drawer(), new EventTarget()];
  const first = ownDrawer(EDITS, session, page);
  expect(ownDrawer(EDITS, session, new EventTarget())).not.toBe(first); // copied while the first one lives
  page.dispatchEvent(new Event("pagehide"));
  expect(ownDrawer(EDITS, session, new EventTarget())).toBe(first);
});

test("what a living tab keeps is left to it, until it is closed", () => {
  const [storage, origin, adopted] = [new Drawer(), new Origin(), [] as string[]];
  const first = origin.tab();
  const open = (name: string, { locks }: { locks: LockManager }) =>
    adoptDrawers(EDITS, `${EDITS}/${name}`, storage, locks, (kept) => adopted.push(kept));
  open("1", first);
  storage.setItem(`${EDITS}/1`, "written in the first");
  storage.setItem(`${EDITS} of another corpus/1`, "strange");
  open("2", origin.tab());
  expect([adopted, storage.getItem(`${EDITS}/1`)]).toEqual([[], "written in the first"]);
  first.close();
  open("3", origin.tab());
  expect([adopted, storage.getItem(`${EDITS}/1`)]).toEqual([["written in the first"], null]);
  expect(storage.getItem(`${EDITS} of another corpus/1`)).toBe("strange");
});

test("what a tab left behind when it broke down is taken over, at an address without locks too", () => {
  for (const locks of [new Origin().tab().locks, undefined]) {
    const [storage, adopted] = [new Drawer(), [] as string[]];
    storage.setItem(`${EDITS}/1`, "unsent");
    adoptDrawers(EDITS, `${EDITS}/2`, storage, locks, (kept) => adopted.push(kept));
    expect([adopted, storage.length]).toEqual([["unsent"], 0]);
  }
});
