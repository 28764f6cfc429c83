// What the addresses of corpora carry, so that a reload finds the same view again.
import { oneOf, textOf } from "../../ui/search-params";

export const TABS = ["files", "text", "pictures", "about", "listen", "examples", "aside", "splits"] as const;
export type Tab = (typeof TABS)[number];

export interface CorpusSearch {
  tab?: Tab;
  flag?: string; // the oddity whose utterances are listened to
}

export function readCorpusSearch(search: Record<string, unknown>): CorpusSearch {
  return { tab: oneOf(TABS, search.tab), flag: textOf(search.flag) };
}
