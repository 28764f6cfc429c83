// Corpora as the server has them, and what may be done with them.
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, ask, type Schemas } from "../../api/client";
import { useChange, useMutation } from "../../ui/mutation";

export type CorpusView = Schemas["CorpusView"];
export type CorpusForm = Schemas["CorpusForm"];
export type PrepareForm = Schemas["PrepareForm"];
export type SplitForm = Schemas["SplitForm"];
export type SplitWay = Schemas["SplitWay"];
export type LeakView = Schemas["LeakView"];
export type FileView = Schemas["FileView"];
export type LimitsView = Schemas["LimitsView"];
export type DescriptionView = Schemas["DescriptionView"];
export type Histogram = Schemas["Histogram"];
export type UtteranceView = Schemas["UtteranceView"];
export type ExampleView = Schemas["ExampleView"];
export type PictureView = Schemas["PictureView"];
export type PicturesView = Schemas["PicturesView"];
export type Mark = "uncaptioned" | "alike";
export type Family = CorpusView["family"];
export type Sort = "row" | "duration" | "level" | "rate";

/** What files are uploaded into. */
export interface Place {
  kind: "corpora" | "transcriptions";
  id: string;
}

export interface Wanted {
  split: string;
  search: string;
  flag: string;
  sort: Sort;
  descending: boolean;
  page: number;
}

/** Everything is guessed from the files. */
export const GUESSED: PrepareForm = { language: "", reader: "", normalizer: "", max_seconds: 30, join: false };

const LOOK_AGAIN = 2_000; // ms
export const FILES_A_PAGE = 1_000;
export const ROWS_A_PAGE = 25;
export const PICTURES_A_PAGE = 60;
const ASIDE_A_PAGE = 50;

export const corpusKeys = {
  all: ["corpora"] as const,
  one: (corpus: string) => ["corpora", corpus] as const,
  of: (corpus: string, what: string, ...more: unknown[]) => ["corpora", corpus, what, ...more] as const,
};

/** The newest first; looks again while a job is at one of them. */
export function useCorpora() {
  return useQuery({
    queryKey: corpusKeys.all,
    queryFn: () => ask(api.GET("/api/corpora")),
    refetchInterval: (query) => (query.state.data?.some((corpus) => corpus.state === "working") ? LOOK_AGAIN : false),
  });
}

/** Those that can be trained on or measured with, of all families or of one. */
export function useReadyCorpora(family?: Family) {
  return useQuery({
    queryKey: corpusKeys.all,
    queryFn: () => ask(api.GET("/api/corpora")),
    select: (corpora) =>
      corpora.filter((corpus) => corpus.state === "ready" && (family === undefined || corpus.family === family)),
  });
}

export function useCorpus(corpus: string) {
  return useQuery({
    queryKey: corpusKeys.one(corpus),
    queryFn: () => ask(api.GET("/api/corpora/{corpus}", { params: { path: { corpus } } })),
    refetchInterval: (query) => (query.state.data?.state === "working" ? LOOK_AGAIN : false),
  });
}

export function useLimits() {
  return useQuery({
    queryKey: ["corpora", "limits"],
    queryFn: () => ask(api.GET("/api/corpora/limits")),
    staleTime: Infinity,
  });
}

export function useFolder(path: string, enabled: boolean) {
  return useQuery({
    queryKey: ["corpora", "folders", path],
    queryFn: () => ask(api.GET("/api/corpora/folders", { params: { query: { path } } })),
    enabled,
  });
}

export function useFiles({ kind, id }: Place) {
  return useQuery({ queryKey: [kind, id, "files"], queryFn: () => readFiles({ kind, id }, 0) });
}

function readFiles({ kind, id }: Place, offset: number) {
  const query = { offset, limit: FILES_A_PAGE };
  return kind === "corpora"
    ? ask(api.GET("/api/corpora/{corpus}/files", { params: { path: { corpus: id }, query } }))
    : ask(api.GET("/api/transcriptions/{transcription}/files", { params: { path: { transcription: id }, query } }));
}

/** Every file of a place, page after page. */
export async function readAllFiles(place: Place): Promise<FileView[]> {
  const files: FileView[] = [];
  for (;;) {
    const page = await readFiles(place, files.length);
    files.push(...page.files);
    if (!page.files.length || files.length >= page.total) return files;
  }
}

export function useDescription(corpus: string) {
  return useQuery({
    queryKey: corpusKeys.of(corpus, "description"),
    queryFn: () => ask(api.GET("/api/corpora/{corpus}/description", { params: { path: { corpus } } })),
    staleTime: 60_000,
  });
}

export function useQuarantine(corpus: string, page: number, enabled = true) {
  const query = { offset: page * ASIDE_A_PAGE, limit: ASIDE_A_PAGE };
  const found = useQuery({
    queryKey: corpusKeys.of(corpus, "quarantine", page),
    queryFn: () => ask(api.GET("/api/corpora/{corpus}/quarantine", { params: { path: { corpus }, query } })),
    placeholderData: keepPreviousData,
    enabled,
  });
  return { ...found, pages: Math.ceil((found.data?.total ?? 0) / ASIDE_A_PAGE) };
}

export function useUtterances(corpus: string, { page, ...wanted }: Wanted) {
  const query = { ...wanted, offset: page * ROWS_A_PAGE, limit: ROWS_A_PAGE };
  return useQuery({
    queryKey: corpusKeys.of(corpus, "utterances", query),
    queryFn: () => ask(api.GET("/api/corpora/{corpus}/utterances", { params: { path: { corpus }, query } })),
    placeholderData: keepPreviousData,
  });
}

