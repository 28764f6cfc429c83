// Values of an address's search, which anybody may have written. Begin with `oneOf`.

/** The value if it is one of the known ones. */
export function oneOf<Known extends string>(known: readonly Known[], value: unknown): Known | undefined {
  return known.find((each) => each === value);
}

export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** A place in a recording, in seconds. */
export function secondOf(value: unknown): number | undefined {
  const second = typeof value === "number" ? value : Number.NaN;
  return Number.isFinite(second) && second >= 0 ? second : undefined;
}
