import { expect, test } from "vitest";
import { compareWords } from "./difference";

const shown = (reference: string, hypothesis: string) =>
  compareWords(reference, hypothesis)
    .map(({ text, kind }) => ({ same: text, wrong: `+${text}`, missing: `-${text}` })[kind])
    .join(" ");

test("what was heard right is marked as such", () => {
  expect(shown("thank you very much", "thank you very much")).toBe("thank you very much");
});

test("a word that is missing, one too many, and another one are told apart", () => {
  expect(shown("thank you very much", "thank you much")).toBe("thank you -very much");
  expect(shown("thank you", "thank you so")).toBe("thank you +so");
  expect(shown("나는 집에 간다", "나는 짐에 간다")).toBe("나는 -집에 +짐에 간다");
});

test("nothing at all is all missing", () => {
  expect(shown("thank you", "")).toBe("-thank -you");
  expect(shown("", "")).toBe("");
});
