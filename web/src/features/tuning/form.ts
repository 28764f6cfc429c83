// What has been filled in for a new run: kept in the browser until it is started, with the estimate that belongs to it.
import { useState } from "react";
import type { RecipeValue, RecipeView, RunForm } from "./wire";

export type Value = string | number | boolean | string[] | number[];

/** A job that was asked for, and the form that it was asked for. */
interface Asked {
  job: string;
  of: string;
}

export interface Draft {
  name: string;
  corpus: string;
  recipe: string;
  model: string; // to begin with; empty: the recipe's
  prior: string; // a corpus of class pictures; empty: none
  values: Record<string, Value>; // those that differ from the recipe's
  estimate: Asked | null;
  reading: Asked | null;
}

const KEPT = "soridam-run-draft";
export const EMPTY: Draft = {
  name: "",
  corpus: "",
  recipe: "",
  model: "",
  prior: "",
  values: {},
  estimate: null,
  reading: null,
};

/** A draft from what was kept; a damaged one is empty. */
export function readDraft(kept: string | null): Draft {
  try {
    const { name, corpus, recipe, model, prior, values, estimate, reading } = {
      ...EMPTY,
      ...(JSON.parse(kept ?? "{}") as Partial<Draft>),
    };
    const isWhole =
      [name, corpus, recipe, model, prior].every((text) => typeof text === "string") && typeof values === "object";
    return isWhole ? { name, corpus, recipe, model, prior, values: values ?? {}, estimate, reading } : EMPTY;
  } catch {
    return EMPTY;
  }
}

/** `corpus` and `recipe` are those that were asked for by the address; another recipe has values of its own. */
export function useRunDraft(corpus?: string, recipe?: string) {
  const [draft, setDraft] = useState(() => {
    const kept = readDraft(localStorage.getItem(KEPT));
    const asked = { ...kept, ...(corpus && { corpus }) };
    return recipe && recipe !== kept.recipe ? { ...asked, recipe, model: "", values: {} } : asked;
  });
  const change = (changes: Partial<Draft>) =>
    setDraft((old) => {
      const next = { ...old, ...changes };
      localStorage.setItem(KEPT, JSON.stringify(next));
      return next;
    });
  return { draft, change, finish: () => change(EMPTY) };
}

/** The values with one changed; one that is the recipe's own again is left out. */
export function withValue(values: Draft["values"], of: RecipeValue, value: Value): Draft["values"] {
  const { [of.name]: _, ...others } = values;
  return isSame(value, of.value) ? others : { ...others, [of.name]: value };
}

/** Lists are the same if what is in them is. */
export function isSame(one: Value, other: Value): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Null if the value can be sent, else which bound it breaks. */
export function problemOf(value: Value, of: RecipeValue): "number" | "minimum" | "maximum" | "none" | "order" | null {
  if (of.kind === "several") return Array.isArray(value) && value.length ? null : "none";
  if (of.kind === "range") return isRange(value) ? null : "order";
  if (of.kind !== "number" && of.kind !== "integer") return null;
  if (typeof value !== "number" || !Number.isFinite(value)) return "number";
  if (of.kind === "integer" && !Number.isInteger(value)) return "number";
  if (of.minimum !== null && value < of.minimum) return "minimum";
  return of.maximum !== null && value > of.maximum ? "maximum" : null;
}

/** Nothing, or two whole numbers of which the first is not above the second. */
function isRange(value: Value): boolean {
  if (!Array.isArray(value)) return false;
  const [first, last] = value as number[];
  if (!value.length) return true;
  return Number.isInteger(first) && Number.isInteger(last) && 0 <= first! && first! <= last!;
}

/** What is sent: the values that differ from those the server has. */
export function runFormOf(draft: Draft, recipe: RecipeView): RunForm {
  const known = recipe.values.map((value) => value.name);
  const values = Object.entries(draft.values).filter(([name]) => known.includes(name));
  return {
    name: draft.name.trim(),
    corpus: draft.corpus,
    recipe: recipe.name,
    model: draft.model,
    prior: draft.prior === draft.corpus ? "" : draft.prior,
    values: Object.fromEntries(values),
  };
}

/** What an estimate depends on. */
export function estimateKey(form: RunForm): string {
  return JSON.stringify([form.corpus, form.recipe, form.model, form.prior, Object.entries(form.values ?? {}).sort()]);
}
