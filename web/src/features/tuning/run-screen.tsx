// One run: how far it is and how well it does, its curves, what it hears, and what to do with what it has learned.
import "./tuning.css";
import { Alert, Button, Group, Modal, Progress, SimpleGrid, Stack, Text } from "@mantine/core";
import { IconMessageCircle, IconMicrophone, IconPalette, IconTrash } from "@tabler/icons-react";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { JobView } from "../../api/client";
import { formatDuration } from "../../ui/format";
import { Part } from "../../ui/part";
import { Screen } from "../../ui/screen";
import { Failure, Loading } from "../../ui/states";
import { useSpoken, useWords } from "../../words/words";
import { JobActions } from "../jobs/job-actions";
import { JobLog } from "../jobs/job-log";
import { isMoving, percentOf, warningsOf } from "../jobs/queries";
import { Waiting } from "../jobs/waiting";
import { Chart } from "./chart";
import { type Curves, smooth } from "./curve";
import { Exports } from "./exports";
import { useLiveRun } from "./live";
import { Measure } from "./measure";
import { useConfig, useDeletingRun, useRun } from "./queries";
import { RunState } from "./runs-screen";
import { Samples } from "./samples";
import { formatScore } from "./score";
import type { RunView } from "./wire";

const route = getRouteApi("/tuning/runs/$run");
const MEMORY = 0.9; // of the smoothed loss

export function RunScreen() {
  const words = useWords();
  const { run: id } = route.useParams();
  const run = useRun(id);
  if (run.data) return <Run run={run.data} key={id} />;
  return (
    <Screen title={words.tuning.title}>
      {run.isError ? <Failure error={run.error} again={() => void run.refetch()} /> : <Loading />}
    </Screen>
  );
}

function Run({ run }: { run: RunView }) {
  const words = useWords();
  const { job, curves, read } = useLiveRun(run);
  return (
    <Screen title={run.name} side={<RunState run={run} />}>
      <Stack gap="lg">
        <Condition run={run} job={job.data} />
        {run.has_model && run.state === "done" && <Uses run={run} />}
        <Part title={words.tuning.curves}>
          {read.isError ? (
            <Failure error={read.error} again={() => void read.refetch()} />
          ) : read.isPending ? (
            <Loading />
          ) : Object.keys(curves).length ? (
            <Charts run={run} curves={curves} />
          ) : (
            <Text c="dimmed">{isMoving(run) ? words.tuning.noCurveYet : words.tuning.noCurve}</Text>
          )}
        </Part>
        <Part title={words.tuning.samples[run.family]}>
          <Samples run={run} />
        </Part>
        <Part title={words.tuning.details}>
          {run.job && <JobLog job={run.job} />}
          <Config run={run.id} />
          <DeleteRun run={run} />
        </Part>
      </Stack>
    </Screen>
  );
}

function Condition({ run, job }: { run: RunView; job: JobView | undefined }) {
  const { words, language } = useSpoken();
  const share = job ? percentOf(job) : run.steps ? (100 * run.step) / run.steps : null;
  const left = job?.seconds_left ?? null;
  const line = [
    `${words.tuning.model}: ${run.model}`,
    `${words.tuning.corpus}: ${run.corpus_name}`,
    run.prior_name && `${words.tuning.prior}: ${run.prior_name}`,
    run.steps !== null && words.tuning.stepOf(run.step, run.steps),
    job && isMoving(job) && left !== null && words.timeLeft(formatDuration(left, language)),
  ];
  return (
    <Stack gap="sm">
      <Text>{line.filter(Boolean).join(" · ")}</Text>
      <Scores run={run} />
      {job && isMoving(job) && (
        <Progress value={share ?? 0} size="lg" animated={job.state === "running"} aria-label={words.progress} />
      )}
      {job && <Waiting job={job} />}
      {warningsOf(job).map((warning) => (
        <Alert key={warning} color="yellow" role="status">
          {warning}
        </Alert>
      ))}
      {job?.message && isMoving(job) && (
        <Text size="sm" c="dimmed">
          {job.message}
        </Text>
      )}
      {job?.error && <Failure title={words.tuning.failed} error={{ message: job.error, hint: job.hint }} />}
      {job && isMoving(job) && <Text c="dimmed">{words.tuning.mayClose}</Text>}
      <Group gap="xs">{job && <JobActions job={job} />}</Group>
    </Stack>
  );
}

