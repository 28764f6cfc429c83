import { expect, test } from "vitest";
import { formatBytes, formatPercent } from "./format";

test("sizes are told in the unit that fits", () => {
  expect(formatBytes(0, "en")).toBe("0 B");
  expect(formatBytes(999, "en")).toBe("999 B");
  expect(formatBytes(3_240_000, "en")).toBe("3.2 MB");
  expect(formatBytes(20_000_000_000, "ko")).toBe("20 GB");
});

test("small shares keep a digit", () => {
  expect(formatPercent(0.031, "en")).toBe("3.1%");
  expect(formatPercent(0.5, "en")).toBe("50%");
});
