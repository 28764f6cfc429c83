// A job's events, over a stream that begins again behind the last event seen. Begin with `followJob`.
import { refusal } from "./client";
import { readEvents } from "./events";

export interface JobEvent {
  number: number;
  kind: string;
  body: Record<string, unknown>;
}

const FIRST_WAIT = 500; // ms between two tries; doubled up to the longest
const LONGEST_WAIT = 8_000;

/** Tell each event once, in order, until the job has ended; goes on after interruptions. Throws ApiError on refusal. */
export async function followJob(job: string, tell: (event: JobEvent) => void, signal: AbortSignal): Promise<void> {
  let last = 0;
  let wait = FIRST_WAIT;
  while (!signal.aborted) {
    try {
      const response = await open(job, last, signal);
      for await (const event of read(response)) {
        if (event === "end") return;
        last = event.number;
        wait = FIRST_WAIT;
        tell(event);
      }
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // TypeError: the network, as fetch says it
    }
    await pause(wait, signal);
    wait = Math.min(2 * wait, LONGEST_WAIT);
  }
}

async function open(job: string, last: number, signal: AbortSignal): Promise<Response> {
  const response = await fetch(`/api/jobs/${job}/events`, { headers: { "Last-Event-ID": String(last) }, signal });
  if (response.status >= 500) throw new TypeError("The server is not well.");
  if (!response.ok) throw refusal(response.status, await response.json());
  return response;
}

async function* read(response: Response): AsyncGenerator<JobEvent | "end"> {
  for await (const { id, event, data } of readEvents(response)) {
    if (event === "end") yield "end";
    else yield { number: Number(id), kind: event ?? "message", body: JSON.parse(data) };
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}