export function useTextDescription(corpus: string) {
  return useQuery({
    queryKey: corpusKeys.of(corpus, "text"),
    queryFn: () => ask(api.GET("/api/corpora/{corpus}/text", { params: { path: { corpus } } })),
    staleTime: 60_000,
  });
}

export function useExamples(corpus: string, wanted: { split: string; search: string; page: number }) {
  const { page, ...filters } = wanted;
  const query = { ...filters, offset: page * ROWS_A_PAGE, limit: ROWS_A_PAGE };
  return useQuery({
    queryKey: corpusKeys.of(corpus, "examples", query),
    queryFn: () => ask(api.GET("/api/corpora/{corpus}/examples", { params: { path: { corpus }, query } })),
    placeholderData: keepPreviousData,
  });
}

export function usePictures(corpus: string, mark: Mark | undefined, page: number) {
  const query = { mark, offset: page * PICTURES_A_PAGE, limit: PICTURES_A_PAGE };
  return useQuery({
    queryKey: corpusKeys.of(corpus, "pictures", query),
    queryFn: () => ask(api.GET("/api/corpora/{corpus}/pictures", { params: { path: { corpus }, query } })),
    placeholderData: keepPreviousData,
  });
}

export function thumbnailOf(corpus: string, { id }: PictureView): string {
  return `/api/corpora/${corpus}/pictures/${id}/thumbnail`;
}

/** Saves a caption. The pages that are shown take it over as they are, so that no picture moves under the cursor. */
export function useCaption(corpus: string) {
  const queries = useQueryClient();
  const key = corpusKeys.of(corpus, "pictures");
  return useMutation({
    mutationFn: ({ picture, ...body }: { picture: string; version: number; caption: string }) =>
      ask(api.PATCH("/api/corpora/{corpus}/pictures/{picture}", { params: { path: { corpus, picture } }, body })),
    onSuccess: (saved) =>
      void queries.setQueriesData<PicturesView>({ queryKey: key }, (page) => page && withCaption(page, saved)),
    onError: () => void queries.invalidateQueries({ queryKey: key }),
  });
}

/** The page with a picture as it is now, and with what that changes in the counts. */
function withCaption(page: PicturesView, saved: PictureView): PicturesView {
  const before = page.pictures.find((picture) => picture.id === saved.id);
  if (!before) return page;
  const uncaptioned = page.counts.uncaptioned! + Number(!saved.caption) - Number(!before.caption);
  const pictures = page.pictures.map((picture) => (picture.id === saved.id ? saved : picture));
  return { ...page, counts: { ...page.counts, uncaptioned }, pictures };
}

export function useDeletePicture(corpus: string) {
  return useChange([corpusKeys.all], (picture: string) =>
    ask(api.DELETE("/api/corpora/{corpus}/pictures/{picture}", { params: { path: { corpus, picture } } })),
  );
}

export function useSplitWays(corpus: string, ratio: string, seed: number) {
  return useQuery({
    queryKey: corpusKeys.of(corpus, "ways", ratio, seed),
    queryFn: () =>
      ask(api.GET("/api/corpora/{corpus}/splits", { params: { path: { corpus }, query: { ratio, seed } } })),
    placeholderData: keepPreviousData,
  });
}

export function soundOf(corpus: string, { split, row }: UtteranceView): string {
  return `/api/corpora/${corpus}/utterances/${encodeURIComponent(split)}/${row}/audio`;
}

export function spectrogramOf(corpus: string, { split, row }: UtteranceView): string {
  return `/api/corpora/${corpus}/utterances/${encodeURIComponent(split)}/${row}/spectrogram?width=900&height=120`;
}

export function useCreateCorpus() {
  return useChange([corpusKeys.all], (form: CorpusForm) => ask(api.POST("/api/corpora", { body: form })));
}

/** A small corpus of spoken sentences, of questions with answers, or of drawings, made on the spot. */
export function useSample() {
  return useChange([corpusKeys.all], (form: Schemas["SampleForm"]) =>
    ask(api.POST("/api/corpora/sample", { body: form })),
  );
}

/** With `models`, those that hold something of the corpus go too. What is on the screen is not asked for again. */
export function useDeleteCorpus() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ corpus, models }: { corpus: string; models: boolean }) =>
      ask(api.DELETE("/api/corpora/{corpus}", { params: { path: { corpus }, query: { models } } })),
    onSuccess: () =>
      Promise.all(
        [corpusKeys.all, ["runs"], ["exports"], ["models"]].map((queryKey) =>
          queries.invalidateQueries({ queryKey, refetchType: "none" }),
        ),
      ),
  });
}

/** The models that hold something of a corpus. */
export function useLearned(corpus: string, isAsked: boolean) {
  return useQuery({
    queryKey: corpusKeys.of(corpus, "models"),
    queryFn: () => ask(api.GET("/api/corpora/{corpus}/models", { params: { path: { corpus } } })),
    enabled: isAsked,
    gcTime: 0, // each time the question is asked, it is about what there is now
  });
}

export function useRemoveFile({ kind, id }: Place) {
  return useChange([[kind]], (name: string) =>
    kind === "corpora"
      ? ask(api.DELETE("/api/corpora/{corpus}/files", { params: { path: { corpus: id }, query: { name } } }))
      : ask(
          api.DELETE("/api/transcriptions/{transcription}/files", {
            params: { path: { transcription: id }, query: { name } },
          }),
        ),
  );
}

export function usePrepare(corpus: string) {
  return useChange([corpusKeys.all], (form: PrepareForm) =>
    ask(api.POST("/api/corpora/{corpus}/prepare", { params: { path: { corpus } }, body: form })),
  );
}

export function useSplit(corpus: string) {
  return useChange([corpusKeys.all], (form: SplitForm) =>
    ask(api.POST("/api/corpora/{corpus}/split", { params: { path: { corpus } }, body: form })),
  );
}
