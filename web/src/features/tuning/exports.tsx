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
import type { ExportView, Family, Format, Precision, RunView } from "./wire";

const PRECISIONS: Precision[] = ["int8", "float16", "float32"];
const FORMATS: Record<Family, Format[]> = { speech: ["ctranslate2"], language: ["gguf", "ctranslate2"], image: [] };

export function Exports({ run }: { run: RunView }) {
  const words = useWords();
  const exports = useExports();
  const exporting = useExporting(run.id);
  const formats = FORMATS[run.family];
  const [format, setFormat] = useState<Format>(formats[0] ?? "ctranslate2");
  const [precision, setPrecision] = useState<Precision>("int8");
  const own = exports.data?.filter((each) => each.run === run.id);
  if (!formats.length) return <Text>{words.tuning.exportHint[run.family]}</Text>;
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
          {formats.length > 1 && (
            <NativeSelect
              aria-label={words.tuning.format}
              data={formats.map((each) => ({ value: each, label: words.tuning.formats[each] }))}
              value={format}
              onChange={(event) => setFormat(event.currentTarget.value as Format)}
            />
          )}
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
            onClick={() => exporting.mutate({ format, precision })}
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
        {formats
          .filter((each) => own?.some((one) => one.state === "done" && one.format === each))
          .map((each) => (
            <OwnMachine key={each} family={run.family} format={each} />
          ))}
      </Stack>
    </section>
  );
}

function ExportLine({ of }: { of: ExportView }) {
  const { words, language } = useSpoken();
  const score = (value: number) => formatScore(value, of.family === "language" ? "perplexity" : "wer", language);
  const facts = [
    FORMATS[of.family].length > 1 && words.tuning.formatNames[of.format],
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

const IN_PYTHON = `pip install ctranslate2 transformers

import ctranslate2, transformers
tokenizer = transformers.AutoTokenizer.from_pretrained("FOLDER")
generator = ctranslate2.Generator("FOLDER")
question = [{"role": "user", "content": "Who are you?"}]
template = {"tokenize": False, "add_generation_prompt": True}
text = tokenizer.apply_chat_template(question, **template) if tokenizer.chat_template else "Who are you?\\n"
answer = generator.generate_batch([tokenizer.tokenize(text)], include_prompt_in_result=False, max_length=100)
print(tokenizer.decode(answer[0].sequences_ids[0], skip_special_tokens=True))`;

const AT_HOME: Record<Family, Partial<Record<Format, string>>> = {
  speech: { ctranslate2: "pip install soridam\nsoridam transcribe --model FOLDER recording.wav" },
  image: {},
  language: { gguf: "llama-cli -m FOLDER/model.gguf", ctranslate2: IN_PYTHON },
};

function OwnMachine({ family, format }: { family: Family; format: Format }) {
  const words = useWords();
  const title =
    FORMATS[family].length > 1
      ? words.tuning.ownMachineWith(words.tuning.formatNames[format])
      : words.tuning.ownMachine;
  return (
    <div>
      <Text size="sm">{title}</Text>
      <pre className="text" tabIndex={0} role="region" aria-label={title}>
        {AT_HOME[family][format]}
      </pre>
    </div>
  );
}
