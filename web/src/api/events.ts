// Server-sent events, read from an answer as they come. Begin with `readEvents`.
import type { EventSourceMessage } from "eventsource-parser";
import { EventSourceParserStream } from "eventsource-parser/stream";

export async function* readEvents(response: Response): AsyncGenerator<EventSourceMessage> {
  const events = response.body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  const reader = events.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}
