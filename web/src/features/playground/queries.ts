// What the playground asks the server for, and the answers that it keeps. Begin with `useAnswers`.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { api, ask, type Schemas } from "../../api/client";
import { useChange, useMutation } from "../../ui/mutation";
import { useFollowedJob, whileMoving } from "../jobs/queries";
import { crossOf, isUntouched } from "./sliders";
import { type Piece, streamAnswers } from "./stream";
import { type PictureSliders, type Question, type SamplingForm, type Sliders, UNTOUCHED } from "./wire";

const keys = {
  choices: ["playground", "choices"] as const,
  model: (model: string) => ["playground", "models", model] as const,
  saved: ["playground", "saved"] as const,
  adjusted: ["playground", "adjusted"] as const,
  recognizers: ["playground", "recognizers"] as const,
  pictures: ["playground", "pictures"] as const,
};
const LOOK_AGAIN = 3_000; // ms

export function useChoices() {
  return useQuery({ queryKey: keys.choices, queryFn: () => ask(api.GET("/api/playground/models")) });
}

/** Loads the model, which takes seconds the first time. */
export function useOpened(model: string | undefined) {
  return useQuery({
    queryKey: keys.model(model ?? ""),
    queryFn: () =>
      ask(api.GET("/api/playground/models/{language_model}", { params: { path: { language_model: model! } } })),
    enabled: model !== undefined,
    staleTime: Infinity,
  });
}

export function useMeasuring(model: string) {
  const queries = useQueryClient();
  const begin = useMutation({
    mutationFn: () =>
      ask(api.POST("/api/playground/models/{language_model}/health", { params: { path: { language_model: model } } })),
  });
  const job = useFollowedJob(begin.data?.job, (event) => {
    if (event.kind === "state") void queries.invalidateQueries({ queryKey: keys.model(model) });
  });
  return { begin, job };
}

export function useSaved() {
  return useQuery({ queryKey: keys.saved, queryFn: () => ask(api.GET("/api/playground/adjustments")) });
}

type AdjustmentForm = Schemas["AdjustmentForm"];

export function useSaving() {
  return useChange([keys.saved, keys.choices], (body: AdjustmentForm) =>
    ask(api.POST("/api/playground/adjustments", { body })),
  );
}

export function useForgetting() {
  return useChange([keys.saved, keys.choices], (adjustment: string) =>
    ask(api.DELETE("/api/playground/adjustments/{adjustment}", { params: { path: { adjustment } } })),
  );
}

export function useAdjusted() {
  return useQuery({
    queryKey: keys.adjusted,
    queryFn: () => ask(api.GET("/api/playground/adjusted")),
    refetchInterval: (query) => whileMoving(query.state.data, LOOK_AGAIN),
  });
}

export function useWriting() {
  return useChange([keys.adjusted, keys.choices], (body: AdjustmentForm) =>
    ask(api.POST("/api/playground/adjusted", { body })),
  );
}

export function useDeletingAdjusted() {
  return useChange([keys.adjusted, keys.choices], (adjusted: string) =>
    ask(api.DELETE("/api/playground/adjusted/{adjusted}", { params: { path: { adjusted } } })),
  );
}

export function useInner(question: Question, sliders: Sliders, position: number, enabled: boolean) {
  const body = { ...question, adjustments: [UNTOUCHED, sliders], position };
  return useQuery({
    queryKey: ["playground", "inner", body],
    queryFn: () => ask(api.POST("/api/playground/inner", { body })),
    enabled,
    staleTime: Infinity,
    placeholderData: (before) => before,
  });
}

export function useRecognizers() {
  return useQuery({ queryKey: keys.recognizers, queryFn: () => ask(api.GET("/api/playground/recognizers")) });
}

/** Loads the recognizer, which takes seconds the first time. */
export function useOpenedRecognizer(recognizer: string) {
  return useQuery({
    queryKey: [...keys.recognizers, recognizer],
    queryFn: () => ask(api.GET("/api/playground/recognizers/{recognizer}", { params: { path: { recognizer } } })),
    staleTime: Infinity,
  });
}

export function usePictureModels() {
  return useQuery({ queryKey: keys.pictures, queryFn: () => ask(api.GET("/api/playground/pictures/models")) });
}

/** Loads the picture model, which takes a while the first time. */
export function useOpenedPictureModel(model: string) {
  const params = { path: { picture_model: model } };
  return useQuery({
    queryKey: [...keys.pictures, model],
    queryFn: () => ask(api.GET("/api/playground/pictures/models/{picture_model}", { params })),
    staleTime: Infinity,
  });
}

/** Pictures of one text and seed, one for each setting of the sliders; what was painted before is not asked again. */
export function usePainted(
  model: string,
  asked: { prompt: string; seed: number } | null,
  adjustments: PictureSliders[],
) {
  const body = { model, prompt: asked?.prompt ?? "", seed: asked?.seed ?? 0, adjustments: adjustments.map(asForm) };
  return useQuery({
    queryKey: ["playground", "painted", body],
    queryFn: () => ask(api.POST("/api/playground/pictures", { body: { ...body, negative: "" } })),
    enabled: asked !== null,
    staleTime: Infinity,
    placeholderData: (before) => (asked === null ? undefined : before),
  });
}

