import { expect, test } from "vitest";
import { en } from "./en";
import { ko } from "./ko";
import { chooseLanguage } from "./words";

test("what was chosen before wins, then the browser's first language that we speak, then English", () => {
  expect(chooseLanguage("en", ["ko-KR"])).toBe("en");
  expect(chooseLanguage(null, ["fr-FR", "ko", "en"])).toBe("ko");
  expect(chooseLanguage("xx", ["de"])).toBe("en");
});

test("no text is the same in both languages", () => {
  const same = Object.entries(en).filter(([name, text]) => text === ko[name as keyof typeof ko]);
  expect(same).toEqual([]);
});
