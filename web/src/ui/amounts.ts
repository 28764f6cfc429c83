// Amounts as people read them: time, memory, shares.

const STEPS: [number, Intl.RelativeTimeFormatUnit & ("second" | "minute" | "hour" | "day")][] = [
  [86_400, "day"],
  [3_600, "hour"],
  [60, "minute"],
  [1, "second"],
];

/** "2 hours 5 minutes": the two largest units. */
export function duration(seconds: number, language: string): string {
  let rest = Math.max(0, Math.round(seconds));
  const first = STEPS.findIndex(([size]) => rest >= size);
  if (first === -1) return amount(0, "second", language);
  const parts: string[] = [];
  for (const [size, unit] of STEPS.slice(first, first + 2)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count) parts.push(amount(count, unit, language));
  }
  return parts.join(" ");
}

export function bytes(count: number, language: string): string {
  const power = Math.min(3, Math.max(0, Math.floor(Math.log2(Math.max(1, count)) / 10)));
  const unit = ["byte", "kilobyte", "megabyte", "gigabyte"][power];
  return new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: power === 3 ? 1 : 0 }).format(count / 1024 ** power);
}

/** 0.123 as "12.3 %". */
export function percent(share: number, language: string): string {
  return new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 }).format(share);
}

export function moment(time: number, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(time);
}

function amount(count: number, unit: string, language: string): string {
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(count);
}
