// Who may import whom: app > features > ui > api. Features know one another only where a line below says why.
import { expect, test } from "vitest";

/** What each feature may know of others, besides what EVERYBODY may. */
const ALLOWED: Record<string, readonly string[]> = {
  transcripts: ["corpora", "tuning"], // the editor corrects a corpus's transcripts, and lets a chosen model draft them
  transcribe: ["corpora", "tuning"], // recordings come in by the same upload, and a chosen model writes them down
  tuning: ["corpora"], // a run learns from a corpus
  playground: ["tuning"], // a recognizer is spoken to as on the page that tries a tuned one
};
/** Every feature asks who somebody is, and what they agreed to; and shows the jobs that it begins. */
const EVERYBODY = ["account", "jobs"];
const LAYERS: Record<string, readonly string[]> = {
  api: [],
  words: [],
  ui: ["api", "words"],
  features: ["api", "words", "ui"],
  app: ["api", "words", "ui", "features"],
};

const sources = import.meta.glob<string>("./**/*.{ts,tsx}", { query: "?raw", import: "default", eager: true });

/** The files that a file imports, as paths from here. */
function importsOf(path: string, source: string): string[] {
  const named = source.matchAll(/(?:from |import |import\()"(\.{1,2}\/[^"?]*)/g);
  return [...named].map(([, name]) => new URL(name!, `file:///${path}`).pathname.slice(1));
}

/** Why one file must not import the other; null if it may. */
function refusal(importer: string, imported: string): string | null {
  const [layer, feature] = importer.split("/") as [string, string];
  const [target, other] = imported.split("/") as [string, string];
  if (!(layer in LAYERS) || layer === target) return layer === "features" ? between(feature, other) : null;
  if (layer === "words" && /^features\/\w+\/words\.(en|ko)$/.test(imported)) return null;
  return LAYERS[layer]!.includes(target) ? null : `${layer} must not know ${target}`;
}

function between(feature: string, other: string): string | null {
  const known = [feature, ...(EVERYBODY.includes(feature) ? ["account"] : EVERYBODY), ...(ALLOWED[feature] ?? [])];
  return known.includes(other) ? null : `${feature} must not know ${other}`;
}

test("no file imports what stands above it, or another feature without a reason", () => {
  const found = Object.entries(sources).flatMap(([name, source]) => {
    const path = name.slice(2);
    return importsOf(path, source).flatMap((each) => {
      const reason = refusal(path, each);
      return reason ? [`${path} imports ${each}: ${reason}`] : [];
    });
  });
  expect(Object.keys(sources).length).toBeGreaterThan(100);
  expect(found).toEqual([]);
});

/** The files of a circle of imports, or none. */
function findCircle(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): string[] => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const next of graph.get(file) ?? []) {
      const circle = visit(next, [...way, file]);
      if (circle.length) return circle;
    }
    done.add(file);
    return [];
  };
  return [...graph.keys()].map((file) => visit(file, [])).find((circle) => circle.length) ?? [];
}

test("no files import one another in a circle", () => {
  const withoutEnd = (path: string) => path.replace(/\.tsx?$/, "");
  const graph = new Map(
    Object.entries(sources).map(([name, source]) => {
      const path = name.slice(2);
      return [withoutEnd(path), importsOf(path, source).map(withoutEnd)] as const;
    }),
  );
  expect(findCircle(graph)).toEqual([]);
  expect(
    findCircle(
      new Map([
        ["a", ["b"]],
        ["b", ["c"]],
        ["c", ["b"]],
      ]),
    ),
  ).toEqual(["b", "c", "b"]);
});

test("what this rule is for is refused", () => {
  const path = "features/book/reading.tsx";
  expect(importsOf(path, 'import { x } from "../tuning/queries";')).toEqual(["features/tuning/queries"]);
  expect(refusal(path, "features/tuning/queries")).toBe("book must not know tuning");
  expect(refusal("features/account/people.tsx", "features/jobs/queries")).toBe("account must not know jobs");
  expect(refusal("features/corpora/queries.ts", "features/transcripts/queries")).toBe(
    "corpora must not know transcripts",
  );
  expect(refusal("ui/wave.tsx", "features/book/queries")).toBe("ui must not know features");
  expect(refusal("api/client.ts", "ui/states")).toBe("api must not know ui");
  expect(refusal(path, "ui/format")).toBeNull();
  expect(refusal(path, "features/jobs/queries")).toBeNull();
});
