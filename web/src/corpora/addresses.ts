// What the addresses of corpora carry, so that a reload finds the same view and the same segment again.

export const TABS = ["files", "about", "listen", "aside", "splits"] as const;
export type Tab = (typeof TABS)[number];

const ORDERS = ["worst", "time"] as const;
const STATUSES = ["draft", "edited", "accepted", "rejected"] as const;

export interface CorpusSearch {
  tab?: Tab;
  flag?: string; // the oddity whose utterances are listened to
}

export interface EditorSearch {
  order?: (typeof ORDERS)[number];
  filter?: (typeof STATUSES)[number];
  recording?: string;
  segment?: string;
}

export function readCorpusSearch(search: Record<string, unknown>): CorpusSearch {
  return { tab: oneOf(TABS, search.tab), flag: text(search.flag) };
}

export function readEditorSearch(search: Record<string, unknown>): EditorSearch {
  return {
    order: oneOf(ORDERS, search.order),
    filter: oneOf(STATUSES, search.filter),
    recording: text(search.recording),
    segment: text(search.segment),
  };
}

function oneOf<Known extends string>(known: readonly Known[], value: unknown): Known | undefined {
  return known.find((each) => each === value);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
