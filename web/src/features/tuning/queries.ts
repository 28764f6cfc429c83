// What the tuning screens ask the server for, and the keys under which the answers are kept.
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, ask } from "../../api/client";
import { useMutation } from "../../ui/mutation";
import { whileMoving } from "../jobs/queries";
import type { EvaluationForm, ExportForm, Family, RunForm } from "./wire";

export const tuningKeys = {
  runs: ["runs"] as const,
  run: (run: string) => ["runs", run] as const,
  exports: ["exports"] as const,
  evaluations: ["evaluations"] as const,
  models: ["models"] as const,
};

const LOOK_AGAIN = 3_000; // ms

/** Of a family, with the values that suit the language that is spoken in what is learned from. */
export function useRecipes(family: Family | undefined, language: string) {
  return useQuery({
    queryKey: ["recipes", family, language],
    queryFn: () => ask(api.GET("/api/recipes", { params: { query: { family: family!, language } } })),
    enabled: family !== undefined,
    staleTime: Infinity,
    placeholderData: (before, query) => (query?.queryKey[1] === family ? before : undefined),
  });
}

export function useModels(family: Family = "speech") {
  return useQuery({
    queryKey: [...tuningKeys.models, family],
    queryFn: () => ask(api.GET("/api/models", { params: { query: { family } } })),
  });
}

export function useRuns() {
  return useQuery({
    queryKey: tuningKeys.runs,
    queryFn: () => ask(api.GET("/api/runs")),
    refetchInterval: (query) => whileMoving(query.state.data, LOOK_AGAIN),
  });
}

export function useRun(run: string) {
  return useQuery({
    queryKey: tuningKeys.run(run),
    queryFn: () => ask(api.GET("/api/runs/{run}", { params: { path: { run } } })),
    refetchInterval: (query) => whileMoving(query.state.data && [query.state.data], LOOK_AGAIN),
  });
}

export function useCurve(run: string) {
  return useQuery({
    queryKey: [...tuningKeys.run(run), "curve"],
    queryFn: () => ask(api.GET("/api/runs/{run}/curve", { params: { path: { run }, query: { points: 1000 } } })),
  });
}

export function useSamples(run: string, step: number | null) {
  return useQuery({
    queryKey: [...tuningKeys.run(run), "samples", step],
    queryFn: () =>
      ask(api.GET("/api/runs/{run}/samples", { params: { path: { run }, query: step === null ? {} : { step } } })),
    placeholderData: keepPreviousData,
  });
}

export function useConfig(run: string) {
  return useQuery({
    queryKey: [...tuningKeys.run(run), "config"],
    queryFn: () => ask(api.GET("/api/runs/{run}/config", { params: { path: { run } }, parseAs: "text" })),
  });
}

export function useComparison(runs: string[]) {
  return useQuery({
    queryKey: [...tuningKeys.runs, "compare", ...runs],
    queryFn: () => ask(api.GET("/api/runs/compare", { params: { query: { run: runs } } })),
    enabled: runs.length > 1,
    refetchInterval: (query) => whileMoving(query.state.data?.runs, LOOK_AGAIN),
  });
}

export function useEstimating() {
  return useMutation({ mutationFn: (form: RunForm) => ask(api.POST("/api/runs/estimate", { body: form })) });
}

export function useReading() {
  return useMutation({ mutationFn: (form: RunForm) => ask(api.POST("/api/runs/preflight", { body: form })) });
}

export function useStarting() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (form: RunForm) => ask(api.POST("/api/runs", { body: form })),
    onSuccess: (run) => {
      queries.setQueryData(tuningKeys.run(run.id), run);
      return queries.invalidateQueries({ queryKey: tuningKeys.runs, exact: true });
    },
  });
}

export function useDeletingRun() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (run: string) => ask(api.DELETE("/api/runs/{run}", { params: { path: { run } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: tuningKeys.runs, exact: true }),
  });
}

export function useExports() {
  return useQuery({
    queryKey: tuningKeys.exports,
    queryFn: () => ask(api.GET("/api/exports")),
    refetchInterval: (query) => whileMoving(query.state.data, LOOK_AGAIN),
  });
}

export function useExporting(run: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (form: ExportForm) =>
      ask(api.POST("/api/runs/{run}/export", { params: { path: { run } }, body: form })),
    onSuccess: () => queries.invalidateQueries({ queryKey: tuningKeys.exports }),
  });
}

export function useEvaluations() {
  return useQuery({
    queryKey: tuningKeys.evaluations,
    queryFn: () => ask(api.GET("/api/evaluations")),
    refetchInterval: (query) => whileMoving(query.state.data, LOOK_AGAIN),
  });
}

export function useEvaluation(evaluation: string) {
  return useQuery({
    queryKey: [...tuningKeys.evaluations, evaluation],
    queryFn: () => ask(api.GET("/api/evaluations/{evaluation}", { params: { path: { evaluation } } })),
    refetchInterval: (query) => whileMoving(query.state.data && [query.state.data], LOOK_AGAIN),
  });
}

export function useEvaluating() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (form: EvaluationForm) => ask(api.POST("/api/evaluations", { body: form })),
    onSuccess: () => queries.invalidateQueries({ queryKey: tuningKeys.evaluations }),
  });
}

export interface Tryout {
  recording: Blob;
  model: string;
  against: string;
  language: string;
}

export function useTrying() {
  return useMutation({
    mutationFn: ({ recording, model, against, language }: Tryout) =>
      ask(
        api.POST("/api/models/try", {
          params: { query: { model, ...(against && { against }), ...(language && { language }) } },
          body: recording as unknown as string,
          bodySerializer: (body) => body,
          headers: { "Content-Type": recording.type || "audio/webm" },
        }),
      ),
  });
}
