import { expect, test } from "vitest";
import { formatScore } from "./score";

test("error rates are told in percent, perplexities and losses as numbers", () => {
  expect(formatScore(0.1234, "wer", "en")).toBe("12.3%");
  expect(formatScore(1, "answered", "ko")).toBe("100%");
  expect(formatScore(15.7951, "perplexity", "en")).toBe("15.8");
  expect(formatScore(0.11283, "heldout_loss", "en")).toBe("0.1128");
  expect(formatScore(1185.2, "perplexity", "ko")).toBe("1,185");
});
