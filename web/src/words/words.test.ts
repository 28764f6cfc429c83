import { expect, test } from "vitest";
import { account } from "../features/account/words.en";
import { book } from "../features/book/words.en";
import { jobs } from "../features/jobs/words.en";
import { common } from "./common.en";
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

test("no two features have words of the same name", () => {
  const names = [common, account, book, jobs].flatMap((each) => Object.keys(each));
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
