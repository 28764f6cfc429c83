import { expect, test } from "vitest";
import { formatBytes, formatDuration, formatLarge, formatPercent, formatTime } from "./format";

test("sizes are told in the unit that fits, a file and memory alike", () => {
  expect(formatBytes(0, "en")).toBe("0 B");
  expect(formatBytes(999, "en")).toBe("999 B");
  expect(formatBytes(3_240_000, "en")).toBe("3.2 MB");
  expect(formatBytes(3.5e9, "en")).toBe("3.5 GB");
  expect(formatBytes(20_000_000_000, "ko")).toBe("20 GB");
});

test("durations are told in their two largest units, in either language", () => {
  expect(formatDuration(0.2, "en")).toBe("0.2 s");
  expect(formatDuration(1.23, "en")).toBe("1.2 s");
  expect(formatDuration(11.4, "ko")).toBe("11초");
  expect(formatDuration(59.9, "en")).toBe("1 min");
  expect(formatDuration(185, "en")).toBe("3 min 5 s");
  expect(formatDuration(3_600, "en")).toBe("1 h");
  expect(formatDuration(7_800, "ko")).toBe("2시간 10분");
  expect(formatDuration(90_000, "en")).toBe("1 d 1 h");
});

test("shares are told as percent with one digit at most", () => {
  expect(formatPercent(0.1234, "en")).toBe("12.3%");
  expect(formatPercent(0.031, "en")).toBe("3.1%");
  expect(formatPercent(0.5, "en")).toBe("50%");
});

test("large numbers are named as each language counts", () => {
  expect(formatLarge(242_000_000, "ko")).toBe("2억 4,200만");
  expect(formatLarge(1_543_300_000, "ko")).toBe("15억 4,330만");
  expect(formatLarge(100_000_000, "ko")).toBe("1억");
  expect(formatLarge(242_000_000, "en")).toBe("242 million");
  expect(formatLarge(24_200, "ko")).toBe("24,200");
});

test("times carry over from hundredths to hours", () => {
  expect(formatTime(0)).toBe("0:00.00");
  expect(formatTime(3.519)).toBe("0:03.52");
  expect(formatTime(59.999)).toBe("1:00.00");
  expect(formatTime(3723.5)).toBe("1:02:03.50");
  expect(formatTime(-1)).toBe("0:00.00");
});
