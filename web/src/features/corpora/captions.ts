// Captions as they are saved, and the way back: what each was before, the newest last.
import type { PictureView } from "./queries";

export interface Saved {
  picture: string;
  before: string;
  version: number; // after the change, which is what undoing it starts from
}

/** The form in which the server keeps a caption. */
export function tidied(text: string): string {
  return text.split(/\s+/).filter(Boolean).join(" ");
}

/** What undoes a change that was saved. A later change of the same caption in the list goes first. */
export function withSaved(history: readonly Saved[], before: PictureView, after: PictureView): Saved[] {
  return [...history, { picture: after.id, before: before.caption, version: after.version }];
}

/** The last change, and what is left; versions of earlier changes of the same caption follow the one that undid it. */
export function withoutLast(history: readonly Saved[], undone: PictureView): Saved[] {
  return history
    .slice(0, -1)
    .map((saved) => (saved.picture === undone.id ? { ...saved, version: undone.version } : saved));
}

/** Where an arrow key leads in a grid of so many columns; the same place at its edges. */
export function placeAfter(key: string, here: number, columns: number, count: number): number {
  const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns };
  const next = key === "Home" ? 0 : key === "End" ? count - 1 : here + (steps[key] ?? 0);
  return next >= 0 && next < count ? next : here;
}
