import { expect, test } from "vitest";
import { align, ends, mergeCurves, mergePoints, type Point, smooth } from "./curve";

test("points that were told again after an interruption replace the old ones, in order of steps", () => {
  expect(
    mergePoints(
      [
        [1, 3],
        [2, 2],
        [3, 9],
      ],
      [
        [3, 1],
        [4, 0.5],
      ],
    ),
  ).toEqual([
    [1, 3],
    [2, 2],
    [3, 1],
    [4, 0.5],
  ]);
});

test("curves of either side are kept", () => {
  expect(mergeCurves({ loss: [[1, 2]] }, { wer: [[5, 0.4]], loss: [[2, 1]] })).toEqual({
    loss: [
      [1, 2],
      [2, 1],
    ],
    wer: [[5, 0.4]],
  });
});

test("a smoothed constant is that constant from its first point on", () => {
  const flat: Point[] = [
    [1, 4],
    [2, 4],
    [9, 4],
  ];
  smooth(flat, 0.9).forEach(([, value]) => expect(value).toBeCloseTo(4));
});

test("smoothing follows a jump slowly", () => {
  const [, after] = smooth(
    [
      [1, 0],
      [2, 1],
    ],
    0.5,
  );
  expect(after![1]).toBeCloseTo(2 / 3); // (0.5 * 0 * 0.5 + 0.5 * 1) / 0.75
});

test("curves with other steps share an axis, with gaps", () => {
  expect(
    align([
      [
        [1, 5],
        [3, 4],
      ],
      [[2, 7]],
    ]),
  ).toEqual([
    [1, 2, 3],
    [5, null, 4],
    [null, 7, null],
  ]);
});

test("an empty curve has no ends", () => {
  expect(ends([])).toBeNull();
  expect(
    ends([
      [1, 2],
      [7, 1],
    ]),
  ).toEqual({ first: [1, 2], last: [7, 1] });
});
