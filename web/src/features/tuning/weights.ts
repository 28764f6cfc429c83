// Where the weights of a model are: on this machine, on a package index, or only on the hub.
import type { Words } from "../../words/words";

export const MILLION = 1_000_000;

interface Weights {
  here: boolean;
  hub_only: boolean;
}

export function whereOf({ here, hub_only }: Weights, words: Words): string {
  if (here) return words.tuning.here;
  return hub_only ? words.tuning.hubOnly : words.tuning.fetched;
}

/** What can be used at once, then what can be fetched from anywhere, then what only the hub has. */
export function usableFirst<Kind extends Weights>(all: readonly Kind[]): Kind[] {
  const rank = ({ here, hub_only }: Weights) => (here ? 0 : hub_only ? 2 : 1);
  return [...all].sort((one, other) => rank(one) - rank(other));
}
