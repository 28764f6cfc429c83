// What has been filled in for a new book. Kept in the browser until the book is begun, so that nothing is lost.
import { useState } from "react";
import type { WishForm } from "../../api/client";

export interface Draft {
  topic: string;
  hero: NonNullable<WishForm["hero"]>;
  name: string | null; // null: the hero's own
  color: string | null;
  language: "ko" | "en" | null; // null: the page's
  age: NonNullable<WishForm["age_band"]>;
  dedication: string;
}

const KEPT = "soridam-draft";

export const EMPTY: Draft = {
  topic: "",
  hero: "rabbit",
  name: null,
  color: null,
  language: null,
  age: "5-6",
  dedication: "",
};

/** A draft from what was kept; what is not of its shape, from another version for example, is left out. */
export function readDraft(kept: string | null): Draft {
  try {
    const values: unknown = JSON.parse(kept ?? "{}");
    const known = Object.entries(values ?? {}).filter(([name, value]) => fits(name, value));
    return { ...EMPTY, ...Object.fromEntries(known) };
  } catch {
    return EMPTY;
  }
}

export function useDraft() {
  const [draft, setDraft] = useState(() => readDraft(localStorage.getItem(KEPT)));
  const change = (changes: Partial<Draft>) => {
    setDraft((old) => {
      const next = { ...old, ...changes };
      localStorage.setItem(KEPT, JSON.stringify(next));
      return next;
    });
  };
  /** Forgets the wish; the hero stays for the next book. */
  const finish = () => change({ topic: "", dedication: "" });
  return { draft, change, finish };
}

export function formOf(draft: Draft, pageLanguage: "ko" | "en", seed: number): WishForm {
  return {
    topic: draft.topic.trim(),
    hero: draft.hero,
    name: draft.name?.trim() || null,
    color: draft.color,
    language: draft.language ?? pageLanguage,
    age_band: draft.age,
    dedication: draft.dedication.trim(),
    seed,
  };
}

function fits(name: string, value: unknown): boolean {
  if (!(name in EMPTY)) return false;
  if (value === null) return EMPTY[name as keyof Draft] === null;
  return typeof value === "string";
}
