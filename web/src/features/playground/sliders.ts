// What settings of the sliders mean: whether they change anything, how much they touch, and how they travel as a file.
import { type NetworkView, type OpenedRecognizer, type OpenedView, type Sliders, UNTOUCHED } from "./wire";

export interface Touched {
  tensors: number;
  parameters: number;
  norms: number;
}

export function isUntouched(sliders: Sliders, ownEpsilon: number | null): boolean {
  return sliders.attn === 1 && crossOf(sliders) === 1 && sliders.mlp === 1 && !changesEpsilon(sliders, ownEpsilon);
}

export function crossOf(sliders: Sliders): number {
  return sliders.cross ?? 1;
}

function changesEpsilon(sliders: Sliders, ownEpsilon: number | null): boolean {
  return sliders.eps !== null && sliders.eps !== ownEpsilon;
}

/** What writing these settings into the weights would change, counted from the tensors of the loaded model. */
export function countTouched(model: OpenedView | OpenedRecognizer | NetworkView, sliders: Sliders): Touched {
  const [first, last] = sliders.layers ?? [0, Number.POSITIVE_INFINITY];
  const changed = model.sites.filter(
    (site) => gainOf(site, sliders) !== 1 && site.layer >= first && site.layer <= last,
  );
  const sizes = changed.flatMap((site) => site.sizes);
  return {
    tensors: sizes.length,
    parameters: sizes.reduce((sum, size) => sum + size, 0),
    norms: changesEpsilon(sliders, model.epsilon) ? model.norms : 0,
  };
}

function gainOf(site: OpenedView["sites"][number] & { is_cross?: boolean }, sliders: Sliders): number {
  if (site.branch === "mlp") return sliders.mlp;
  return site.is_cross ? sliders.attn * crossOf(sliders) : sliders.attn;
}

/** The sliders as a small file, which `soridam adjust --sliders FILE` reads as well. */
export function toFile(model: string, sliders: Sliders): string {
  return `${JSON.stringify({ model, ...sliders }, null, 2)}\n`;
}

/** The sliders of such a file, within the layers of the model that they go to; null if it is none. */
export function fromFile(text: string, layers: number): Sliders | null {
  let read: Record<string, unknown>;
  try {
    read = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
  if (typeof read !== "object" || read === null) return null;
  const attn = numberOf(read.attn, 0, 4);
  const mlp = numberOf(read.mlp, 0, 4);
  if (attn === null || mlp === null) return null;
  return { ...UNTOUCHED, attn, mlp, eps: numberOf(read.eps, 1e-12, 1), layers: rangeOf(read.layers, layers) };
}

function numberOf(value: unknown, least: number, most: number): number | null {
  return typeof value === "number" && value >= least && value <= most ? value : null;
}

function rangeOf(value: unknown, layers: number): [number, number] | null {
  if (!Array.isArray(value) || value.length !== 2) return null;
  const [first, last] = value.map((each) => Math.min(layers - 1, Math.max(0, Math.trunc(Number(each) || 0))));
  return first! <= last! ? [first!, last!] : null;
}
