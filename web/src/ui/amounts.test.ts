import { expect, test } from "vitest";
import { bytes, duration, percent } from "./amounts";

test("durations are told in their two largest units, in either language", () => {
  expect(duration(7_512, "en")).toBe("2 hours 5 minutes");
  expect(duration(61, "ko")).toBe("1분 1초");
  expect(duration(0.2, "en")).toBe("0 seconds");
  expect(duration(3_600, "en")).toBe("1 hour");
});

test("memory is told in the largest unit that fits", () => {
  expect(bytes(3.5 * 1024 ** 3, "en")).toBe("3.5 GB");
  expect(bytes(700, "en")).toBe("700 byte");
});

test("shares are told as percent with one digit", () => {
  expect(percent(0.1234, "en")).toBe("12.3%");
});
