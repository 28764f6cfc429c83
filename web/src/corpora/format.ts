// Numbers as the reader's language writes them.
export type Language = "ko" | "en";

export function formatCount(count: number, language: Language): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(count);
}

export function formatPercent(share: number, language: Language): string {
  return new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: share < 0.1 ? 1 : 0 }).format(share);
}

/** `980 B`, `3.2 MB`, in powers of ten as file managers have it. */
export function formatBytes(bytes: number, language: Language): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${formatCount(bytes / 1000 ** power, language)} ${UNITS[power]}`;
}

export function formatDay(ms: number, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium" }).format(ms);
}

const UNITS = ["B", "kB", "MB", "GB", "TB"];
