// The recordings of a corpus: bringing them in, and preparing them.
import {
  ActionIcon,
  Alert,
  Button,
  Card,
  Group,
  NumberInput,
  Progress,
  Select,
  Stack,
  Switch,
  Table,
  Text,
  Title,
} from "@mantine/core";
import { useSessionStorage } from "@mantine/hooks";
import { IconFile, IconFolder, IconTrash, IconUpload } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState, useSyncExternalStore, type DragEvent, type RefObject } from "react";
import { ApiError } from "../api/client";
import { Failure, Loading } from "../ui/states";
import { useSpoken, useWords } from "../words/words";
import { formatBytes, formatCount } from "./format";
import { LanguageChoice } from "./new-corpus";
import {
  corpusKeys,
  useFiles,
  useLimits,
  usePrepare,
  useRemoveFile,
  type CorpusView,
  type LimitsView,
  type PrepareForm,
} from "./queries";
import { filesOfDrop, filesOfInput, sift, uploadsOf, type Found, type Refusal, type Upload } from "./upload";

export function Recordings({ corpus }: { corpus: CorpusView }) {
  const words = useWords().corpora;
  return (
    <Stack gap="lg">
      {corpus.origin === "folder" ? <Text>{words.inFolder(corpus.folder ?? "")}</Text> : <Uploading corpus={corpus} />}
      {(corpus.origin === "folder" || corpus.files > 0) && corpus.state !== "working" && <Prepare corpus={corpus} />}
    </Stack>
  );
}

