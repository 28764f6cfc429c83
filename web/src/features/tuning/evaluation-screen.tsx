// A report: how often each model errs, with its uncertainty, and the whole report to read and keep.
import "./tuning.css";
import { Button, Group, Progress, Stack, Table, Text } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { Screen } from "../../ui/screen";
import { Failure, Loading } from "../../ui/states";
import { WideTable } from "../../ui/wide-table";
import { useSpoken, useWords } from "../../words/words";
import { JobActions } from "../jobs/job-actions";
import { isMoving, percentOf, useFollowedJob } from "../jobs/queries";
import { Waiting } from "../jobs/waiting";
import { useEvaluation } from "./queries";
import { RunState } from "./runs-screen";
import { formatScore } from "./score";
import type { EvaluationView } from "./wire";

const route = getRouteApi("/tuning/evaluations/$evaluation");

export function EvaluationScreen() {
  const words = useWords();
  const { evaluation: id } = route.useParams();
  const evaluation = useEvaluation(id);
  if (evaluation.data) return <Evaluation of={evaluation.data} />;
  return (
    <Screen title={words.tuning.reports}>
      {evaluation.isError ? <Failure error={evaluation.error} again={() => void evaluation.refetch()} /> : <Loading />}
    </Screen>
  );
}

function Evaluation({ of }: { of: EvaluationView }) {
  const { words, language } = useSpoken();
  const job = useFollowedJob(of.job, () => undefined);
  const report = `/api/evaluations/${of.id}/report#${language}`;
  return (
    <Screen
      title={words.tuning.reportOf(of.name || of.models.map((model) => model.name).join(" / "))}
      side={<RunState run={of} />}
    >
      <Stack gap="lg">
        <Text>
          {of.corpus_name} · {of.split}
        </Text>
        {job.data && isMoving(job.data) && (
          <Progress
            value={percentOf(job.data) ?? 0}
            size="lg"
            animated={job.data.state === "running"}
            aria-label={words.progress}
          />
        )}
        {job.data && <Waiting job={job.data} />}
        {job.data?.error && <Failure error={{ message: job.data.error, hint: job.data.hint }} />}
        <Group gap="xs">{job.data && <JobActions job={job.data} />}</Group>
        {of.scores.length > 0 && <Scores of={of} />}
        {of.has_report && (
          <>
            <Group>
              <Button
                component="a"
                href={report}
                target="_blank"
                rel="noreferrer"
                variant="default"
                leftSection={<IconExternalLink size={18} aria-hidden />}
              >
                {words.tuning.openReport}
              </Button>
            </Group>
            <iframe
              key={report}
              className="report"
              src={report}
              title={words.tuning.wholeReport}
              sandbox="allow-scripts"
            />
          </>
        )}
      </Stack>
    </Screen>
  );
}

function Scores({ of }: { of: EvaluationView }) {
  const { words, language } = useSpoken();
  return (
    <WideTable label={words.tuning.reports} width={420} verticalSpacing="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{words.tuning.model}</Table.Th>
          <Table.Th>{words.tuning.set}</Table.Th>
          <Table.Th>{words.tuning.score[of.family]}</Table.Th>
          <Table.Th>{words.tuning.between}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {of.scores.map((score) => (
          <Table.Tr key={`${score.model} ${score.set} ${score.metric}`}>
            <Table.Td>{score.model}</Table.Td>
            <Table.Td>{score.set}</Table.Td>
            <Table.Td>
              {formatScore(score.rate, score.metric, language)} (
              {words.tuning.metricNames[score.metric] ?? score.metric})
            </Table.Td>
            <Table.Td>
              {score.low === null || score.high === null
                ? "–"
                : `${formatScore(score.low, score.metric, language)} – ${formatScore(score.high, score.metric, language)}`}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  );
}