export function useWritingPictures() {
  return useChange([keys.pictures], (form: { name: string; model: string; sliders: PictureSliders }) =>
    ask(api.POST("/api/playground/pictures/adjusted", { body: { ...form, sliders: asForm(form.sliders) } })),
  );
}

function asForm({ unet, text_encoder }: PictureSliders) {
  return {
    unet: { ...unet, cross: crossOf(unet) },
    text_encoder: { ...text_encoder, cross: crossOf(text_encoder) },
  };
}

/** A recording to be heard, with a number that tells it from others. */
export interface Recorded {
  number: number;
  sound: Blob;
}

/** What a recognizer hears with these sliders; settings that were heard before are not asked again. */
export function useHeard(recorded: Recorded | null, model: string, language: string, sliders: Sliders) {
  const query = { model, language, attn: sliders.attn, cross: crossOf(sliders), mlp: sliders.mlp, eps: sliders.eps };
  return useQuery({
    queryKey: ["playground", "heard", recorded?.number, query],
    queryFn: () =>
      ask(
        api.POST("/api/playground/heard", {
          params: { query },
          body: recorded!.sound as unknown as string,
          bodySerializer: (body) => body,
          headers: { "Content-Type": recorded!.sound.type || "audio/webm" },
        }),
      ),
    enabled: recorded !== null,
    staleTime: Infinity,
    placeholderData: (before, earlier) => (earlier?.queryKey[2] === recorded?.number ? before : undefined),
  });
}

/** A sentence in a built-in voice, for who has no recording at hand. */
export function useSampleRecording() {
  return useMutation({
    mutationFn: (language: "ko" | "en") =>
      ask(api.GET("/api/playground/recording", { params: { query: { language } }, parseAs: "blob" })),
  });
}

/** An answer as far as it is written; `key` is what it answers. */
export interface Answer {
  key: string;
  text: string;
  end: "stop" | "length" | null;
}

const NONE: Answer = { key: "", text: "", end: null };
const SHOW_EVERY = 100; // ms: tokens come faster than a page should be drawn

type Both = Record<Row, Answer>;
type Row = "untouched" | "adjusted";

/** Both answers with one piece more; where nothing is adjusted, the untouched one is both. */
function withPiece(before: Both, row: Row, piece: Piece, isSame: boolean, key: string): Both {
  const grown = { ...before[row], text: before[row].text + piece.text, end: piece.end };
  const after = { ...before, [row]: grown };
  return isSame && row === "untouched" ? { ...after, adjusted: { ...grown, key } } : after;
}

/**
 * Both answers to a question, as they are written. A new question takes the place of one that is still being answered;
 * the untouched answer stays as long as only sliders move, and is asked for once.
 */
export function useAnswers() {
  const [answers, setAnswers] = useState({ untouched: NONE, adjusted: NONE });
  const [failure, setFailure] = useState<Error | null>(null);
  const [isAnswering, setAnswering] = useState(false);
  const kept = useRef(answers);
  kept.current = answers;
  const open = useRef<AbortController | null>(null);
  useEffect(() => () => open.current?.abort(), []);

  const stop = useCallback(() => {
    open.current?.abort();
    setAnswering(false);
  }, []);

  const answer = useCallback(
    async (question: Question, sliders: Sliders, sampling: SamplingForm, ownEpsilon: number | null) => {
      open.current?.abort();
      const current = new AbortController();
      open.current = current;
      const asked = JSON.stringify([question, sampling]);
      const key = JSON.stringify([asked, sliders]);
      const isKept = kept.current.untouched.key === asked && kept.current.untouched.end !== null;
      const isSame = isUntouched(sliders, ownEpsilon);
      const rows: Row[] = [...(isKept ? [] : (["untouched"] as const)), ...(isSame ? [] : (["adjusted"] as const))];
      setFailure(null);
      setAnswers((before) => ({
        untouched: isKept ? before.untouched : { ...NONE, key: asked },
        adjusted: isSame ? (isKept ? { ...before.untouched, key } : { ...NONE, key }) : { ...NONE, key },
      }));
      if (!rows.length) return setAnswering(false);
      setAnswering(true);
      let shown = 0;
      let waiting: Piece[] = [];
      const show = () => {
        const pieces = waiting;
        waiting = [];
        shown = performance.now();
        setAnswers((before) =>
          pieces.reduce((grown, piece) => withPiece(grown, rows[piece.row]!, piece, isSame, key), before),
        );
      };
      const tell = (piece: Piece) => {
        waiting.push(piece);
        if (piece.end || performance.now() - shown >= SHOW_EVERY) show();
      };
      const adjustments = rows.map((row) => (row === "untouched" ? UNTOUCHED : sliders));
      try {
        await streamAnswers({ ...question, adjustments, sampling }, tell, current.signal);
      } catch (error) {
        if (!current.signal.aborted) setFailure(error as Error);
      } finally {
        if (open.current === current) setAnswering(false);
      }
    },
    [],
  );
  return { ...answers, answer, stop, isAnswering, failure };
}
