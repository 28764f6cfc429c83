// One batch: its recordings on their way, their texts as they are written, and taking them along.
import { Anchor, Button, Group, Progress, Stack, Text } from "@mantine/core";
import { IconDownload, IconFileText, IconTrash } from "@tabler/icons-react";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useEffect, useSyncExternalStore } from "react";
import { Confirm } from "../../ui/confirm";
import { Screen } from "../../ui/screen";
import { Failure, Loading } from "../../ui/states";
import { useWords } from "../../words/words";
import { useFiles } from "../corpora/queries";
import { uploadsOf } from "../corpora/upload";
import { countMoving, Uploading } from "../corpora/uploading";
import { JobActions } from "../jobs/job-actions";
import { isMoving, percentOf, useFollowedJob } from "../jobs/queries";
import { Waiting } from "../jobs/waiting";
import {
  type BatchView,
  FORMATS,
  fileOf,
  type ResultView,
  useBatch,
  useDeletingBatch,
  useResults,
  useStartingBatch,
} from "./queries";
import { Pairs } from "./review";
import { isToStart } from "./starting";
import { BatchState } from "./transcribe-screen";
import "./transcribe.css";

const route = getRouteApi("/transcribe/$batch");

export function BatchScreen() {
  const words = useWords().transcribing;
  const { batch: id } = route.useParams();
  const batch = useBatch(id);
  if (batch.data) return <Batch of={batch.data} />;
  return (
    <Screen title={words.title}>
      {batch.isError ? <Failure error={batch.error} again={() => void batch.refetch()} /> : <Loading />}
    </Screen>
  );
}

function Batch({ of }: { of: BatchView }) {
  return (
    <Screen title={of.name} side={<BatchState batch={of} />}>
      <Stack gap="lg">
        {of.state === "new" ? <Bringing batch={of} /> : <Written batch={of} />}
        <Deleting batch={of} />
      </Stack>
    </Screen>
  );
}

/** Before it was started. */
function Bringing({ batch }: { batch: BatchView }) {
  const words = useWords().transcribing;
  const starting = useStartingBatch(batch.id);
  const store = uploadsOf({ kind: "transcriptions", id: batch.id });
  const uploads = useSyncExternalStore(store.listen, store.read);
  const moving = countMoving(uploads);
  const { mutate } = starting;
  const waits = isToStart(batch.id);
  return (
    <Stack>
      {waits && <Text>{words.uploadFirst}</Text>}
      <Uploading place={{ kind: "transcriptions", id: batch.id }} isOpen={!waits} hint={words.dropHint} />
      {starting.isError && <Failure error={starting.error} />}
      {!waits && (
        <Group>
          <Button
            size="md"
            leftSection={<IconFileText size={20} aria-hidden />}
            disabled={moving > 0 || !batch.files}
            loading={starting.isPending}
            onClick={() => mutate()}
          >
            {words.start}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function Written({ batch }: { batch: BatchView }) {
  const words = useWords();
  const said = words.transcribing;
  const isGrowing = isMoving(batch);
  const results = useResults(batch.id, isGrowing);
  const { refetch } = results;
  const job = useFollowedJob(batch.job, (event) => event.kind === "sample" && void refetch());
  // biome-ignore lint/correctness/useExhaustiveDependencies: the last results came with the end of the batch
  useEffect(() => void refetch(), [batch.state, refetch]); // the last ones came with its end
  const written = batch.done + batch.failed;
  return (
    <Stack>
      {job.data && job.data.state !== "done" && (
        <>
          <Text role="status">
            {said.progress(written, Math.max(written, job.data.total ?? batch.files))}
            {job.data.message && isGrowing && ` · ${job.data.message}`}
          </Text>
          <Progress size="lg" value={percentOf(job.data) ?? 0} animated={isGrowing} aria-label={words.progress} />
          <Waiting job={job.data} />
          {job.data.error && <Failure error={{ message: job.data.error, hint: job.data.hint }} />}
          <Group gap="xs">
            <JobActions job={job.data} />
          </Group>
        </>
      )}
      {batch.failed > 0 && <Text>{said.failedCount(batch.failed)}</Text>}
      {batch.done > 0 && (
        <Group>
          <Button
            component="a"
            href={`/api/transcriptions/${batch.id}/download`}
            download
            variant="default"
            leftSection={<IconDownload size={18} aria-hidden />}
          >
            {said.all}
          </Button>
        </Group>
      )}
      {batch.radio && batch.done > 0 && !isGrowing && <Pairs batch={batch} />}
      {results.isError && <Failure error={results.error} again={() => void refetch()} />}
      <ul className="rows transcripts">
        {results.data?.map((result) => (
          <li key={result.number}>
            <Result batch={batch.id} result={result} />
          </li>
        ))}
        {isGrowing && results.data && <Coming batch={batch} written={results.data} />}
      </ul>
    </Stack>
  );
}

function Result({ batch, result }: { batch: string; result: ResultView }) {
  const said = useWords().transcribing;
  const params = { batch, number: String(result.number) };
  if (result.error) {
    return (
      <div>
        <Text fw={600}>{result.name}</Text>
        <Failure error={{ message: result.error, hint: result.hint }} />
      </div>
    );
  }
  return (
    <>
      <div className="transcript">
        <Link to="/transcribe/$batch/$number" params={params} className="name">
          {result.name}
        </Link>
        <Text lineClamp={3}>{result.text || said.noSpeech}</Text>
        {result.warnings.map((warning) => (
          <Text key={warning} size="sm" c="dimmed">
            {warning}
          </Text>
        ))}
      </div>
      <Group gap="sm">
        <Button
          variant="default"
          renderRoot={(props) => <Link {...props} to="/transcribe/$batch/$number" params={params} />}
        >
          {said.open}
        </Button>
        <Forms batch={batch} number={result.number} />
      </Group>
    </>
  );
}

export function Forms({ batch, number }: { batch: string; number: number }) {
  return (
    <Group gap="sm">
      {FORMATS.map((format) => (
        <Anchor key={format} href={fileOf(batch, number, format)} download className="form">
          {format.toUpperCase()}
        </Anchor>
      ))}
    </Group>
  );
}

/** Recordings that were uploaded as such and are not written yet; those inside of archives show when they are. */
function Coming({ batch, written }: { batch: BatchView; written: readonly ResultView[] }) {
  const said = useWords().transcribing;
  const files = useFiles({ kind: "transcriptions", id: batch.id });
  const names = new Set(written.map((result) => result.name));
  const waiting = files.data?.files.filter((file) => file.kind === "recording" && !names.has(file.name)) ?? [];
  return waiting.map((file, index) => (
    <li key={file.name}>
      <Text style={{ overflowWrap: "anywhere" }}>{file.name}</Text>
      <Text c="dimmed">{index === 0 && batch.state === "running" ? said.current : said.comes}</Text>
    </li>
  ));
}

function Deleting({ batch }: { batch: BatchView }) {
  const said = useWords().transcribing;
  const deleting = useDeletingBatch(batch.id);
  const navigate = useNavigate();
  if (isMoving(batch)) return null;
  return (
    <Confirm
      title={said.removeAsk(batch.name)}
      hint={said.removeHint}
      action={said.remove}
      isPending={deleting.isPending}
      error={deleting.error}
      act={() => deleting.mutate(undefined, { onSuccess: () => void navigate({ to: "/transcribe" }) })}
    >
      {(ask) => (
        <Group>
          <Button variant="default" leftSection={<IconTrash size={18} aria-hidden />} onClick={ask}>
            {said.remove}
          </Button>
        </Group>
      )}
    </Confirm>
  );
}
