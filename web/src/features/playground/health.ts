// A model's health at any setting of the sliders, read off the map that was measured on a grid.
import type { HealthMap, Sliders } from "./wire";

export type Zone = "safe" | "odd" | "broken";

/** By how much perplexity grows there: 1 is the untouched model. Between points of the grid, in between. */
export function growthAt(map: HealthMap, sliders: Sliders): number {
  const grid = map.measured.map((row) => row.map((each) => Math.log(each.perplexity)));
  const gains = between(map.gains, sliders.attn, (row) =>
    between(map.gains, sliders.mlp, (column) => grid[row]![column]!),
  );
  const untouched = Math.log(map.untouched.perplexity);
  return Math.exp(gains - untouched + epsilonGrowth(map, sliders.eps));
}

/** The logarithm of the growth by an epsilon alone. */
function epsilonGrowth(map: HealthMap, epsilon: number | null): number {
  if (epsilon === null) return 0;
  const places = map.epsilons.map(Math.log10);
  const found = between(places, Math.log10(epsilon), (index) => Math.log(map.measured_epsilons[index]!.perplexity));
  return Math.max(0, found - Math.log(map.untouched.perplexity));
}

export function zoneOf(map: HealthMap, growth: number): Zone {
  if (growth <= map.safe) return "safe";
  return growth <= map.odd ? "odd" : "broken";
}

/** The stretches of one slider by zone, while the others stay: CSS for its track. */
export function trackOf(map: HealthMap, places: readonly number[], at: (place: number) => Sliders): string {
  const [first, last] = [places[0]!, places.at(-1)!];
  const stops = places.map((place) => {
    const share = ((place - first) / (last - first)) * 100;
    return `var(--zone-${zoneOf(map, growthAt(map, at(place)))}) ${share.toFixed(1)}%`;
  });
  return `linear-gradient(to right, ${stops.join(", ")})`;
}

/** The value at a place on a line of ascending places, by the two that it lies between; the ends go on. */
function between(places: readonly number[], place: number, value: (index: number) => number): number {
  const above = places.findIndex((each) => each >= place);
  if (above === 0) return value(0);
  if (above === -1) return value(places.length - 1);
  const share = (place - places[above - 1]!) / (places[above]! - places[above - 1]!);
  return (1 - share) * value(above - 1) + share * value(above);
}
