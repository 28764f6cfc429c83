// Which words of a hypothesis are not those of its reference: a table of edits, as for the word error rate.

export interface Piece {
  text: string;
  kind: "same" | "wrong" | "missing";
}

/** The hypothesis in words, with those of the reference that it lacks; substitutions show both. */
export function compareWords(reference: string, hypothesis: string): Piece[] {
  const wanted = words(reference);
  const heard = words(hypothesis);
  const costs = editCosts(wanted, heard);
  const pieces: Piece[] = [];
  let [row, column] = [wanted.length, heard.length];
  while (row || column) {
    const here = costs[row]![column]!;
    if (row && column && wanted[row - 1] === heard[column - 1]) {
      pieces.push({ text: heard[--column]!, kind: "same" });
      row--;
    } else if (column && here === costs[row]![column - 1]! + 1) {
      pieces.push({ text: heard[--column]!, kind: "wrong" });
    } else if (row && here === costs[row - 1]![column]! + 1) {
      pieces.push({ text: wanted[--row]!, kind: "missing" });
    } else {
      pieces.push({ text: heard[--column]!, kind: "wrong" }, { text: wanted[--row]!, kind: "missing" });
    }
  }
  return pieces.reverse();
}

function words(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}

/** costs[i][j]: edits between the first i and the first j words. */
function editCosts(wanted: string[], heard: string[]): number[][] {
  const costs = Array.from({ length: wanted.length + 1 }, (_, row) => [row]);
  for (let column = 1; column <= heard.length; column++) costs[0]![column] = column;
  for (let row = 1; row <= wanted.length; row++) {
    for (let column = 1; column <= heard.length; column++) {
      const swap = costs[row - 1]![column - 1]! + (wanted[row - 1] === heard[column - 1] ? 0 : 1);
      costs[row]![column] = Math.min(swap, costs[row - 1]![column]! + 1, costs[row]![column - 1]! + 1);
    }
  }
  return costs;
}
