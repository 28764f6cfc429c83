// Points of curves: merging what was read with what is being told, smoothing, and putting several onto one axis.

export type Point = readonly [step: number, value: number];
export type Curves = Record<string, readonly Point[]>;

/** Curves as they come over the wire. */
export function asCurves(curves: Record<string, number[][]>): Curves {
  const pairs = Object.entries(curves).map(([name, points]) => [
    name,
    points.map((point): Point => [point[0]!, point[1]!]),
  ]);
  return Object.fromEntries(pairs);
}

/** One value for each step, in order; a step that was done again after an interruption counts as it was done last. */
export function mergePoints(known: readonly Point[], told: readonly Point[]): Point[] {
  const values = new Map<number, number>([...known, ...told].map(([step, value]) => [step, value]));
  return [...values].sort(([one], [other]) => one - other);
}

export function mergeCurves(known: Curves, told: Curves): Curves {
  const names = new Set([...Object.keys(known), ...Object.keys(told)]);
  return Object.fromEntries([...names].map((name) => [name, mergePoints(known[name] ?? [], told[name] ?? [])]));
}

/** A running mean in which `memory` (0 to 1) of what was before stays. */
export function smooth(points: readonly Point[], memory: number): Point[] {
  let mean = 0;
  let weight = 0;
  return points.map(([step, value]) => {
    mean = memory * mean + (1 - memory) * value;
    weight = memory * weight + (1 - memory);
    return [step, mean / weight];
  });
}

/** The steps of all curves, and for each curve its value there; null where it has none. */
export function align(curves: readonly (readonly Point[])[]): [number[], ...(number | null)[][]] {
  const steps = [...new Set(curves.flatMap((points) => points.map(([step]) => step)))].sort(
    (one, other) => one - other,
  );
  const columns = curves.map((points) => {
    const values = new Map(points);
    return steps.map((step) => values.get(step) ?? null);
  });
  return [steps, ...columns];
}

/** First and last value, for who hears the page instead of seeing it. */
export function ends(points: readonly Point[]): { first: Point; last: Point } | null {
  const first = points[0];
  const last = points.at(-1);
  return first && last ? { first, last } : null;
}
