// Taking a tuned model along: exporting it for fast recognition, downloading it, and using it on one's own machine.
import { Anchor, Button, Group, NativeSelect, Stack, Text, Title } from "@mantine/core";
import { IconDownload, IconPackageExport } from "@tabler/icons-react";
import { useState } from "react";
import { formatBytes, formatPercent } from "../../ui/format";
import { Failure, Loading } from "../../ui/states";
import { useSpoken, useWords } from "../../words/words";
import { useExporting, useExports } from "./queries";
import { RunState } from "./runs-screen";
import { formatScore } from "./score";
import type { ExportView, Family, Precision, RunView } from "./wire";

const PRECISIONS: Precision[] = ["int8", "float16", "float32"];

export function Exports({ run }: { run: RunView }) {
  const words = useWords();
  const exports = useExports();
  const exporting = useExporting(run.id);
  const [precision, setPrecision] = useState<Precision>("int8");
  const own = exports.data?.filter((each) => each.run === run.id);
  return (
    <section aria-label={words.tuning.export}>
      <Title order={3} size="h4" mb={4}>
        {words.tuning.export}
      </Title>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {words.tuning.exportHint[run.family]}
        </Text>
        <Group>
          <NativeSelect
            aria-label={words.tuning.precision}
            data={PRECISIONS.map((each) => ({ value: each, label: words.tuning.precisions[each] }))}
            value={precision}
            onChange={(event) => setPrecision(event.currentTarget.value as Precision)}
          />
          <Button
            variant="default"
            leftSection={<IconPackageExport size={18} aria-hidden />}
            loading={exporting.isPending}
            onClick={() => exporting.mutate(precision)}
          >
            {words.tuning.makeExport}
          </Button>
        </Group>
        {exporting.isError && <Failure error={exporting.error} />}
        {exports.isError && <Failure error={exports.error} again={() => void exports.refetch()} />}
        {exports.isPending && <Loading />}
        <ul className="rows">
          {own?.map((each) => (
            <li key={each.id}>
              <ExportLine of={each} />
            </li>
          ))}
        </ul>
        {own?.some((each) => each.state === "done") && <OwnMachine family={run.family} />}
      </Stack>
    </section>
  );
}

function ExportLine({ of }: { of: ExportView }) {
  const { words, language } = useSpoken();
  const score = (value: number) => formatScore(value, of.family === "language" ? "perplexity" : "wer", language);
  const facts = [
    words.tuning.precisions[of.precision as Precision] ?? of.precision,
    of.bytes !== null && formatBytes(of.bytes, language),
    of.parity !== null && words.tuning.parity[of.family](formatPercent(of.parity, language)),
    of.original !== null &&
      of.exported !== null &&
      words.tuning.exportScores[of.family](score(of.original), score(of.exported)),
  ];
  return (
    <>
      <Text>{facts.filter(Boolean).join(" · ")}</Text>
      {of.state === "done" ? (
        <Button
          component="a"
          href={`/api/exports/${of.id}/download`}
          download
          variant="light"
          leftSection={<IconDownload size={18} aria-hidden />}
        >
          {words.tuning.download}
        </Button>
      ) : of.state === "failed" ? (
        <Anchor href="/jobs">{words.states.failed}</Anchor>
      ) : (
        <RunState run={of} />
      )}
    </>
  );
}

const AT_HOME: Record<Family, string> = {
  speech: "pip install soridam\nsoridam transcribe --model FOLDER recording.wav",
  language: "llama-cli -m FOLDER/model.gguf",
};

function OwnMachine({ family }: { family: Family }) {
  const words = useWords();
  return (
    <div>
      <Text size="sm">{words.tuning.ownMachine}</Text>
      <pre className="text" tabIndex={0} role="region" aria-label={words.tuning.ownMachine}>
        {AT_HOME[family]}
      </pre>
    </div>
  );
}
