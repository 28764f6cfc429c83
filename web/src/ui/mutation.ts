// Changes that a double click makes once: `useMutation` of TanStack Query, which refuses the same change while it is
// under way and for a moment after.
import {
  type QueryKey,
  type UseMutationOptions,
  type UseMutationResult,
  useQueryClient,
  useMutation as useTanstackMutation,
} from "@tanstack/react-query";
import { useCallback, useRef } from "react";

export const MOMENT = 600; // ms: two clicks of a double click are nearer than that

export function useMutation<Data, Variables = void>(
  options: UseMutationOptions<Data, Error, Variables>,
): UseMutationResult<Data, Error, Variables> {
  const mutation = useTanstackMutation<Data, Error, Variables>(options);
  const begun = useRef(new Map<string, number>()); // when, by what is asked for; Infinity while it is under way
  const { mutateAsync } = mutation;
  const once = useCallback<typeof mutation.mutate>(
    (...asked) => {
      const key = nameOf(asked[0]);
      if (performance.now() - (begun.current.get(key) ?? -MOMENT) < MOMENT) return;
      for (const [other, at] of begun.current) at < Infinity && begun.current.delete(other); // once more after another one
      begun.current.set(key, Infinity);
      mutateAsync(...asked)
        .catch(() => undefined) // told by `isError`
        .finally(() => begun.current.set(key, performance.now()));
    },
    [mutateAsync],
  );
  return { ...mutation, mutate: once };
}

/** A change after which what is kept under these keys is asked for again, also if it was refused. */
export function useChange<Given, Got>(keys: readonly QueryKey[], mutationFn: (given: Given) => Promise<Got>) {
  const queries = useQueryClient();
  const onSettled = () => Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey })));
  return useMutation({ mutationFn, onSettled });
}

/** What tells two changes apart; a recording or a file by its size. */
function nameOf(variables: unknown): string {
  return (
    JSON.stringify(variables, (_, value: unknown) => (value instanceof Blob ? `blob of ${value.size}` : value)) ?? ""
  );
}
