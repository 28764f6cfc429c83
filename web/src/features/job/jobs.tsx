// The list of jobs: how far each is, what went wrong, and what may be asked of it.
import { Badge, Button, Card, Group, Progress, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { JobView } from "../../api/client";
import { isMoving, percentOf, useJobs } from "../../api/jobs";
import { JobActions } from "../../ui/job-actions";
import { Screen } from "../../ui/screen";
import { Empty, Failure, Loading } from "../../ui/states";
import { useSpoken, useWords } from "../../words/words";

const COLORS: Record<string, string> = { done: "green", failed: "red", running: "coral", paused: "yellow" };

export function JobsScreen() {
  const words = useWords();
  const jobs = useJobs();
  return (
    <Screen title={words.jobsTitle}>
      {jobs.isPending && <Loading />}
      {jobs.isError && <Failure error={jobs.error} again={() => void jobs.refetch()} />}
      {jobs.data?.length === 0 && <Empty title={words.noJobs} hint={words.noJobsHint} />}
      <Stack component="ul" p={0} m={0} gap="sm" style={{ listStyle: "none" }}>
        {jobs.data?.map((job) => (
          <li key={job.id}>
            <JobCard job={job} />
          </li>
        ))}
      </Stack>
    </Screen>
  );
}

function JobCard({ job }: { job: JobView }) {
  const { words, language } = useSpoken();
  const book = typeof job.result?.book === "string" ? job.result.book : null;
  const title = typeof job.result?.title === "string" ? job.result.title : null;
  const when = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(job.submitted);
  return (
    <Card withBorder padding="md">
      <Stack gap="xs">
        <Group justify="space-between" gap="xs">
          <div>
            <Title order={2} size="h4">
              {title ?? words.kinds[job.kind] ?? job.kind}
            </Title>
            <Text size="sm" c="dimmed">
              {title && `${words.kinds[job.kind] ?? job.kind} · `}
              {when}
              {job.attempts > 1 && ` · ${words.attempts(job.attempts)}`}
            </Text>
          </div>
          <State job={job} />
        </Group>
        {isMoving(job) && <JobProgress job={job} />}
        {job.message && <Text size="sm">{job.message}</Text>}
        {job.error && (
          <div>
            <Text c="var(--mantine-color-error)">{job.error}</Text>
            {job.hint && <Text c="dimmed">{job.hint}</Text>}
          </div>
        )}
        <Group gap="xs">
          {book && (
            <Button component={Link} to={`/books/${book}`} variant="light">
              {words.openBook}
            </Button>
          )}
          <JobActions job={job} />
        </Group>
      </Stack>
    </Card>
  );
}

function State({ job }: { job: JobView }) {
  const words = useWords();
  const isStopping = job.state === "running" && job.wanted !== "run";
  return (
    <Badge size="lg" variant="light" c="var(--mantine-color-text)" color={COLORS[job.state] ?? "gray"} tt="none">
      {isStopping ? words.stopping : (words.states[job.state] ?? job.state)}
    </Badge>
  );
}

function JobProgress({ job }: { job: JobView }) {
  const words = useWords();
  const percent = percentOf(job);
  return <Progress value={percent ?? 0} size="lg" animated={job.state === "running"} aria-label={words.progress} />;
}