function Scores({ run }: { run: RunView }) {
  const { words, language } = useSpoken();
  if (run.first_score === null && run.best_score === null) return null;
  return (
    <div role="status">
      <SimpleGrid cols={{ base: 2, sm: 3 }} component="dl" m={0}>
        {[
          [words.tuning.firstScore[run.family], run.first_score],
          [words.tuning.bestScore[run.family], run.best_score],
        ].map(([name, score]) => (
          <div key={name}>
            <Text component="dt" size="sm" c="dimmed">
              {name}
            </Text>
            <Text component="dd" m={0} fz={28} fw={600}>
              {score === null ? "–" : formatScore(score as number, run.metric, language)}
            </Text>
          </div>
        ))}
      </SimpleGrid>
      <Text size="sm" c="dimmed">
        {words.tuning.metrics[run.metric] ?? run.metric}
      </Text>
    </div>
  );
}

function Charts({ run, curves }: { run: RunView; curves: Curves }) {
  const { words, language } = useSpoken();
  const loss = curves.loss ?? [];
  const scores = curves[run.metric] ?? [];
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
      <Chart
        title={words.tuning.lossTitle[run.family]}
        lines={[
          { label: words.tuning.lossEach, points: loss, faint: true },
          { label: words.tuning.loss, points: smooth(loss, MEMORY) },
        ]}
      />
      {scores.length > 0 && (
        <Chart
          title={words.tuning.scoreTitle[run.family]}
          lines={[
            { label: words.tuning.metricNames[run.metric] ?? words.tuning.errorRate, points: scores, dots: true },
          ]}
          format={(value) => formatScore(value, run.metric, language)}
        />
      )}
    </SimpleGrid>
  );
}

function Uses({ run }: { run: RunView }) {
  const words = useWords();
  return (
    <Part title={words.tuning.use}>
      <Group>
        {run.family === "image" ? (
          <Button
            renderRoot={(props) => <Link {...props} to="/playground" search={{ model: run.id, family: "image" }} />}
            leftSection={<IconPalette size={20} aria-hidden />}
          >
            {words.tuning.tryPicture}
          </Button>
        ) : run.family === "language" ? (
          <Button
            renderRoot={(props) => <Link {...props} to="/playground" search={{ model: run.id }} />}
            leftSection={<IconMessageCircle size={20} aria-hidden />}
          >
            {words.tuning.tryLanguage}
          </Button>
        ) : (
          <Button
            renderRoot={(props) => <Link {...props} to="/tuning/try" search={{ model: run.id }} />}
            leftSection={<IconMicrophone size={20} aria-hidden />}
          >
            {words.tuning.tryThis}
          </Button>
        )}
      </Group>
      <Measure run={run} />
      <Exports run={run} />
    </Part>
  );
}

function Config({ run }: { run: string }) {
  const words = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <div>
      <Group>
        <Button variant="default" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? words.tuning.hideConfig : words.tuning.showConfig}
        </Button>
      </Group>
      {isOpen && <ConfigText run={run} />}
    </div>
  );
}

function ConfigText({ run }: { run: string }) {
  const words = useWords();
  const config = useConfig(run);
  if (config.isError) return <Failure error={config.error} again={() => void config.refetch()} />;
  if (!config.data) return <Loading />;
  return (
    <pre className="text" tabIndex={0} role="region" aria-label={words.tuning.showConfig}>
      {config.data}
    </pre>
  );
}

function DeleteRun({ run }: { run: RunView }) {
  const words = useWords();
  const [isAsked, setAsked] = useState(false);
  const deleting = useDeletingRun();
  const navigate = useNavigate();
  return (
    <>
      <Group>
        <Button variant="default" leftSection={<IconTrash size={18} aria-hidden />} onClick={() => setAsked(true)}>
          {words.tuning.deleteRun}
        </Button>
      </Group>
      <Modal
        opened={isAsked}
        onClose={() => setAsked(false)}
        title={words.deleteBook(run.name)}
        closeButtonProps={{ "aria-label": words.close }}
      >
        <Stack>
          <Text>{words.tuning.deleteHint}</Text>
          {deleting.isError && <Failure error={deleting.error} />}
          <Group justify="end">
            <Button variant="default" onClick={() => setAsked(false)} data-autofocus>
              {words.cancel}
            </Button>
            <Button
              loading={deleting.isPending}
              onClick={() => deleting.mutate(run.id, { onSuccess: () => void navigate({ to: "/tuning" }) })}
            >
              {words.delete}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
