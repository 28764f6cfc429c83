// Scores as people read them: error rates are shares, perplexities and losses are numbers.
import { formatPercent } from "../../ui/format";
import type { Language } from "../../words/words";

const NUMBERS = ["perplexity", "preference_loss", "heldout_loss"];

export function formatScore(score: number, metric: string, language: Language): string {
  if (!NUMBERS.includes(metric)) return formatPercent(score, language);
  return new Intl.NumberFormat(language, { maximumSignificantDigits: 4 }).format(score);
}
