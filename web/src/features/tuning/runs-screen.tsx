// All runs, to open, to compare, and to begin another one; and the models that are there.
import "./tuning.css";
import { Badge, Button, Checkbox, Group, Stack, Table, Text, Title } from "@mantine/core";
import { IconArrowsDiff, IconMicrophone, IconSchool } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { formatBytes, formatLarge, formatMoment } from "../../ui/format";
import { Screen } from "../../ui/screen";
import { Empty, Failure, Loading } from "../../ui/states";
import { WideTable } from "../../ui/wide-table";
import { useSpoken, useWords } from "../../words/words";
import { useEvaluations, useModels, useRuns } from "./queries";
import { formatScore } from "./score";
import { MILLION, whereOf } from "./weights";
import type { Family, ModelView, RunView } from "./wire";

const MOST_COMPARED = 8;

export function TuningScreen() {
  const words = useWords();
  const runs = useRuns();
  return (
    <Screen title={words.tuning.title} side={runs.data?.length ? <Doors /> : undefined}>
      <Stack gap="xl">
        {runs.isPending && <Loading />}
        {runs.isError && <Failure error={runs.error} again={() => void runs.refetch()} />}
        {runs.data?.length === 0 && (
          <Empty title={words.tuning.noRuns} hint={words.tuning.noRunsHint}>
            <Doors />
          </Empty>
        )}
        {runs.data && runs.data.length > 0 && <RunList runs={runs.data} />}
        <Reports />
        <Models family="speech" />
        <Models family="language" />
      </Stack>
    </Screen>
  );
}

function Doors() {
  const words = useWords();
  return (
    <Group gap="xs">
      <Button
        component={Link}
        to="/tuning/try"
        variant="default"
        leftSection={<IconMicrophone size={20} aria-hidden />}
      >
        {words.tuning.tryModel}
      </Button>
      <Button component={Link} to="/tuning/new" leftSection={<IconSchool size={20} aria-hidden />}>
        {words.tuning.newRun}
      </Button>
    </Group>
  );
}

function RunList({ runs }: { runs: RunView[] }) {
  const words = useWords();
  const navigate = useNavigate();
  const [chosen, setChosen] = useState<string[]>([]);
  const choose = (run: string, isChosen: boolean) =>
    setChosen((before) => (isChosen ? [...before, run].slice(-MOST_COMPARED) : before.filter((each) => each !== run)));
  return (
    <section aria-label={words.tuning.runs}>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h3">
          {words.tuning.runs}
        </Title>
        {runs.length > 1 && (
          <Button
            variant="default"
            leftSection={<IconArrowsDiff size={18} aria-hidden />}
            disabled={chosen.length < 2}
            onClick={() => void navigate({ to: "/tuning/compare", search: { runs: chosen.join(",") } })}
          >
            {words.tuning.compare(chosen.length)}
          </Button>
        )}
      </Group>
      <ul className="rows">
        {runs.map((run) => (
          <li key={run.id}>
            <Group wrap="nowrap" style={{ minWidth: 0 }}>
              {runs.length > 1 && (
                <Checkbox
                  size="md"
                  aria-label={words.tuning.chooseRun(run.name)}
                  checked={chosen.includes(run.id)}
                  onChange={(event) => choose(run.id, event.currentTarget.checked)}
                />
              )}
              <RunLine run={run} />
            </Group>
            <RunState run={run} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function RunLine({ run }: { run: RunView }) {
  const { words, language } = useSpoken();
  const told = run.metric === "perplexity" ? words.tuning.perplexity : words.tuning.errors;
  return (
    <div style={{ minWidth: 0 }}>
      <Link to="/tuning/runs/$run" params={{ run: run.id }} className="name">
        {run.name}
      </Link>
      <Text size="sm" c="dimmed">
        {[run.model, run.corpus_name, formatMoment(run.created, language)].join(" · ")}
        {run.best_score !== null && ` · ${told(formatScore(run.best_score, run.metric, language))}`}
      </Text>
    </div>
  );
}

export function RunState({ run }: { run: { state: string; step?: number; steps?: number | null } }) {
  const words = useWords();
  const counted = run.state === "running" && run.steps ? ` ${run.step}/${run.steps}` : "";
  return (
    <Badge size="lg" variant="light" c="var(--mantine-color-text)" tt="none" style={{ flex: "none" }}>
      {words.states[run.state] ?? run.state}
      {counted}
    </Badge>
  );
}

function Reports() {
  const words = useWords();
  const evaluations = useEvaluations();
  if (!evaluations.data?.length) return null;
  return (
    <section aria-label={words.tuning.reports}>
      <Title order={2} size="h3" mb="xs">
        {words.tuning.reports}
      </Title>
      <ul className="rows">
        {evaluations.data.map((evaluation) => (
          <li key={evaluation.id}>
            <div>
              <Link to="/tuning/evaluations/$evaluation" params={{ evaluation: evaluation.id }} className="name">
                {evaluation.name || evaluation.models.map((model) => model.name).join(" / ")}
              </Link>
              <Text size="sm" c="dimmed">
                {evaluation.corpus_name} · {evaluation.split}
              </Text>
            </div>
            <RunState run={evaluation} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Models({ family }: { family: Family }) {
  const words = useWords();
  const models = useModels(family);
  if (models.isPending) return <Loading />;
  if (models.isError) return <Failure error={models.error} again={() => void models.refetch()} />;
  return (
    <section aria-label={words.tuning.modelsOf[family]}>
      <Title order={2} size="h3" mb="xs">
        {words.tuning.modelsOf[family]}
      </Title>
      <WideTable label={words.tuning.modelsOf[family]} width={420} verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.tuning.model}</Table.Th>
            <Table.Th>{words.tuning.origin}</Table.Th>
            <Table.Th>{words.tuning.size}</Table.Th>
            <Table.Th>{words.tuning.weights}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {models.data.map((model) => (
            <ModelRow key={model.id} model={model} />
          ))}
        </Table.Tbody>
      </WideTable>
    </section>
  );
}

function ModelRow({ model }: { model: ModelView }) {
  const { words, language } = useSpoken();
  return (
    <Table.Tr>
      <Table.Td>{model.name}</Table.Td>
      <Table.Td>{words.tuning.origins[model.origin]}</Table.Td>
      <Table.Td>
        {model.parameters
          ? words.tuning.parameters(formatLarge(model.parameters * MILLION, language))
          : model.bytes
            ? formatBytes(model.bytes, language)
            : "–"}
      </Table.Td>
      <Table.Td>{whereOf(model, words)}</Table.Td>
    </Table.Tr>
  );
}
