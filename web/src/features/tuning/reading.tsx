// What a language model would read of a corpus: tokens, what is left out, and examples with what is learned marked.
import { Alert, List, SimpleGrid, Stack, Text } from "@mantine/core";
import { formatCount } from "../../ui/format";
import { Failure, Loading } from "../../ui/states";
import { useSpoken, useWords } from "../../words/words";
import { HistogramPlot } from "../corpora/histogram";
import { isOver, useFollowedJob } from "../jobs/queries";
import { Figures } from "./figures";

interface Result {
  examples: { train: number; validation: number };
  tokens: number;
  learned_tokens: number;
  length: { longest: number };
  histogram: { edges: number[]; counts: number[] };
  left_out: Record<string, number>;
  rejected: { id: string; detail: string }[];
  drops: boolean;
  shown: { place: string; tokens: number; pieces: { text: string; learned: boolean }[] }[];
}

export function Reading({ job: id }: { job: string }) {
  const words = useWords();
  const job = useFollowedJob(id, () => undefined);
  if (job.isError) return <Failure error={job.error} />;
  if (!job.data || !isOver(job.data)) return <Loading what={words.tuning.reading} />;
  if (job.data.state !== "done")
    return <Failure title={words.tuning.readFailed} error={{ message: job.data.error ?? "", hint: job.data.hint }} />;
  return <Read result={job.data.result as unknown as Result} />;
}

function Read({ result }: { result: Result }) {
  const { words, language } = useSpoken();
  const count = (value: number) => formatCount(value, language);
  const figures: [string, string][] = [
    [words.tuning.examples, words.tuning.examplesOf(result.examples.train, result.examples.validation)],
    [words.tuning.tokens, count(result.tokens)],
    [words.tuning.learnedTokens, count(result.learned_tokens)],
    [words.tuning.longest, count(result.length.longest)],
  ];
  return (
    <Stack role="status">
      <Figures figures={figures} />
      <LeftOut result={result} />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <HistogramPlot title={words.tuning.lengths} histogram={result.histogram} />
        <div>
          <Text size="sm" c="dimmed">
            {words.tuning.asRead}
          </Text>
          <ul className="rows">
            {result.shown.map((example) => (
              <li key={example.place}>
                <Text className="as-read">
                  {example.pieces.map((piece, index) =>
                    piece.learned ? (
                      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text are told apart by where they stand
                      <mark key={index}>{piece.text}</mark>
                    ) : (
                      piece.text
                    ),
                  )}
                </Text>
              </li>
            ))}
          </ul>
        </div>
      </SimpleGrid>
    </Stack>
  );
}

function LeftOut({ result }: { result: Result }) {
  const words = useWords();
  const total = Object.values(result.left_out).reduce((sum, each) => sum + each, 0);
  if (!total) return null;
  return (
    <Alert color="yellow" title={words.tuning.leftOut(total)}>
      {!result.drops && <Text>{words.tuning.stopsTraining}</Text>}
      <List size="sm">
        {result.rejected.slice(0, 10).map((each) => (
          <List.Item key={each.id}>
            {each.id}: {each.detail}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
