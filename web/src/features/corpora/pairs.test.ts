import { expect, test } from "vitest";
import { fileOfPairs, isWhole, pairsOfPaste, writtenPairs } from "./pairs";

test("rows of a spreadsheet become pairs, with quotes and line breaks inside of cells", () => {
  expect(pairsOfPaste('Who?\tMe.\r\n"Two\nlines"\t"She said ""no"""\r\n')).toEqual([
    { question: "Who?", answer: "Me." },
    { question: "Two\nlines", answer: 'She said "no"' },
  ]);
});

test("other text stays text", () => {
  expect(pairsOfPaste("just a question")).toBeNull();
  expect(pairsOfPaste("a\tb\tc")).toBeNull();
  expect(pairsOfPaste("a\tb\nc")).toBeNull();
  expect(pairsOfPaste("")).toBeNull();
});

test("empty pairs do not count, and half ones are not whole", () => {
  const pairs = [
    { question: "", answer: " " },
    { question: "Who?", answer: "" },
  ];
  expect(writtenPairs(pairs)).toEqual([{ question: "Who?", answer: "" }]);
  expect(isWhole(pairs[1]!)).toBe(false);
});

test("a file of pairs takes a name that is free", async () => {
  const file = fileOfPairs([{ question: " 누구? ", answer: "나." }], ["pairs-1.jsonl"]);
  expect(file.name).toBe("pairs-2.jsonl");
  expect(await file.text()).toBe('{"prompt":"누구?","completion":"나."}\n');
});
