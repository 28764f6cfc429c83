// Books as the server has them: the shelf and one of them.
import { useQuery } from "@tanstack/react-query";
import { api, ask, type BookView } from "./client";

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
