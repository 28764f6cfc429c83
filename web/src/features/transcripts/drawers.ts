// Where a tab keeps what it could not send yet: a drawer of its own, so that two tabs write over nothing of one another.
// Begin with `ownDrawer` and `adoptDrawers`.

type Locks = Pick<LockManager, "request">;

/** The name of this tab's drawer: after a reload the same one again, in a copy of the tab another one. */
export function ownDrawer(prefix: string, session: Storage, page: EventTarget): string {
  const place = `${prefix}-tab`;
  const name = session.getItem(place) ?? `${prefix}/${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;
  session.removeItem(place); // a copied tab takes the session along, and must not find it there
  page.addEventListener("pagehide", () => session.setItem(place, name));
  page.addEventListener("pageshow", () => session.removeItem(place));
  return name;
}

/** Hold one's own drawer as long as the tab lives, and take over those whose tab has gone. */
export function adoptDrawers(
  prefix: string,
  own: string,
  storage: Storage,
  locks: Locks | undefined,
  adopt: (kept: string) => void,
) {
  const take = (name: string) => {
    const kept = storage.getItem(name);
    if (kept) adopt(kept);
    storage.removeItem(name);
  };
  const others = namesOf(storage).filter((name) => (name === prefix || name.startsWith(`${prefix}/`)) && name !== own);
  // Without locks, which browsers offer at safe addresses only, nobody knows whether a tab lives. Two that send the same
  // letter lose nothing: the second finds it done.
  if (!locks) return others.forEach(take);
  void locks.request(own, () => new Promise(() => undefined));
  // Not waiting for those that are held: a tab that reloads lets go for a moment, and comes back to its drawer.
  for (const name of others) void locks.request(name, { ifAvailable: true }, (lock) => lock && take(name));
}

function namesOf(storage: Storage): string[] {
  return Array.from({ length: storage.length }, (_, index) => storage.key(index)).filter((name) => name !== null);
}
