// What has been filled in for a new book. Kept in the browser until the book is begun, so that nothing is lost.
import { useState } from "react";
import type { HeroView, Schemas, WishForm } from "../../api/client";

export type Outfit = Required<Schemas["Outfit"]>;

export interface Looks {
  color: string;
  hair: string;
  hair_style: HeroView["hair_style"];
  outfit: Outfit;
}

export interface Draft {
  topic: string;
  hero: string; // id of a ready hero
  name: string | null; // null: the hero's own
  looks: Partial<Looks>; // what was changed of the hero's own
  language: "ko" | "en" | null; // null: the page's
  age: NonNullable<WishForm["age_band"]>;
  dedication: string;
  adapter: string | null; // id of a run whose LoRA the book is painted with
  drawing: string | null; // id of a drawing of one's own that is the hero
}

const KEPT = "soridam-draft";

export const EMPTY: Draft = {
  topic: "",
  hero: "clover",
  name: null,
  looks: {},
  language: null,
  age: "5-6",
  dedication: "",
  adapter: null,
  drawing: null,
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

export function chosenHero(heroes: HeroView[], draft: Draft): HeroView | undefined {
  return heroes.find((hero) => hero.id === draft.hero) ?? heroes[0];
}

/** The hero as it will be drawn. */
export function looksOf(hero: HeroView, changed: Partial<Looks>): Looks {
  const { color, hair, hair_style } = hero;
  return { color, hair, hair_style, ...changed, outfit: { ...(hero.outfit as Outfit), ...changed.outfit } };
}

export function formOf(draft: Draft, hero: HeroView, pageLanguage: "ko" | "en", seed: number): WishForm {
  return {
    topic: draft.topic.trim(),
    hero: hero.kind,
    name: draft.name?.trim() || hero.name,
    ...looksOf(hero, draft.looks),
    language: draft.language ?? pageLanguage,
    age_band: draft.age,
    dedication: draft.dedication.trim(),
    drawing: draft.drawing,
    adapter: draft.adapter,
    seed,
  };
}

/** The same wish twice is to be two books. */
export function anySeed(): number {
  return Math.floor(Math.random() * 2 ** 31);
}

function fits(name: string, value: unknown): boolean {
  if (!(name in EMPTY)) return false;
  if (name === "looks") return typeof value === "object" && value !== null && !Array.isArray(value);
  if (value === null) return EMPTY[name as keyof Draft] === null;
  return typeof value === "string";
}
