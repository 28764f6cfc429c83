import { expect, test } from "vitest";
import { en } from "../../words/en";
import { usableFirst, whereOf } from "./weights";

const [tiny, base, small, lora] = [
  { name: "tiny", here: false, hub_only: true },
  { name: "base", here: true, hub_only: false },
  { name: "tiny.en", here: false, hub_only: false },
  { name: "base-lora", here: true, hub_only: false },
];

test("what is usable here comes first, what only the hub has comes last, each in its order", () => {
  const names = usableFirst([tiny!, base!, small!, lora!]).map(({ name }) => name);
  expect(names).toEqual(["base", "base-lora", "tiny.en", "tiny"]);
});

test("a model that only the hub has is marked as such", () => {
  expect(whereOf(tiny!, en)).toBe("only on the hub");
  expect(whereOf(base!, en)).toBe("on this machine");
  expect(whereOf(small!, en)).toBe("downloaded when needed");
});
