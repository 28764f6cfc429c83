// What a job has said, line by line, from its first word; goes on while it runs.
import { Button, Code, Group, ScrollArea, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { followJob, type JobEvent } from "../../api/follow";
import { Failure } from "../../ui/states";
import { useSpoken } from "../../words/words";

const MOST_LINES = 2_000;

export function JobLog({ job }: { job: string }) {
  const { words } = useSpoken();
  const [isOpen, setOpen] = useState(false);
  return (
    <div>
      <Group>
        <Button variant="default" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? words.hideLog : words.showLog}
        </Button>
      </Group>
      {isOpen && <Lines job={job} />}
    </div>
  );
}

function Lines({ job }: { job: string }) {
  const { words, language } = useSpoken();
  const [events, setEvents] = useState<JobEvent[]>([]);
  const [error, setError] = useState<Error | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: told anew in another language
  useEffect(() => {
    const ending = new AbortController();
    let news: JobEvent[] = [];
    const show = () => {
      const told = news;
      news = [];
      if (told.length) setEvents((before) => [...before, ...told].slice(-MOST_LINES));
    };
    let last = "";
    const hear = (event: JobEvent) => {
      const line = lineOf(event);
      if (line && line !== last) news.push(event);
      last = line || last;
    };
    setEvents([]);
    const timer = setInterval(show, 300);
    followJob(job, hear, ending.signal).catch((failure: Error) => {
      if (failure.name !== "AbortError") setError(failure);
    });
    return () => (clearInterval(timer), ending.abort());
  }, [job, language]);
  if (error) return <Failure error={error} />;
  if (!events.length) return <Text c="dimmed">{words.noLog}</Text>;
  const time = new Intl.DateTimeFormat(language, { timeStyle: "medium" });
  return (
    <ScrollArea.Autosize mah={320} viewportProps={{ tabIndex: 0, "aria-label": words.jobLog, role: "region" }}>
      <Code block style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
        {events.map((event) => `${time.format(Number(event.body.at))}  ${lineOf(event)}`).join("\n")}
      </Code>
    </ScrollArea.Autosize>
  );
}

/** An event as a line, in our language as the server tells it; those that other parts of a screen show are left out. */
export function lineOf({ kind, body }: JobEvent): string {
  if (kind === "log" || kind === "state") return String(body.line ?? "");
  return kind === "progress" ? String(body.message ?? "") : "";
}
