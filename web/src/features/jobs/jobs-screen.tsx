// The list of jobs: what runs where and how long still, what waits, what went wrong and why, and what may be asked.
import { Badge, Button, Card, Group, Progress, SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { JobView } from "../../api/client";
import { formatDuration, formatMoment } from "../../ui/format";
import { Screen } from "../../ui/screen";
import { Empty, Failure, Loading } from "../../ui/states";
import { useSpoken, useWords } from "../../words/words";
import { useIsGrownUp } from "../account/queries";
import { JobActions } from "./job-actions";
import { JobLog } from "./job-log";
import { isMoving, percentOf, placeOf, useJobs } from "./queries";
import { Waiting } from "./waiting";

const COLORS: Record<string, string> = { done: "green", failed: "red", running: "coral", paused: "yellow" };
const SHOWN = ["all", "active", "failed"] as const;
type Shown = (typeof SHOWN)[number];

export function JobsScreen() {
  const words = useWords();
  const [shown, setShown] = useState<Shown>("all");
  const jobs = useJobs();
  const all = jobs.data?.pages.flat() ?? [];
  const chosen = all.filter((job) => isShown(job, shown));
  return (
    <Screen title={words.jobsTitle}>
      <Stack gap="md">
        {jobs.isPending && <Loading />}
        {jobs.isError && <Failure error={jobs.error} again={() => void jobs.refetch()} />}
        {jobs.isSuccess && all.length === 0 && <Empty title={words.noJobs} hint={words.noJobsHint} />}
        {all.length > 0 && (
          <Group>
            <SegmentedControl
              aria-label={words.jobStates}
              value={shown}
              onChange={(value) => setShown(value as Shown)}
              data={SHOWN.map((value) => ({
                value,
                label: { all: words.all, active: words.active, failed: words.states.failed! }[value],
              }))}
            />
          </Group>
        )}
        {all.length > 0 && chosen.length === 0 && <Text>{words.noneOfThese}</Text>}
        <Stack component="ul" p={0} m={0} gap="sm" style={{ listStyle: "none" }}>
          {chosen.map((job) => (
            <li key={job.id}>
              <JobCard job={job} />
            </li>
          ))}
        </Stack>
        {jobs.hasNextPage && (
          <Group justify="center">
            <Button variant="default" loading={jobs.isFetchingNextPage} onClick={() => void jobs.fetchNextPage()}>
              {words.earlier}
            </Button>
          </Group>
        )}
      </Stack>
    </Screen>
  );
}

function isShown(job: JobView, shown: Shown): boolean {
  if (shown === "failed") return job.state === "failed";
  return shown === "all" || isMoving(job) || job.state === "paused";
}

function JobCard({ job }: { job: JobView }) {
  const words = useWords();
  const isGrownUp = useIsGrownUp();
  const kind = words.kinds[job.kind] ?? job.kind;
  const title = job.title || (typeof job.result?.title === "string" ? job.result.title : "");
  return (
    <Card withBorder padding="md" component="article">
      <Stack gap="xs">
        <Group justify="space-between" gap="xs" wrap="nowrap" align="start">
          <div style={{ minWidth: 0 }}>
            <Title order={2} size="h4" style={{ overflowWrap: "anywhere" }}>
              {title || kind}
            </Title>
            <Facts job={job} kind={title ? kind : ""} />
          </div>
          <State job={job} />
        </Group>
        {isMoving(job) && <JobProgress job={job} />}
        <Waiting job={job} />
        {job.error && (
          <div>
            <Text c="var(--mantine-color-error)" style={{ overflowWrap: "anywhere" }}>
              {job.error}
            </Text>
            {job.hint && <Text c="dimmed">{job.hint}</Text>}
          </div>
        )}
        <Group gap="xs">
          <Open job={job} />
          <JobActions job={job} />
        </Group>
        {isGrownUp && job.state !== "waiting" && <JobLog job={job.id} />}
      </Stack>
    </Card>
  );
}

/** What it is, since when, and where it runs or how long it took. */
function Facts({ job, kind }: { job: JobView; kind: string }) {
  const { words, language } = useSpoken();
  const isGrownUp = useIsGrownUp(); // a child has no use for the names of machines
  const facts = [
    kind,
    formatMoment(job.submitted, language),
    isGrownUp && job.state === "running" && job.runner && words.runsOn(placeOf(job.runner)),
    isGrownUp && job.state === "waiting" && words.runsFor(job.queue),
    job.ended && job.started && words.lasted(formatDuration((job.ended - job.started) / 1000, language)),
    job.attempts > 1 && words.attempts(job.attempts),
  ];
  return (
    <Text size="sm" c="dimmed">
      {facts.filter(Boolean).join(" · ")}
    </Text>
  );
}

function Open({ job }: { job: JobView }) {
  const words = useWords();
  const of = (name: string) => (typeof job.result?.[name] === "string" ? (job.result[name] as string) : null);
  const [book, run, evaluation, corpus] = [of("book"), of("run"), of("evaluation"), of("corpus")];
  const transcription = of("transcription");
  return (
    <>
      {book && (
        <Button component={Link} to={`/books/${book}`} variant="light">
          {words.openBook}
        </Button>
      )}
      {corpus && (
        <Button component={Link} to={`/corpora/${corpus}`} variant="light">
          {words.openCorpus}
        </Button>
      )}
      {run && (
        <Button component={Link} to={`/tuning/runs/${run}`} variant="light">
          {words.openRun}
        </Button>
      )}
      {transcription && (
        <Button component={Link} to={`/transcribe/${transcription}`} variant="light">
          {words.openTranscription}
        </Button>
      )}
      {evaluation && (
        <Button component={Link} to={`/tuning/evaluations/${evaluation}`} variant="light">
          {words.openReport}
        </Button>
      )}
    </>
  );
}

function State({ job }: { job: JobView }) {
  const words = useWords();
  const isStopping = job.state === "running" && job.wanted !== "run";
  return (
    <Badge
      size="lg"
      variant="light"
      c="var(--mantine-color-text)"
      color={COLORS[job.state] ?? "gray"}
      tt="none"
      style={{ flex: "none" }}
    >
      {isStopping ? words.stopping : (words.states[job.state] ?? job.state)}
    </Badge>
  );
}

function JobProgress({ job }: { job: JobView }) {
  const { words, language } = useSpoken();
  const percent = percentOf(job);
  const told = [
    percent !== null && `${percent} %`,
    job.seconds_left !== null && job.state === "running" && words.timeLeft(formatDuration(job.seconds_left, language)),
    job.message,
  ];
  return (
    <div>
      <Progress value={percent ?? 0} size="lg" animated={job.state === "running"} aria-label={words.progress} />
      <Text size="sm" mt={4}>
        {told.filter(Boolean).join(" · ")}
      </Text>
    </div>
  );
}
