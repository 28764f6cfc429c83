// Measuring a tuned model against the untuned one, on recordings that neither has learned from.
import { Button, Group, NativeSelect, Text, Title } from "@mantine/core";
import { IconReportAnalytics } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Failure } from "../../ui/states";
import { useWords } from "../../words/words";
import { useReadyCorpora } from "../corpora/queries";
import { useEvaluating } from "./queries";
import type { CorpusView, RunView } from "./wire";

export function Measure({ run }: { run: RunView }) {
  const words = useWords();
  const corpora = useReadyCorpora(run.family);
  return (
    <section aria-label={words.tuning.measure}>
      <Title order={3} size="h4" mb={4}>
        {words.tuning.measure}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {words.tuning.measureHint[run.family]}
      </Text>
      {corpora.isError && <Failure error={corpora.error} again={() => void corpora.refetch()} />}
      {corpora.data && corpora.data.length > 0 && <MeasureForm run={run} corpora={corpora.data} />}
    </section>
  );
}

function MeasureForm({ run, corpora }: { run: RunView; corpora: CorpusView[] }) {
  const words = useWords();
  const navigate = useNavigate();
  const evaluating = useEvaluating();
  const own = corpora.find((each) => each.id === run.corpus) ?? corpora[0]!;
  const [chosen, setChosen] = useState(own.id);
  const corpus = corpora.find((each) => each.id === chosen) ?? own;
  const splits = Object.keys(corpus.splits);
  const [wanted, setWanted] = useState(splitToMeasure(splits));
  const split = splits.includes(wanted) ? wanted : splitToMeasure(splits);
  const begin = () =>
    evaluating.mutate(
      { name: run.name, models: [run.id, run.model], corpus: corpus.id, split, limit: 0 },
      { onSuccess: ({ id }) => void navigate({ to: "/tuning/evaluations/$evaluation", params: { evaluation: id } }) },
    );
  return (
    <>
      <Group align="end">
        <NativeSelect
          label={words.tuning.corpus}
          data={corpora.map((each) => ({ value: each.id, label: each.name }))}
          value={corpus.id}
          onChange={(event) => setChosen(event.currentTarget.value)}
        />
        <NativeSelect
          label={words.tuning.split}
          data={splits}
          value={split}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
        <Button
          variant="default"
          leftSection={<IconReportAnalytics size={18} aria-hidden />}
          loading={evaluating.isPending}
          onClick={begin}
        >
          {words.tuning.makeReport}
        </Button>
      </Group>
      {evaluating.isError && <Failure error={evaluating.error} />}
    </>
  );
}

/** What was kept for measuring, as far as there is such a part. */
export function splitToMeasure(splits: string[]): string {
  return ["test", "validation"].find((name) => splits.includes(name)) ?? splits[0] ?? "test";
}
