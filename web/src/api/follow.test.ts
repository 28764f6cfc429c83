import { afterEach, expect, test, vi } from "vitest";
import { ApiError } from "./client";
import { followJob, type JobEvent } from "./follow";

afterEach(() => void vi.unstubAllGlobals());

function serve(...streams: (string | Response)[]) {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (_: string, options: { headers: Record<string, string> }) => {
    asked.push(options.headers["Last-Event-ID"]!);
    const next = streams.shift()!;
    return typeof next === "string" ? new Response(next) : next;
  });
  return asked;
}

const told = (number: number) => `id: ${number}\nevent: sample\ndata: {"page": ${number}}\n\n`;
const END = "event: end\ndata: {}\n\n";

test("a stream that breaks off goes on behind the last event, and each event is told once", async () => {
  const asked = serve(told(1) + told(2), told(3) + END);
  const events: JobEvent[] = [];
  await followJob("job", (event) => events.push(event), new AbortController().signal);
  expect(asked).toEqual(["0", "2"]);
  expect(events.map((event) => event.body.page)).toEqual([1, 2, 3]);
});

test("a server that is not well is asked again", async () => {
  const asked = serve(new Response("", { status: 502 }), END);
  await followJob("job", () => undefined, new AbortController().signal);
  expect(asked).toHaveLength(2);
});

test("a refusal is told, with what to do", async () => {
  serve(Response.json({ error: "There is no such job.", hint: "See the list." }, { status: 404 }));
  const following = followJob("job", () => undefined, new AbortController().signal);
  await expect(following).rejects.toEqual(new ApiError(404, "There is no such job.", "See the list."));
});
