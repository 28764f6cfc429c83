// Several runs beside one another: what differs in their values, their scores, and their curves in one chart.
import "./tuning.css";
import { SimpleGrid, Stack, Table, Text } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Screen } from "../../ui/screen";
import { Empty, Failure, Loading } from "../../ui/states";
import { WideTable } from "../../ui/wide-table";
import { useSpoken, useWords } from "../../words/words";
import { Chart } from "./chart";
import { asCurves, smooth } from "./curve";
import { useComparison, useRecipes } from "./queries";
import { formatScore } from "./score";

const route = getRouteApi("/tuning/compare");
const MEMORY = 0.95;

export function CompareScreen() {
  const words = useWords();
  const runs = route.useSearch().runs.split(",").filter(Boolean);
  const comparison = useComparison(runs);
  return (
    <Screen title={words.tuning.comparison}>
      {runs.length < 2 && <Empty title={words.tuning.tooFew} hint={words.tuning.tooFewHint} />}
      {comparison.isError && <Failure error={comparison.error} again={() => void comparison.refetch()} />}
      {runs.length > 1 && comparison.isPending && <Loading />}
      {comparison.data && <Comparison of={comparison.data} />}
    </Screen>
  );
}

type Compared = NonNullable<ReturnType<typeof useComparison>["data"]>;

function Comparison({ of }: { of: Compared }) {
  const { words, language } = useSpoken();
  const curve = (index: number, name: string) => asCurves(of.curves[index]?.curves ?? {})[name] ?? [];
  const isShared = of.runs.every((run) => run.metric === of.runs[0]!.metric);
  return (
    <Stack gap="lg">
      <Differences of={of} />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <Chart
          title={words.tuning.lossTitle[of.runs[0]!.family]}
          lines={of.runs.map((run, index) => ({ label: run.name, points: smooth(curve(index, "loss"), MEMORY) }))}
        />
        {isShared ? (
          <Chart
            title={words.tuning.scoreTitle[of.runs[0]!.family]}
            lines={of.runs.map((run, index) => ({ label: run.name, points: curve(index, run.metric), dots: true }))}
            format={(value) => formatScore(value, of.runs[0]!.metric, language)}
          />
        ) : (
          <Text c="dimmed">{words.tuning.otherMetrics}</Text>
        )}
      </SimpleGrid>
    </Stack>
  );
}

function Differences({ of }: { of: Compared }) {
  const { words, language } = useSpoken();
  const { family } = of.runs[0]!;
  const recipes = useRecipes(family, "");
  const titles = new Map(
    recipes.data?.flatMap((recipe) =>
      recipe.values.map(({ name, title }): [string, string] => [name, title[language]]),
    ),
  );
  const scores = (name: "first_score" | "best_score") =>
    of.runs.map((run) => (run[name] === null ? "–" : formatScore(run[name], run.metric, language)));
  const rows: [string, string[]][] = [
    [words.tuning.model, of.runs.map((run) => run.model)],
    [words.tuning.corpus, of.runs.map((run) => run.corpus_name)],
    [words.tuning.firstScore[family], scores("first_score")],
    [words.tuning.bestScore[family], scores("best_score")],
    ...of.differences.map(({ name, values }): [string, string[]] => [
      titles.get(name) ?? name,
      values.map((value) => String(value ?? "–")),
    ]),
  ];
  return (
    <WideTable label={words.tuning.comparison} width={420} verticalSpacing="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{words.tuning.whatDiffers}</Table.Th>
          {of.runs.map((run) => (
            <Table.Th key={run.id}>
              <Link to="/tuning/runs/$run" params={{ run: run.id }} className="name">
                {run.name}
              </Link>
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(([name, values]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" fw={400}>
              {name}
            </Table.Th>
            {values.map((value, index) => (
              <Table.Td key={of.runs[index]!.id}>{value}</Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  );
}
