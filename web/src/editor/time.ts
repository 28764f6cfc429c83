// Times as people read them. All values are seconds.

/** `0:03.52`, `12:00.00`, `1:02:03.50`. */
export function formatTime(seconds: number): string {
  const hundredths = Math.max(0, Math.round(seconds * 100));
  const [hours, minutes] = [Math.floor(hundredths / 360_000), Math.floor(hundredths / 6_000) % 60];
  const rest = ((hundredths % 6_000) / 100).toFixed(2).padStart(5, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** How long something is, in the reader's language: `1.2 s`, `3 min 05 s`, `2 h 10 min`. */
export function formatDuration(seconds: number, language: "ko" | "en"): string {
  const unit = UNITS[language];
  if (seconds < 60) return `${seconds.toFixed(1)}${unit.second}`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)}${unit.minute} ${whole % 60}${unit.second}`;
  return `${Math.floor(whole / 3600)}${unit.hour} ${Math.floor((whole % 3600) / 60)}${unit.minute}`;
}

const UNITS = {
  ko: { second: "초", minute: "분", hour: "시간" },
  en: { second: " s", minute: " min", hour: " h" },
};
