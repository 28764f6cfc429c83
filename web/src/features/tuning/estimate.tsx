// What a run will take, as a job has worked it out: time, memory, rows, and what to think about before starting.
import { Alert, List } from "@mantine/core";
import { formatBytes, formatDuration } from "../../ui/format";
import { Failure, Loading } from "../../ui/states";
import { useSpoken } from "../../words/words";
import { isOver, useFollowedJob } from "../jobs/queries";
import { Figures } from "./figures";

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
  if (!job.data || !isOver(job.data)) return <Loading what={words.tuning.estimating} />;
  if (job.data.state !== "done")
    return (
      <Failure title={words.tuning.estimateFailed} error={{ message: job.data.error ?? "", hint: job.data.hint }} />
    );
  return <Estimated result={job.data.result as unknown as Result} />;
}

function Estimated({ result }: { result: Result }) {
  const { words, language } = useSpoken();
  const isTight = result.memory_bytes > result.available_bytes;
  const figures: [string, string][] = [
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
      <Figures figures={figures} />
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
