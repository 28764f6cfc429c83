// What the address of the transcript editor carries, so that a reload finds the same segment again.
import { oneOf, textOf } from "../../ui/search-params";

const ORDERS = ["worst", "time"] as const;
const STATUSES = ["draft", "edited", "accepted", "rejected"] as const;

export interface EditorSearch {
  order?: (typeof ORDERS)[number];
  filter?: (typeof STATUSES)[number];
  recording?: string;
  segment?: string;
}

export function readEditorSearch(search: Record<string, unknown>): EditorSearch {
  return {
    order: oneOf(ORDERS, search.order),
    filter: oneOf(STATUSES, search.filter),
    recording: textOf(search.recording),
    segment: textOf(search.segment),
  };
}
