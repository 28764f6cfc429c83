// Transcriptions as the server has them: batches of recordings, their texts, and correcting those.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api, ask, type Schemas } from "../../api/client";
import { useChange, useMutation } from "../../ui/mutation";
import { whileMoving } from "../jobs/queries";

export type BatchView = Schemas["TranscriptionView"];
export type ResultView = Schemas["ResultView"];
export type TranscriptView = Schemas["TranscriptView"];
export type RadioView = Schemas["RadioView"];
export type DecisionForm = Schemas["DecisionForm"];
export type ReviewForm = Schemas["ReviewForm"];
export type CorrectedSegment = Schemas["CorrectedSegment"];

export const FORMATS = ["txt", "srt", "vtt", "json"] as const;

const LOOK_AGAIN = 2_000; // ms

const keys = {
  all: ["transcriptions"] as const,
  one: (batch: string) => ["transcriptions", batch] as const,
  results: (batch: string) => ["transcriptions", batch, "results"] as const,
  segments: (batch: string, number: number) => ["transcriptions", batch, "segments", number] as const,
  radio: (batch: string, number: number) => ["transcriptions", batch, "radio", number] as const,
  search: (words: string) => ["transcriptions", "search", words] as const,
};

/** The newest first. */
export function useBatches() {
  return useQuery({
    queryKey: keys.all,
    queryFn: () => ask(api.GET("/api/transcriptions")),
    refetchInterval: (query) => whileMoving(query.state.data, LOOK_AGAIN),
  });
}

export function useBatch(batch: string) {
  return useQuery({
    queryKey: keys.one(batch),
    queryFn: () => ask(api.GET("/api/transcriptions/{transcription}", at(batch))),
    refetchInterval: (query) => whileMoving(query.state.data && [query.state.data], LOOK_AGAIN),
  });
}

/** What was written so far; `isGrowing` while more comes. */
export function useResults(batch: string, isGrowing: boolean) {
  return useQuery({
    queryKey: keys.results(batch),
    queryFn: () => ask(api.GET("/api/transcriptions/{transcription}/results", at(batch))),
    refetchInterval: isGrowing ? LOOK_AGAIN : false,
  });
}

export function useTranscript(batch: string, number: number, enabled: boolean) {
  return useQuery({
    enabled,
    queryKey: keys.segments(batch, number),
    queryFn: () => ask(api.GET("/api/transcriptions/{transcription}/results/{number}/segments", of(batch, number))),
    refetchOnWindowFocus: false, // it would bring back what is being written over
  });
}

export function useRadio(batch: string, number: number) {
  return useQuery({
    queryKey: keys.radio(batch, number),
    queryFn: () => ask(api.GET("/api/transcriptions/{transcription}/results/{number}/radio", of(batch, number))),
  });
}

/** The segments of all batches in which these words occur. */
export function useFound(words: string) {
  return useQuery({
    queryKey: keys.search(words),
    queryFn: () => ask(api.GET("/api/transcriptions/search", { params: { query: { words } } })),
    enabled: words.length > 0,
  });
}

export interface NewBatch {
  name: string;
  model: string;
  language: string;
  radio: boolean;
  callsigns: string;
  waypoints: string;
}

export function useCreatingBatch() {
  return useChange([keys.all], (body: NewBatch) =>
    ask(api.POST("/api/transcriptions", { body: { ...body, prompt: "", hotwords: "", formats: [...FORMATS] } })),
  );
}

export function useStartingBatch(batch: string) {
  return useChange([keys.all], () => ask(api.POST("/api/transcriptions/{transcription}/start", at(batch))));
}

export function useDeletingBatch(batch: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => ask(api.DELETE("/api/transcriptions/{transcription}", at(batch))),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.all, exact: true }), // it is not asked for itself again
  });
}

export function useCorrecting(batch: string, number: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (segments: CorrectedSegment[]) =>
      ask(
        api.PUT("/api/transcriptions/{transcription}/results/{number}/segments", {
          ...of(batch, number),
          body: { segments },
        }),
      ),
    onSuccess: (transcript) => {
      queries.setQueryData(keys.segments(batch, number), transcript);
      return queries.invalidateQueries({ queryKey: keys.results(batch) });
    },
  });
}

export function fileOf(batch: string, number: number, format: (typeof FORMATS)[number]): string {
  return `/api/transcriptions/${batch}/results/${number}/${format}`;
}

/** Takes a correction of a transmission back, or takes it again. */
export function useDeciding(batch: string, number: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: DecisionForm) =>
      ask(api.PUT("/api/transcriptions/{transcription}/results/{number}/radio", { ...of(batch, number), body })),
    onSuccess: (radio) => {
      queries.setQueryData(keys.radio(batch, number), radio);
      void queries.invalidateQueries({ queryKey: keys.results(batch) }); // not waited for: the next decision may come
    },
  });
}

/** Accepts a transmission as it stands, or writes it anew; `text` null is what was recognized. */
export function useReviewing(batch: string, number: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ message, ...body }: ReviewForm & { message: number }) => {
      const { path } = of(batch, number).params;
      return ask(
        api.PUT("/api/transcriptions/{transcription}/results/{number}/radio/{message}", {
          params: { path: { ...path, message } },
          body,
        }),
      );
    },
    onSuccess: (radio) => {
      queries.setQueryData(keys.radio(batch, number), radio);
      void queries.invalidateQueries({ queryKey: keys.results(batch) }); // not waited for, as above
      void queries.invalidateQueries({ queryKey: keys.one(batch), exact: true });
    },
  });
}

/** The accepted transmissions of a batch become a corpus. */
export function useMakingPairs(batch: string) {
  return useChange([["corpora"]], (name: string) =>
    ask(api.POST("/api/transcriptions/{transcription}/corpus", { ...at(batch), body: { name } })),
  );
}

export function soundOf(batch: string, number: number): string {
  return `/api/transcriptions/${batch}/results/${number}/audio`;
}

function at(transcription: string) {
  return { params: { path: { transcription } } };
}

function of(transcription: string, number: number) {
  return { params: { path: { transcription, number } } };
}
