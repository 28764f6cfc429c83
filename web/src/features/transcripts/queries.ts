// A corpus's draft of transcripts as the server has it. Begin with `useSegments` and `courierOf`.
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { ApiError, api, ask, refusal, type Schemas } from "../../api/client";
import { useChange } from "../../ui/mutation";
import { corpusKeys } from "../corpora/queries";
import { Conflict, type Courier } from "./outbox";

export type SegmentView = Schemas["SegmentView"];
export type RecordingView = Schemas["RecordingView"];
export type DraftForm = Schemas["DraftForm"];
export type VersionForm = Schemas["VersionForm"];
export type Order = "worst" | "time";
export type Counts = Record<SegmentView["status"], number>;
export type Filter = "" | SegmentView["status"];

const SEGMENTS_A_PAGE = 100;
const RECORDINGS_A_PAGE = 200;
const PEAKS_A_SECOND = 50;
const MOST_PEAKS = 20_000;

export const editorKeys = {
  queue: (corpus: string) => ["editor", corpus, "queue"] as const,
  counts: (corpus: string) => ["editor", corpus, "counts"] as const,
};

/** The list to work through. It stays as it was read while it is worked through. */
export function useQueue(corpus: string, sort: Order, status: Filter) {
  return useInfiniteQuery({
    queryKey: [...editorKeys.queue(corpus), sort, status],
    queryFn: ({ pageParam }) => readSegments(corpus, { sort, status, offset: pageParam, limit: SEGMENTS_A_PAGE }),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => {
      const read = pages.reduce((sum, page) => sum + page.segments.length, 0);
      return last.segments.length && read < last.total ? read : undefined;
    },
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
}

/** How many segments have which status, now. */
export function useCounts(corpus: string) {
  return useQuery({
    queryKey: editorKeys.counts(corpus),
    queryFn: async (): Promise<Counts> => {
      const { counts } = await readSegments(corpus, { sort: "time", offset: 0, limit: 1 });
      return { draft: 0, edited: 0, accepted: 0, rejected: 0, ...counts };
    },
  });
}

/** All segments of one recording, in order of time. */
export async function readSheet(corpus: string, recording: string): Promise<SegmentView[]> {
  const sheet: SegmentView[] = [];
  for (;;) {
    const page = await readSegments(corpus, { recording, sort: "time", offset: sheet.length, limit: SEGMENTS_A_PAGE });
    sheet.push(...page.segments);
    if (!page.segments.length || sheet.length >= page.total) return sheet;
  }
}

interface SegmentsQuery {
  recording?: string;
  sort: Order;
  status?: Filter;
  offset: number;
  limit: number;
}

function readSegments(corpus: string, { status, ...rest }: SegmentsQuery) {
  const query = status ? { ...rest, status } : rest;
  return ask(api.GET("/api/corpora/{corpus}/segments", { params: { path: { corpus }, query } }));
}

/** Names and lengths of the first recordings. */
export function useRecordings(corpus: string) {
  const query = { offset: 0, limit: RECORDINGS_A_PAGE };
  return useQuery({
    queryKey: ["editor", corpus, "recordings"],
    queryFn: () => ask(api.GET("/api/corpora/{corpus}/recordings", { params: { path: { corpus }, query } })),
  });
}

export function usePeaks(corpus: string, recording: string, seconds: number) {
  const points = Math.max(200, Math.min(MOST_PEAKS, Math.ceil(seconds * PEAKS_A_SECOND)));
  return useQuery({
    queryKey: ["editor", corpus, "peaks", recording],
    queryFn: () =>
      ask(
        api.GET("/api/corpora/{corpus}/recordings/{recording}/peaks", {
          params: { path: { corpus, recording }, query: { points } },
        }),
      ),
    staleTime: Infinity,
  });
}

export function soundOf(corpus: string, recording: string): string {
  return `/api/corpora/${corpus}/recordings/${recording}/audio`;
}

export function useDrafting(corpus: string) {
  return useChange([corpusKeys.all], (form: DraftForm) =>
    ask(api.POST("/api/corpora/{corpus}/draft", { params: { path: { corpus } }, body: form })),
  );
}

export function useNewVersion(corpus: string) {
  return useChange([corpusKeys.all], (form: VersionForm) =>
    ask(api.POST("/api/corpora/{corpus}/versions", { params: { path: { corpus } }, body: form })),
  );
}

export function restoreRecording(corpus: string, recording: string) {
  return ask(
    api.POST("/api/corpora/{corpus}/recordings/{recording}/restore", { params: { path: { corpus, recording } } }),
  );
}

/** The server as an outbox wants it. */
export function courierOf(corpus: string): Courier<SegmentView> {
  const path = (segment: string) => ({ path: { corpus, segment } });
  return {
    patch: (id, version, fields) =>
      deliver(
        api.PATCH("/api/corpora/{corpus}/segments/{segment}", { params: path(id), body: { version, ...fields } }),
      ),
    split: async (id, version, at, before, after) => {
      const halves = await deliver(
        api.POST("/api/corpora/{corpus}/segments/{segment}/split", {
          params: path(id),
          body: { version, at, before, after },
        }),
      );
      const [first, second] = halves;
      if (!first || !second) throw new ApiError(500, "", "");
      return [first, second];
    },
    merge: (id, version, following, followingVersion) =>
      deliver(
        api.POST("/api/corpora/{corpus}/segments/{segment}/merge", {
          params: path(id),
          body: { version, following, following_version: followingVersion },
        }),
      ),
    read: (recording) => readSheet(corpus, recording),
    isAway: (error) => error instanceof ApiError && (error.status === 0 || error.status === 401 || error.status >= 500),
  };
}

async function deliver<Data>(answering: Promise<{ data?: Data; error?: unknown; response: Response }>): Promise<Data> {
  const { data, error, response } = await answering.catch(() => {
    throw new ApiError(0, "", "");
  });
  if (response.status === 409) throw new Conflict((error as Schemas["SegmentConflict"]).current);
  if (data === undefined || !response.ok) throw refusal(response.status, error);
  return data;
}
