// What the screens of books ask the server for: the shelf, heroes, hearing a wish, beginning, redrawing, taking along.
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, ask, type BookView, type HeroView, refusal, type Schemas, type WishForm } from "../../api/client";
import { useMutation } from "../../ui/mutation";
import type { Language } from "../../words/words";
import type { Looks } from "./draft";

export const bookKeys = {
  all: ["books"] as const,
  one: (book: string) => ["books", book] as const,
};

const LOOK_AGAIN = 3_000; // ms

export const COVER = 0;

export function isComplete(book: BookView): boolean {
  return book.total > 0 && book.pages.length === book.total + 1;
}

/** The newest first; looks again while one is being made. */
export function useShelf() {
  return useQuery({
    queryKey: bookKeys.all,
    queryFn: () => ask(api.GET("/api/books", { params: { query: {} } })),
    refetchInterval: (query) => (query.state.data?.every(isComplete) === false ? LOOK_AGAIN : false),
  });
}

export function useBook(book: string) {
  return useQuery({
    queryKey: bookKeys.one(book),
    queryFn: () => ask(api.GET("/api/books/{book}", { params: { path: { book } } })),
  });
}

/** For shelves and overviews. `since` changes when the picture was drawn anew; `version` is one that is not shown. */
export function thumbnailOf(book: string, page: number, { since = 0, version = 0 } = {}): string {
  const more = [since && `v=${since}`, version && `version=${version}`].filter(Boolean);
  return `/api/books/${book}/pages/${page}/picture?${["small=true", ...more].join("&")}`;
}

export type ExportForm = "html" | "pdf" | "print" | "coloring" | "epub" | "audio" | "json";

