import { expect, test } from "vitest";
import { formatDuration, formatTime } from "./time";

test("times carry over from hundredths to hours", () => {
  expect(formatTime(0)).toBe("0:00.00");
  expect(formatTime(3.519)).toBe("0:03.52");
  expect(formatTime(59.999)).toBe("1:00.00");
  expect(formatTime(3723.5)).toBe("1:02:03.50");
  expect(formatTime(-1)).toBe("0:00.00");
});

test("durations are told in two units at most, in both languages", () => {
  expect(formatDuration(1.23, "en")).toBe("1.2 s");
  expect(formatDuration(185, "en")).toBe("3 min 5 s");
  expect(formatDuration(7_800, "ko")).toBe("2시간 10분");
});
