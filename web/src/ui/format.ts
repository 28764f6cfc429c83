// Amounts, shares and times as people read them in their language.
import type { Language } from "../words/words";

const SIZES = ["B", "kB", "MB", "GB", "TB"];
const LARGE = 1_000_000;
const MAN = 10_000; // 만
const EOK = 100_000_000; // 억

/** Seconds in each unit of time, the largest first. */
const TIMES = [
  { size: 86_400, ko: "일", en: " d" },
  { size: 3_600, ko: "시간", en: " h" },
  { size: 60, ko: "분", en: " min" },
  { size: 1, ko: "초", en: " s" },
];

export function formatCount(count: number, language: Language): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(count);
}

/** Large numbers rounded, and named: `242 million`, `2억 4,200만`; smaller ones as they are. */
export function formatLarge(count: number, language: Language): string {
  if (count < LARGE) return formatCount(count, language);
  if (language === "ko") return inManAndEok(Math.round(count / MAN));
  return new Intl.NumberFormat("en", {
    notation: "compact",
    compactDisplay: "long",
    maximumSignificantDigits: 3,
  }).format(count);
}

function inManAndEok(man: number): string {
  const eok = Math.floor(man / (EOK / MAN));
  const rest = man % (EOK / MAN);
  return [eok && `${formatCount(eok, "ko")}억`, rest && `${formatCount(rest, "ko")}만`].filter(Boolean).join(" ");
}

/** `980 B`, `3.2 MB`, in powers of ten as file managers have it. */
export function formatBytes(bytes: number, language: Language): string {
  const power = Math.min(SIZES.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${formatCount(bytes / 1000 ** power, language)} ${SIZES[power]}`;
}

/** 0.123 as `12.3%`. */
export function formatPercent(share: number, language: Language): string {
  return new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 }).format(share);
}

/** The two largest units: `1.2 s`, `45 s`, `3 min 5 s`, `2시간 10분`. */
export function formatDuration(seconds: number, language: Language): string {
  if (seconds < 10) return `${formatCount(Math.max(0, seconds), language)}${TIMES.at(-1)![language]}`;
  let rest = Math.round(seconds);
  const first = TIMES.findIndex(({ size }) => rest >= size);
  const parts: string[] = [];
  for (const unit of TIMES.slice(first, first + 2)) {
    const count = Math.floor(rest / unit.size);
    rest -= count * unit.size;
    if (count) parts.push(`${count}${unit[language]}`);
  }
  return parts.join(" ");
}

/** A place in a recording, in seconds: `0:03.52`, `12:00.00`, `1:02:03.50`. */
export function formatTime(seconds: number): string {
  const hundredths = Math.max(0, Math.round(seconds * 100));
  const [hours, minutes] = [Math.floor(hundredths / 360_000), Math.floor(hundredths / 6_000) % 60];
  const rest = ((hundredths % 6_000) / 100).toFixed(2).padStart(5, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** A day, from milliseconds since 1970. */
export function formatDay(ms: number, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium" }).format(ms);
}

/** A day with its time, from milliseconds since 1970. */
export function formatMoment(ms: number, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(ms);
}