export function useHeroes(language: Language) {
  return useQuery({
    queryKey: ["heroes", language],
    queryFn: () => ask(api.GET("/api/heroes", { params: { query: { language } } })),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
}

/** The hero as it is dressed now, drawn by the server; the last picture stays until the next one is there. */
export function usePortrait(kind: HeroView["kind"] | undefined, looks: Looks | undefined) {
  return useQuery({
    queryKey: ["portrait", kind, looks],
    queryFn: () => ask(api.POST("/api/heroes/portrait", { body: { kind: kind!, ...looks } })),
    enabled: Boolean(kind && looks),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
}

/** An SVG as an address for an `img`, in which nothing of it can run. */
export function asAddress(svg: string): string {
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

const drawingsKey = ["drawings"] as const;

/** Drawings of one's own that were cut out, the newest first. */
export function useDrawings() {
  return useQuery({ queryKey: drawingsKey, queryFn: () => ask(api.GET("/api/drawings")) });
}

export function pictureOfDrawing(drawing: string): string {
  return `/api/drawings/${drawing}/picture`;
}

/** Sends a photograph, of which the server keeps the drawing alone. */
export function useAddingDrawing() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (photo: File) =>
      ask(
        api.POST("/api/drawings", {
          body: photo as unknown as string,
          bodySerializer: (body) => body,
          headers: { "Content-Type": photo.type || "image/jpeg" },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: drawingsKey }),
  });
}

export function useDeletingDrawing() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (drawing: string) => ask(api.DELETE("/api/drawings/{drawing}", { params: { path: { drawing } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: drawingsKey }),
  });
}

const recognizerKey = ["recognizer"] as const;

/** Whether the recognizer of wishes is here, or has to be fetched with the first one. */
export function useRecognizer() {
  return useQuery({ queryKey: recognizerKey, queryFn: () => ask(api.GET("/api/wishes/recognizer")) });
}

export function useHearing() {
  const queries = useQueryClient();
  return useMutation({
    onSettled: () => queries.invalidateQueries({ queryKey: recognizerKey }),
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

/** A finished book to open; asking for it has it made, which takes a minute once. */
export function useSampleBook(language: Language) {
  return useQuery({
    queryKey: ["sample", language],
    queryFn: () => ask(api.GET("/api/sample/{language}", { params: { path: { language } } })),
    refetchInterval: (query) => (query.state.data?.state === "making" ? LOOK_AGAIN : false),
  });
}

/** What a wish would become, before anything is made. */
export function useUnderstanding() {
  return useMutation({
    mutationFn: (body: Schemas["WishWords"]) => ask(api.POST("/api/wishes/understanding", { body })),
  });
}

const confidenceKey = ["confidences"] as const;

export function useConfidences() {
  return useQuery({ queryKey: confidenceKey, queryFn: () => ask(api.GET("/api/wishes/confidences")) });
}

export function useForgetting() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (confidence: string) =>
      ask(api.DELETE("/api/wishes/confidences/{confidence}", { params: { path: { confidence } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: confidenceKey }),
  });
}

/** Heroes that one has trained, to paint a book with; none where pages are drawn. */
export function usePaintingHeroes() {
  return useQuery({ queryKey: ["painting-heroes"], queryFn: () => ask(api.GET("/api/books/painting-heroes")) });
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

export function useWordsOf(book: string) {
  return useQuery({
    queryKey: [...bookKeys.one(book), "words"],
    queryFn: () => ask(api.GET("/api/books/{book}/words", { params: { path: { book } } })),
  });
}

export function useRewriting(book: string) {
  return useMutation({
    mutationFn: ({ page, text }: { page: number; text: string }) =>
      ask(
        api.POST("/api/books/{book}/pages/{number}/rewrite", {
          params: { path: { book, number: page } },
          body: { text },
        }),
      ),
  });
}

/** All that a page has been, the oldest first. */
export function useVersions(book: string, page: number) {
  return useQuery({
    queryKey: [...bookKeys.one(book), "versions", page],
    queryFn: () =>
      ask(api.GET("/api/books/{book}/pages/{number}/versions", { params: { path: { book, number: page } } })),
  });
}

export function useShowingVersion(book: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ page, version }: { page: number; version: number }) =>
      ask(
        api.POST("/api/books/{book}/pages/{number}/versions", {
          params: { path: { book, number: page } },
          body: { version },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: bookKeys.one(book) }),
  });
}

export function useShares(book: string) {
  return useQuery({
    queryKey: [...bookKeys.one(book), "shares"],
    queryFn: () => ask(api.GET("/api/books/{book}/shares", { params: { path: { book } } })),
  });
}

export function useSharing(book: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (days: number) =>
      ask(api.POST("/api/books/{book}/shares", { params: { path: { book } }, body: { days } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: [...bookKeys.one(book), "shares"] }),
  });
}

export function useRevoking(book: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (share: string) =>
      ask(api.DELETE("/api/books/{book}/shares/{share}", { params: { path: { book, share } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: [...bookKeys.one(book), "shares"] }),
  });
}

export function useFamily() {
  return useQuery({ queryKey: [...bookKeys.all, "family"], queryFn: () => ask(api.GET("/api/books/family")) });
}

export function useApproving() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (book: string) => ask(api.POST("/api/books/{book}/approval", { params: { path: { book } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: bookKeys.all }),
  });
}

export function useDeleting() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (book: string) => ask(api.DELETE("/api/books/{book}", { params: { path: { book } } })),
    onSuccess: (_, book) => {
      queries.removeQueries({ queryKey: bookKeys.one(book) }); // not asked for again: it is gone
      return Promise.all([
        queries.invalidateQueries({ queryKey: bookKeys.all, exact: true }),
        queries.invalidateQueries({ queryKey: [...bookKeys.all, "family"] }),
      ]);
    },
  });
}

/** Fetches the book in a form and gives it to the browser to keep. */
export function useTakingAlong(book: string) {
  return useMutation({
    mutationFn: async (form: ExportForm) => {
      const response = await fetch(`/api/books/${book}/export?form=${form}`).catch(() =>
        Promise.reject(refusal(0, null)),
      );
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
