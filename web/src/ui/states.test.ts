import { expect, test } from "vitest";
import { ApiError } from "../api/client";
import { en } from "../words/en";
import { ko } from "../words/ko";
import { tell } from "./states";

test("a refusal that the server knows by a code is told in its words, which are the reader's", () => {
  const refused = new ApiError(404, "그런 책이 없어요.", "책장을 보아 주세요.", "book.none");
  expect(tell(refused, ko)).toBe(refused);
});

test("another refusal is told by its status, with the server's words below", () => {
  const refused = new ApiError(404, "There is no such book.", "See the shelf.");
  expect(tell(refused, ko)).toEqual({ message: ko.refusals[404], hint: "There is no such book. See the shelf." });
  expect(tell(new ApiError(502, "", ""), ko).message).toBe(ko.refusals[500]);
});

test("a studio that is away is told as such, and what the server has to say of a wish is left alone", () => {
  expect(tell(new ApiError(0, "", ""), en).message).toBe(en.noAnswer);
  const declined = new ApiError(400, "그 이야기는 만들 수 없어요.", "다른 이야기는 어때요?");
  expect(tell(declined, ko)).toBe(declined);
});
