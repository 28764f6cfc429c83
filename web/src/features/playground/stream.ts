// Answers as they are written, token by token. Begin with `streamAnswers`.
import { ApiError, refusal } from "../../api/client";
import { readEvents } from "../../api/events";
import type { AnswerForm } from "./wire";

/** A piece of one row's answer; `end` says how it ended, with its last piece. */
export interface Piece {
  row: number;
  text: string;
  end: "stop" | "length" | null;
}

/** Tell each piece in order, until all rows have ended. Throws ApiError on refusal; who aborts stops the model. */
export async function streamAnswers(
  form: AnswerForm,
  tell: (piece: Piece) => void,
  signal: AbortSignal,
): Promise<void> {
  const headers = { "Content-Type": "application/json" };
  const response = await fetch("/api/playground/answers", {
    method: "POST",
    headers,
    body: JSON.stringify(form),
    signal,
  }).catch((error: unknown) => {
    throw signal.aborted ? error : new ApiError(0, "", "");
  });
  if (!response.ok) throw refusal(response.status, await response.json().catch(() => null));
  for await (const { data } of readEvents(response)) {
    const event = JSON.parse(data) as Partial<Piece> & { error?: string; hint?: string };
    if (event.error) throw new ApiError(200, event.error, event.hint ?? "", "stream");
    if (event.row !== undefined) tell(event as Piece);
  }
}
