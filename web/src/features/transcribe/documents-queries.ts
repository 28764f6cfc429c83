// Documents as the server has them, and questions over them and all that was transcribed.
import { useQuery } from "@tanstack/react-query";
import { ApiError, api, ask, refusal, type Schemas } from "../../api/client";
import { useChange, useMutation } from "../../ui/mutation";

export type DocumentsView = Schemas["DocumentsView"];
export type AnswerView = Schemas["AnswerView"];
export type QuoteView = Schemas["QuoteView"];

const PIECE = 4 * 2 ** 20; // bytes
const keys = { all: ["documents"] as const };

export function useDocuments() {
  return useQuery({ queryKey: keys.all, queryFn: () => ask(api.GET("/api/documents")) });
}

export function useSendingDocuments() {
  return useChange([keys.all], async (files: File[]) => {
    for (const file of files) await send(file);
  });
}

export function useDeletingDocument() {
  return useChange([keys.all], (name: string) =>
    ask(api.DELETE("/api/documents/files", { params: { query: { name } } })),
  );
}

export function useAsking() {
  return useMutation({
    mutationFn: (body: { question: string; starts: string }) => ask(api.POST("/api/documents/questions", { body })),
  });
}

export function documentOf(name: string): string {
  return `/api/documents/files?${new URLSearchParams({ name })}`;
}

async function send(file: File): Promise<void> {
  for (let offset = 0; offset < file.size || offset === 0; offset += PIECE) {
    const query = new URLSearchParams({ name: file.name, offset: String(offset), total: String(file.size) });
    const response = await fetch(`/api/documents/files?${query}`, {
      method: "PUT",
      headers: { "content-type": "application/octet-stream" },
      body: file.slice(offset, offset + PIECE),
    }).catch(() => {
      throw new ApiError(0, "", "");
    });
    if (!response.ok) throw refusal(response.status, await response.json().catch(() => ({})));
  }
}
