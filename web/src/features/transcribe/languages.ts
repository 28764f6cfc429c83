// The languages that Whisper hears best, with their names in the reader's language.
const SPOKEN =
  "ko en ja zh es fr de it pt nl ru uk pl cs sv da no fi el tr hu ro ca id ms vi th tl hi ta ur bn ar fa he".split(" ");

/** Korean and English first, the others by their names. */
export function languagesOf(reader: "ko" | "en"): { value: string; label: string }[] {
  const names = new Intl.DisplayNames(reader, { type: "language" });
  const [first, others] = [SPOKEN.slice(0, 2), SPOKEN.slice(2)];
  const named = (value: string) => ({ value, label: names.of(value) ?? value });
  return [...first.map(named), ...others.map(named).sort((one, other) => one.label.localeCompare(other.label, reader))];
}
