import { expect, test } from "vitest";
import { type Found, sift } from "./upload";

const LIMITS = { bytes: 100, files: 3 };
const NOTHING = { total: 0, bytes: 0 };

function found(name: string, bytes = 10): Found {
  return { name, file: new File([new Uint8Array(bytes)], name) };
}

test("what systems leave in folders is not sent", () => {
  const { accepted, refusals } = sift(
    [found("a/one.wav"), found("a/.DS_Store"), found("Thumbs.db"), found("__MACOSX/x")],
    NOTHING,
    LIMITS,
  );
  expect(accepted.map(({ name }) => name)).toEqual(["a/one.wav"]);
  expect(refusals).toEqual([]);
});

test("empty files are named and left out; the others go", () => {
  const { accepted, refusals } = sift([found("one.wav"), found("two.wav", 0)], NOTHING, LIMITS);
  expect(accepted).toHaveLength(1);
  expect(refusals).toEqual([{ kind: "empty", names: ["two.wav"] }]);
});

test("more than the studio takes is refused whole, counting what is there", () => {
  expect(sift([found("a"), found("b")], { total: 2, bytes: 0 }, LIMITS).refusals[0]?.kind).toBe("tooMany");
  expect(sift([found("a", 60)], { total: 1, bytes: 50 }, LIMITS)).toMatchObject({
    accepted: [],
    refusals: [{ kind: "tooLarge" }],
  });
  expect(sift([found(".hidden")], NOTHING, LIMITS).refusals[0]?.kind).toBe("nothing");
});
