import { expect, test } from "vitest";
import { EMPTY, estimateKey, problemOf, readDraft, runFormOf, withValue } from "./form";
import type { RecipeValue, RecipeView } from "./wire";

const steps = { name: "optimizer.steps", value: 200, kind: "integer", minimum: 1, maximum: 1000 } as RecipeValue;
const recipe = { name: "small", values: [steps] } as RecipeView;

test("a damaged draft is an empty one, a kept one comes back", () => {
  expect(readDraft("{")).toEqual(EMPTY);
  expect(readDraft('{"values": 3}')).toEqual(EMPTY);
  expect(readDraft('{"name": "first", "values": {"a": 1}}')).toEqual({ ...EMPTY, name: "first", values: { a: 1 } });
});

test("a value that is the recipe's own again is not sent", () => {
  expect(withValue({}, steps, 50)).toEqual({ "optimizer.steps": 50 });
  expect(withValue({ "optimizer.steps": 50 }, steps, 200)).toEqual({});
});

test("values outside their bounds are named", () => {
  expect([0, 1001, 2.5, "", 30].map((value) => problemOf(value, steps))).toEqual([
    "minimum",
    "maximum",
    "number",
    "number",
    null,
  ]);
});

test("values of another recipe stay out of the form", () => {
  const form = runFormOf({ ...EMPTY, name: " x ", corpus: "c", values: { stranger: 1, "optimizer.steps": 9 } }, recipe);
  expect(form).toEqual({
    name: "x",
    corpus: "c",
    recipe: "small",
    model: "",
    prior: "",
    values: { "optimizer.steps": 9 },
  });
});

test("class pictures are another corpus than the one that is learned", () => {
  const draft = { ...EMPTY, name: "x", corpus: "c" };
  expect(runFormOf({ ...draft, prior: "p" }, recipe).prior).toBe("p");
  expect(runFormOf({ ...draft, prior: "c" }, recipe).prior).toBe("");
});

test("an estimate holds for another name, but not for other values", () => {
  const form = { name: "a", corpus: "c", recipe: "small", model: "", prior: "", values: { x: 1, y: 2 } };
  expect(estimateKey({ ...form, name: "b", values: { y: 2, x: 1 } })).toBe(estimateKey(form));
  expect(estimateKey({ ...form, values: { x: 2, y: 2 } })).not.toBe(estimateKey(form));
  expect(estimateKey({ ...form, prior: "p" })).not.toBe(estimateKey(form));
  expect(estimateKey({ ...form, model: "tiny" })).not.toBe(estimateKey(form));
});
