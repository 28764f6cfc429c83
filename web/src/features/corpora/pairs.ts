// Pairs of question and answer that are written or pasted by hand. Begin with `pairsOfPaste`.

export interface Pair {
  question: string;
  answer: string;
}

export const EMPTY_PAIR: Pair = { question: "", answer: "" };

/** The pairs of rows that were copied in a spreadsheet; null for any other text. */
export function pairsOfPaste(text: string): Pair[] | null {
  const rows = rowsOf(text.replace(/\r\n?/g, "\n"));
  if (!rows.length || rows.some((row) => row.length !== 2)) return null;
  return rows.map(([question, answer]) => ({ question: question!.trim(), answer: answer!.trim() }));
}

/** Cells between tabs; a cell in quotes may hold tabs, line breaks, and quotes written twice. */
function rowsOf(text: string): string[][] {
  const rows: string[][] = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^\t\n]*))(\t|\n|$)/gy;
  for (let found = cell.exec(text); found; found = cell.exec(text)) {
    const [, quoted, plain, end] = found;
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end === "\n") rows.push([]);
    if (!end) break;
  }
  return rows.filter((row) => row.some((each) => each.trim()));
}

/** Pairs in which something is written. */
export function writtenPairs(pairs: readonly Pair[]): Pair[] {
  return pairs.filter((pair) => pair.question.trim() || pair.answer.trim());
}

export function isWhole(pair: Pair): boolean {
  return Boolean(pair.question.trim() && pair.answer.trim());
}

/** A file of JSON Lines under a name that no other file has. */
export function fileOfPairs(pairs: readonly Pair[], taken: readonly string[]): File {
  const lines = pairs.map((pair) => JSON.stringify({ prompt: pair.question.trim(), completion: pair.answer.trim() }));
  let number = 1;
  while (taken.includes(`pairs-${number}.jsonl`)) number += 1;
  return new File([`${lines.join("\n")}\n`], `pairs-${number}.jsonl`, { type: "application/jsonl" });
}