function Uploading({ corpus }: { corpus: CorpusView }) {
  const limits = useLimits();
  const files = useFiles(corpus.id);
  const queries = useQueryClient();
  const store = uploadsOf(corpus.id);
  const uploads = useSyncExternalStore(store.listen, store.read);
  const moving = uploads.filter((upload) => upload.state === "waiting" || upload.state === "sending").length;
  useEffect(() => {
    if (!moving) {
      void queries.invalidateQueries({ queryKey: corpusKeys.one(corpus.id) });
      return;
    }
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [moving, corpus.id, queries]);
  if (limits.isPending || files.isPending) return <Loading />;
  if (limits.isError) return <Failure error={limits.error} again={() => void limits.refetch()} />;
  if (files.isError) return <Failure error={files.error} again={() => void files.refetch()} />;
  return (
    <Stack>
      {corpus.state !== "working" && <Dropping corpus={corpus.id} limits={limits.data} there={files.data} />}
      <Going uploads={uploads} retry={() => store.retry(limits.data.piece_bytes)} forget={() => store.forget()} />
      {!moving && files.data.files.length > 0 && <Files corpus={corpus} />}
    </Stack>
  );
}

interface DroppingProps {
  corpus: string;
  limits: LimitsView;
  there: { total: number; bytes: number };
}

function Dropping({ corpus, limits, there }: DroppingProps) {
  const { words, language } = useSpoken();
  const said = words.corpora;
  const [isOver, setOver] = useState(false);
  const [refusals, setRefusals] = useState<Refusal[]>([]);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = (found: Found[]) => {
    const sifted = sift(found, there, limits);
    setRefusals(sifted.refusals);
    setFailure(null);
    if (sifted.accepted.length) uploadsOf(corpus).add(sifted.accepted, limits.piece_bytes).catch(setFailure);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void filesOfDrop(event.dataTransfer).then(take);
  };
  const hint = said.dropHint(formatBytes(limits.bytes, language), formatCount(limits.files, language));
  return (
    <Stack gap="sm">
      <div
        className="dropping"
        data-over={isOver || undefined}
        onDragOver={(event) => (event.preventDefault(), setOver(true))}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <IconUpload size={40} stroke={1.4} aria-hidden />
        <Title order={2} size="h3">
          {said.dropHere}
        </Title>
        <Text c="dimmed" maw="36rem">
          {hint}
        </Text>
        <Group justify="center">
          <Button leftSection={<IconFile size={18} aria-hidden />} onClick={() => files.current?.click()}>
            {said.chooseFiles}
          </Button>
          <Button
            variant="default"
            leftSection={<IconFolder size={18} aria-hidden />}
            onClick={() => folder.current?.click()}
          >
            {said.chooseFolder}
          </Button>
        </Group>
        <ChosenFiles ref={files} take={take} label={said.chooseFiles} />
        <ChosenFiles ref={folder} take={take} label={said.chooseFolder} folder />
      </div>
      {refusals.map((refusal) => (
        <Alert key={refusal.kind} role="alert" color={refusal.kind === "empty" ? "yellow" : "coral"}>
          {said.refusals[refusal.kind]}
          {refusal.names.length > 0 && `: ${refusal.names.slice(0, 5).join(", ")}${refusal.names.length > 5 ? " …" : ""}`}
          {refusal.kind.startsWith("too") && <Text c="dimmed">{said.refusalHint}</Text>}
        </Alert>
      ))}
      {failure && <Failure error={failure} />}
    </Stack>
  );
}

interface ChosenProps {
  ref: RefObject<HTMLInputElement | null>;
  take: (found: Found[]) => void;
  label: string;
  folder?: boolean;
}

function ChosenFiles({ ref, take, label, folder = false }: ChosenProps) {
  return (
    <input
      ref={ref}
      type="file"
      multiple
      hidden
      aria-label={label}
      {...(folder ? { webkitdirectory: "" } : {})}
      onChange={(event) => {
        take(filesOfInput(event.currentTarget.files));
        event.currentTarget.value = ""; // so that the same file can be chosen again
      }}
    />
  );
}

function Going({ uploads, retry, forget }: { uploads: readonly Upload[]; retry: () => void; forget: () => void }) {
  const { words } = useSpoken();
  const said = words.corpora;
  if (!uploads.length) return null;
  const done = uploads.filter((upload) => upload.state === "done").length;
  const failed = uploads.filter((upload) => upload.state === "failed");
  const bytes = uploads.reduce((sum, upload) => sum + upload.file.size, 0);
  const sent = uploads.reduce((sum, upload) => sum + upload.sent, 0);
  const isGoing = done + failed.length < uploads.length;
  return (
    <Stack gap="xs">
      {(isGoing || done > 0) && (
        <Text role="status">{isGoing ? said.uploading(done, uploads.length) : said.uploaded(done)}</Text>
      )}
      {isGoing && <Progress size="lg" value={(100 * sent) / bytes} aria-label={words.progress} />}
      {failed.length > 0 && (
        <Alert role="alert" color="coral" title={said.uploadFailed(failed.length)}>
          <Stack gap="xs" align="start">
            {failed.slice(0, 8).map((upload) => (
              <Text key={upload.name} style={{ overflowWrap: "anywhere" }}>
                <b>{upload.name}</b>: {upload.error?.message || said.refusals.unreadable}{" "}
                <Text span c="dimmed">
                  {upload.error?.hint}
                </Text>
              </Text>
            ))}
            <Group gap="xs">
              <Button variant="default" onClick={retry}>
                {words.again}
              </Button>
              <Button variant="subtle" onClick={forget}>
                {words.close}
              </Button>
            </Group>
          </Stack>
        </Alert>
      )}
    </Stack>
  );
}

const FILES_SHOWN = 50;

function Files({ corpus }: { corpus: CorpusView }) {
  const { words, language } = useSpoken();
  const said = words.corpora;
  const files = useFiles(corpus.id);
  const removing = useRemoveFile(corpus.id);
  const [shown, setShown] = useState(FILES_SHOWN);
  if (!files.data) return null;
  return (
    <Stack gap="xs">
      <Text fw={500}>{said.filesThere(said.files(files.data.total), formatBytes(files.data.bytes, language))}</Text>
      {removing.isError && <Failure error={removing.error} />}
      <Table>
        <Table.Tbody>
          {files.data.files.slice(0, shown).map((file) => (
            <Table.Tr key={file.name}>
              <Table.Td style={{ overflowWrap: "anywhere" }}>
                {file.name}
                {!file.complete && (
                  <Text size="sm" c="var(--mantine-color-error)">
                    {said.goOn}
                  </Text>
                )}
              </Table.Td>
              <Table.Td className="wide-only">{said.kinds[file.kind ?? "other"]}</Table.Td>
              <Table.Td ta="right" style={{ whiteSpace: "nowrap" }}>
                {formatBytes(file.bytes, language)}
              </Table.Td>
              <Table.Td w={52}>
                {corpus.state !== "working" && (
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size={44}
                    aria-label={said.removeFile(file.name)}
                    loading={removing.isPending && removing.variables === file.name}
                    onClick={() => removing.mutate(file.name)}
                  >
                    <IconTrash size={18} aria-hidden />
                  </ActionIcon>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {files.data.files.length > shown && (
        <Button variant="subtle" onClick={() => setShown(shown + 10 * FILES_SHOWN)}>
          {words.editor.more}
        </Button>
      )}
    </Stack>
  );
}

function Prepare({ corpus }: { corpus: CorpusView }) {
  const { words } = useSpoken();
  const said = words.corpora;
  const limits = useLimits();
  const preparing = usePrepare(corpus.id);
  const [form, setForm] = useSessionStorage<Required<PrepareForm>>({
    key: `soridam-prepare-${corpus.id}`,
    defaultValue: { language: corpus.language, reader: "", normalizer: "", max_seconds: 30, join: false },
  });
  const change = (changes: Partial<PrepareForm>) => setForm((old) => ({ ...old, ...changes }));
  const readers = limits.data?.readers.map(({ name, about }) => ({ value: name, label: `${name}: ${about}` })) ?? [];
  return (
    <Card withBorder padding="lg" component="section">
      <Stack>
        <Title order={2} size="h3">
          {said.prepare}
        </Title>
        <Text>{said.prepareHint}</Text>
        <details>
          <summary>{said.prepareMore}</summary>
          <Stack mt="sm" maw="30rem">
            <LanguageChoice value={form.language} choose={(language) => change({ language })} />
            <Select
              label={said.reader}
              data={[{ value: "", label: said.readerGuess }, ...readers]}
              value={form.reader}
              allowDeselect={false}
              searchable
              onChange={(reader) => change({ reader: reader ?? "" })}
            />
            <NumberInput
              label={said.maxSeconds}
              min={1}
              max={30}
              value={form.max_seconds}
              onChange={(value) => change({ max_seconds: Number(value) || 30 })}
            />
            <Switch
              label={said.join}
              checked={form.join}
              onChange={(event) => change({ join: event.currentTarget.checked })}
            />
          </Stack>
        </details>
        {preparing.isError && <Failure error={preparing.error} />}
        <Group>
          <Button size="md" loading={preparing.isPending} onClick={() => preparing.mutate(form)}>
            {corpus.utterances === null ? said.prepare : said.prepareAgain}
          </Button>
        </Group>
        <Text c="dimmed">
          {said.noTranscripts} {said.noTranscriptsHint}{" "}
          <Link to="/corpora/$corpus/editor" params={{ corpus: corpus.id }}>
            {said.toEditor}
          </Link>
        </Text>
      </Stack>
    </Card>
  );
}
