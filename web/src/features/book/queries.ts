// What only the screens of a book ask the server for: heroes, hearing a wish, beginning, redrawing, taking along.
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { bookKeys } from "../../api/books";
import { api, ask, refusal, type HeroView, type WishForm } from "../../api/client";
import type { Language } from "../../words/words";

export type ExportForm = "html" | "pdf" | "print" | "epub" | "audio" | "json";

export function useHeroes(language: Language) {
  return useQuery({
    queryKey: ["heroes", language],
    queryFn: () => ask(api.GET("/api/heroes", { params: { query: { language } } })),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
}

export function usePortrait(hero: HeroView | undefined, color: string | null) {
  const colored = useQuery({
    queryKey: ["portrait", hero?.kind, color],
    queryFn: () => ask(api.POST("/api/heroes/portrait", { body: { kind: hero!.kind, color } })),
    enabled: Boolean(hero && color),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
  return (color && colored.data?.portrait) || hero?.portrait;
}

/** An SVG as an address for an `img`, in which nothing of it can run. */
export function asAddress(svg: string): string {
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

export function useHearing() {
  return useMutation({
    mutationFn: ({ recording, language }: { recording: Blob; language: Language }) =>
      ask(
        api.POST("/api/wishes", {
          params: { query: { language } },
          body: recording as unknown as string,
          bodySerializer: (body) => body,
          headers: { "Content-Type": recording.type || "audio/webm" },
        }),
      ),
  });
}

export function useBeginning() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (form: WishForm) => ask(api.POST("/api/books", { body: form })),
    onSuccess: (book) => {
      queries.setQueryData(bookKeys.one(book.id), book);
      return queries.invalidateQueries({ queryKey: bookKeys.all, exact: true });
    },
  });
}

export function useRedrawing(book: string) {
  return useMutation({
    mutationFn: (page: number) =>
      ask(api.POST("/api/books/{book}/pages/{number}/redraw", { params: { path: { book, number: page } } })),
  });
}

/** Fetches the book in a form and gives it to the browser to keep. */
export function useTakingAlong(book: string) {
  return useMutation({
    mutationFn: async (form: ExportForm) => {
      const response = await fetch(`/api/books/${book}/export?form=${form}`).catch(() => Promise.reject(refusal(0, null)));
      if (!response.ok) throw refusal(response.status, await response.json());
      const name = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1] ?? `book.${form}`;
      save(await response.blob(), name);
    },
  });
}

function save(data: Blob, name: string) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(data);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
