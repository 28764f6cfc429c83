// Batches that begin by themselves once their recordings are uploaded, whatever screen is looked at meanwhile.
import type { QueryClient } from "@tanstack/react-query";
import { api, ask } from "../../api/client";
import { uploadsOf } from "../corpora/upload";

const wanted = new Set<string>();

/** A start that is refused leaves the batch as it is: its screen has a button, and tells why. */
export function startWhenUploaded(batch: string, queries: QueryClient): void {
  const uploads = uploadsOf({ kind: "transcriptions", id: batch });
  wanted.add(batch);
  const stop = uploads.listen(() => {
    const items = uploads.read();
    if (!items.length || items.some((item) => item.state !== "done" && item.state !== "failed")) return;
    stop();
    wanted.delete(batch);
    const isWhole = items.every((item) => item.state === "done");
    const started = isWhole ? start(batch).catch(() => undefined) : Promise.resolve();
    void started.then(() => queries.invalidateQueries({ queryKey: ["transcriptions"] }));
  });
}

export function isToStart(batch: string): boolean {
  return wanted.has(batch);
}

function start(transcription: string) {
  return ask(api.POST("/api/transcriptions/{transcription}/start", { params: { path: { transcription } } }));
}
