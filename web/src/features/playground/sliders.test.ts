import { expect, test } from "vitest";
import { countTouched, fromFile, isUntouched, toFile } from "./sliders";
import { type OpenedView, UNTOUCHED } from "./wire";

const model = {
  epsilon: 1e-5,
  norms: 5,
  sites: [0, 1].flatMap((layer) => [
    { branch: "attention", layer, name: `${layer}.o_proj`, sizes: [100] },
    { branch: "mlp", layer, name: `${layer}.c_proj`, sizes: [300, 3] },
  ]),
} as unknown as OpenedView;

test("what a slider touches is counted from the tensors of its branch", () => {
  expect(countTouched(model, { ...UNTOUCHED, attn: 0.9 })).toEqual({ tensors: 2, parameters: 200, norms: 0 });
  expect(countTouched(model, { ...UNTOUCHED, mlp: 0.9 })).toEqual({ tensors: 4, parameters: 606, norms: 0 });
  expect(countTouched(model, { ...UNTOUCHED, eps: 1e-3 })).toEqual({ tensors: 0, parameters: 0, norms: 5 });
});

test("a range of layers keeps the others out", () => {
  expect(countTouched(model, { ...UNTOUCHED, attn: 2, mlp: 2, layers: [1, 1] }).tensors).toBe(3);
});

test("a model's own epsilon is no change", () => {
  expect(isUntouched({ ...UNTOUCHED, eps: 1e-5 }, 1e-5)).toBe(true);
  expect(isUntouched({ ...UNTOUCHED, eps: 1e-4 }, 1e-5)).toBe(false);
});

test("sliders travel as a file, into a model with fewer layers too", () => {
  const sliders = { attn: 0.8, mlp: 1.2, eps: 1e-4, layers: [4, 11] as [number, number] };
  expect(fromFile(toFile("smollm2-135m", sliders), 30)).toEqual(sliders);
  expect(fromFile(toFile("smollm2-135m", sliders), 6)?.layers).toEqual([4, 5]);
});

test.each(["", "[]", "null", '{"attn": "loud"}', '{"attn": 1, "mlp": 99}'])("%s is no file of sliders", (text) => {
  expect(fromFile(text, 30)).toBeNull();
});
