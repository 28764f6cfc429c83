// What a run will take, as a job has worked it out: time, memory, rows, and what to think about before starting.
import { Alert, List, SimpleGrid, Text } from "@mantine/core";
import { formatBytes, formatDuration } from "../../ui/format";
import { Failure, Loading } from "../../ui/states";
import { useSpoken } from "../../words/words";
import { useFollowedJob } from "../jobs/queries";

interface Result {
  train_rows: number;
  validation_rows: number;
  dropped_rows: number;
  steps: number;
  memory_bytes: number;
  available_bytes: number;
  seconds: number;
  warnings: string[];
}

export function Estimate({ job: id }: { job: string }) {
  const { words } = useSpoken();
  const job = useFollowedJob(id, () => undefined);
  if (job.isError) return <Failure error={job.error} />;
  if (!job.data || ["waiting", "running", "paused"].includes(job.data.state))
    return <Loading what={words.tuning.estimating} />;
  if (job.data.state !== "done")
    return (
      <Failure title={words.tuning.estimateFailed} error={{ message: job.data.error ?? "", hint: job.data.hint }} />
    );
  return <Figures result={job.data.result as unknown as Result} />;
}

function Figures({ result }: { result: Result }) {
  const { words, language } = useSpoken();
  const isTight = result.memory_bytes > result.available_bytes;
  const figures = [
    [words.tuning.time, formatDuration(result.seconds, language)],
    [
      words.tuning.memory,
      words.tuning.ofMemory(formatBytes(result.memory_bytes, language), formatBytes(result.available_bytes, language)),
    ],
    [words.tuning.steps, String(result.steps)],
    [words.tuning.rows, words.tuning.rowsOf(result.train_rows, result.validation_rows, result.dropped_rows)],
  ];
  return (
    <div role="status">
      <SimpleGrid cols={{ base: 2, sm: 4 }} component="dl" m={0}>
        {figures.map(([name, value]) => (
          <div key={name}>
            <Text component="dt" size="sm" c="dimmed">
              {name}
            </Text>
            <Text component="dd" m={0} fw={600}>
              {value}
            </Text>
          </div>
        ))}
      </SimpleGrid>
      {isTight && (
        <Alert color="yellow" mt="sm">
          {words.tuning.tooLittleMemory}
        </Alert>
      )}
      {result.warnings.length > 0 && (
        <List size="sm" mt="sm">
          {result.warnings.map((warning) => (
            <List.Item key={warning}>{warning}</List.Item>
          ))}
        </List>
      )}
    </div>
  );
}
