import { expect, test } from "vitest";
import { withParticle } from "./particles";

test("a particle fits the last letter, with or without a consonant at its end", () => {
  expect(withParticle("책", "을/를")).toBe("책을");
  expect(withParticle("나무", "을/를")).toBe("나무를");
  expect(withParticle("듣는 사람", "이에요/예요")).toBe("듣는 사람이에요");
  expect(withParticle("아이 기기", "이에요/예요")).toBe("아이 기기예요");
});

test("after ㄹ it is 로, after other consonants 으로", () => {
  expect(withParticle("서울", "으로/로")).toBe("서울로");
  expect(withParticle("부산", "으로/로")).toBe("부산으로");
  expect(withParticle("제주", "으로/로")).toBe("제주로");
});

test("digits count as they are said, and quotation marks do not count", () => {
  expect(withParticle("0.000025", "으로/로")).toBe("0.000025로");
  expect(withParticle("90", "으로/로")).toBe("90으로");
  expect(withParticle("1e-7", "으로/로")).toBe("1e-7로");
  expect(withParticle("“책”", "을/를")).toBe("“책”을");
  expect(withParticle("“Anna”", "을/를")).toBe("“Anna”를");
});
