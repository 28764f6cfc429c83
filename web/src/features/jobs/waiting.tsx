// What a waiting job waits for: which of one's own jobs come first, by their names.
import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api, ask, type JobView } from "../../api/client";
import { useWords } from "../../words/words";
import { aheadOf, jobKeys } from "./queries";

const LOOK_AGAIN = 3_000; // ms
const NAMED = 3;

export function Waiting({ job }: { job: JobView }) {
  const words = useWords();
  const isWaiting = job.state === "waiting";
  const jobs = useQuery({
    queryKey: [...jobKeys.all, "ahead"],
    queryFn: () => ask(api.GET("/api/jobs", { params: { query: { limit: 200 } } })),
    enabled: isWaiting,
    refetchInterval: LOOK_AGAIN,
  });
  if (!isWaiting || !jobs.data) return null;
  const ahead = aheadOf(job, jobs.data);
  const names = ahead.map(({ kind, title }) =>
    [words.kinds[kind] ?? kind, title && `“${title}”`].filter(Boolean).join(" "),
  );
  return (
    <Text size="sm" c="dimmed">
      {names.length
        ? words.behind(names.length, names.slice(0, NAMED).join(", "), names.length > NAMED)
        : words.behindNone}
    </Text>
  );
}
