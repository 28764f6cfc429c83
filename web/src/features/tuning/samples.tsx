// What the model wrote at each validation, beside what was said, with the differences marked.
import { NativeSelect, SimpleGrid, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { Failure, Loading } from "../../ui/states";
import { useWords } from "../../words/words";
import { compareWords } from "./difference";
import { useSamples } from "./queries";
import type { RunView, SamplesView } from "./wire";

export function Samples({ run }: { run: RunView }) {
  const words = useWords();
  const [step, setStep] = useState<number | null>(null);
  const samples = useSamples(run.id, step);
  if (samples.isError) return <Failure error={samples.error} again={() => void samples.refetch()} />;
  if (!samples.data) return <Loading />;
  if (!samples.data.samples.length) return <Text c="dimmed">{words.tuning.noSamples}</Text>;
  return (
    <Stack>
      <NativeSelect
        label={words.tuning.afterStep}
        maw="14rem"
        value={step ?? ""}
        onChange={(event) => setStep(event.currentTarget.value === "" ? null : Number(event.currentTarget.value))}
        data={[
          { value: "", label: words.tuning.newest },
          ...samples.data.steps.map((each) => ({ value: String(each), label: String(each) })),
        ]}
      />
      {run.family === "image" ? (
        <Pictures of={samples.data.samples} run={run.id} />
      ) : (
        <ul className="rows">
          {samples.data.samples.map((sample) => (
            <li key={sample.id}>
              {run.family === "language" ? (
                <Answer of={sample} />
              ) : (
                <div style={{ padding: "0.5rem 0" }}>
                  <Text size="sm" c="dimmed">
                    {sample.reference}
                  </Text>
                  <Difference reference={sample.reference} hypothesis={sample.hypothesis} />
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
    </Stack>
  );
}

/** Pictures that were painted of the same captions with the same seeds as at every other validation. */
function Pictures({ of, run }: { of: SamplesView["samples"]; run: string }) {
  return (
    <SimpleGrid cols={{ base: 2, sm: 4 }} className="painted">
      {of.map((sample) => (
        <figure key={sample.id}>
          <img src={`/api/runs/${run}/samples/${sample.picture}`} alt={sample.prompt} loading="lazy" />
          <Text component="figcaption" size="sm" c="dimmed">
            {sample.prompt}
          </Text>
        </figure>
      ))}
    </SimpleGrid>
  );
}

/** A question, the answer of the corpus, and what the model wrote: there are many right answers, so none is marked. */
function Answer({ of }: { of: SamplesView["samples"][number] }) {
  const words = useWords().tuning;
  const lines = [
    [words.asked, of.prompt],
    [words.wanted, of.reference],
    [words.written, of.hypothesis || words.nothingHeard],
  ];
  return (
    <div className="as-read" style={{ padding: "0.5rem 0" }}>
      {lines.map(([name, text], index) => (
        <Text key={name} fw={index === lines.length - 1 ? 500 : undefined}>
          <Text span size="sm" c="dimmed">
            {name}:{" "}
          </Text>
          {text}
        </Text>
      ))}
    </div>
  );
}

export function Difference({ reference, hypothesis }: { reference: string; hypothesis: string }) {
  const words = useWords();
  const pieces = compareWords(reference, hypothesis);
  return (
    <Text>
      {pieces.length === 0 && (
        <Text span c="dimmed">
          {words.tuning.nothingHeard}
        </Text>
      )}
      {pieces.map((piece, index) => {
        const Tag = piece.kind === "wrong" ? "ins" : piece.kind === "missing" ? "del" : "span";
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have nothing else to be told apart by
          <span key={index}>
            <Tag className={piece.kind}>{piece.text}</Tag>{" "}
          </span>
        );
      })}
    </Text>
  );
}
