import { expect, test } from "vitest";
import { ApiError } from "../api/client";
import { en } from "../words/en";
import { ko } from "../words/ko";
import { tell } from "./states";

test("a refusal is told in the reader's language, with the server's words below", () => {
  const refused = new ApiError(404, "There is no such book.", "Look at the shelf.");
  expect(tell(refused, ko)).toEqual({ message: ko.refusals[404], hint: "There is no such book. Look at the shelf." });
  expect(tell(new ApiError(502, "", ""), ko).message).toBe(ko.refusals[500]);
});

test("a studio that is away is told as such, and what the server has to say of a wish is left alone", () => {
  expect(tell(new ApiError(0, "", ""), en).message).toBe(en.noAnswer);
  const declined = new ApiError(400, "그 이야기는 만들 수 없어요.", "다른 이야기는 어때요?");
  expect(tell(declined, ko)).toBe(declined);
});
