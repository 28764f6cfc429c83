// The latest job of a corpus, followed live: how far, how fast, its log, and what to do when it failed.
import { Button, Group, Progress, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import type { JobView } from "../../api/client";
import type { JobEvent } from "../../api/follow";
import { formatCount, formatDuration } from "../../ui/format";
import { Failure, Loading } from "../../ui/states";
import { useSpoken } from "../../words/words";
import { JobActions } from "../jobs/job-actions";
import { JobLog } from "../jobs/job-log";
import { isOver, percentOf, useFollowedJob } from "../jobs/queries";
import { Waiting } from "../jobs/waiting";
import { type CorpusView, corpusKeys } from "./queries";

interface Props {
  corpus: CorpusView;
  told?: (event: JobEvent) => void;
}

export function CorpusJob({ corpus, told }: Props) {
  const { words } = useSpoken();
  const said = words.corpora;
  const queries = useQueryClient();
  const job = useFollowedJob(corpus.job, (event) => told?.(event));
  const over = job.data ? isOver(job.data) : null;
  const wasOver = useRef<boolean | null>(null);
  useEffect(() => {
    if (over && wasOver.current === false) void queries.invalidateQueries({ queryKey: corpusKeys.all });
    wasOver.current = over;
  }, [over, queries]);
  if (!corpus.job) return null;
  if (job.isError) return <Failure error={job.error} again={() => void job.refetch()} />;
  if (!job.data) return corpus.state === "working" ? <Loading /> : null;
  if (job.data.state === "done") return null;
  return (
    <Stack gap="sm" component="section" aria-label={said.working[job.data.kind] ?? job.data.kind}>
      {job.data.state === "failed" ? <Failed job={job.data} corpus={corpus.id} /> : <Condition job={job.data} />}
      {job.data.state !== "waiting" && <JobLog job={corpus.job} />}
    </Stack>
  );
}

function Failed({ job, corpus }: { job: JobView; corpus: string }) {
  const { words } = useSpoken();
  const title = job.kind === "draft" ? words.editor.draftFailed : words.corpora.failed;
  return (
    <>
      <Failure title={title} error={{ message: job.error ?? "", hint: job.hint }} />
      <Group gap="xs">
        <JobActions job={job} />
        {job.kind === "prepare" && (
          <Button
            variant="default"
            renderRoot={(props) => (
              <Link {...props} to="/corpora/$corpus" params={{ corpus }} search={{ tab: "aside" }} />
            )}
          >
            {words.corpora.asideShow}
          </Button>
        )}
      </Group>
    </>
  );
}

function Condition({ job }: { job: JobView }) {
  const { words, language } = useSpoken();
  const said = words.corpora;
  const pace = usePace(job);
  const counted = job.total
    ? said.rowsDone(formatCount(job.done, language), formatCount(job.total, language))
    : job.done
      ? formatCount(job.done, language)
      : "";
  const left = pace && job.total && job.state === "running" ? (job.total - job.done) / pace : null;
  return (
    <>
      <Text role="status">
        {job.state === "running" ? (said.working[job.kind] ?? job.kind) : (words.states[job.state] ?? job.state)}
        {counted && ` · ${counted}`}
        {left !== null && ` · ${said.rate(formatCount(pace, language), formatDuration(left, language))}`}
      </Text>
      <Progress
        value={percentOf(job) ?? (job.state === "running" ? 100 : 0)}
        size="lg"
        animated={job.state === "running"}
        aria-label={words.progress}
      />
      <Waiting job={job} />
      {job.message && job.state === "running" && (
        <Text size="sm" c="dimmed">
          {job.message}
        </Text>
      )}
      <Group gap="xs">
        <JobActions job={job} />
      </Group>
    </>
  );
}

const PACE_TAKES = 3_000; // ms until a rate means something

/** Units a second, over the time that this page has watched; 0 while that is too short. */
function usePace(job: JobView): number {
  const [begun, setBegun] = useState<{ at: number; done: number } | null>(null);
  const [pace, setPace] = useState(0);
  useEffect(() => {
    const now = Date.now();
    if (!begun || job.done < begun.done) setBegun({ at: now, done: job.done });
    else if (now - begun.at > PACE_TAKES) setPace((1000 * (job.done - begun.done)) / (now - begun.at));
  }, [job.done, begun]);
  return pace;
}
