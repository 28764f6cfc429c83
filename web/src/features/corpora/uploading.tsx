// Bringing files in: dropping or choosing them, watching them go, and what is there. Begin with `Uploading`.
import { ActionIcon, Alert, Button, Group, Progress, Stack, Table, Text, Title } from "@mantine/core";
import { IconFile, IconFolder, IconTrash, IconUpload } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { type DragEvent, type RefObject, useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { ApiError } from "../../api/client";
import { Failure, Loading } from "../../ui/states";
import { useSpoken } from "../../words/words";
import "./corpora.css";
import { formatBytes, formatCount } from "../../ui/format";
import type { Place } from "./queries";
import { type LimitsView, useFiles, useLimits, useRemoveFile } from "./queries";
import { type Found, filesOfDrop, filesOfInput, type Refusal, sift, type Upload, uploadsOf } from "./upload";

interface UploadingProps {
  place: Place;
  isOpen: boolean; // more files may come, and those that are there may be removed
  hint: (bytes: string, files: string) => string;
}

export function Uploading({ place, isOpen, hint }: UploadingProps) {
  const limits = useLimits();
  const files = useFiles(place);
  const queries = useQueryClient();
  const store = uploadsOf(place);
  const uploads = useSyncExternalStore(store.listen, store.read);
  const moving = countMoving(uploads);
  const { kind, id } = place;
  useEffect(() => {
    if (!moving) {
      void queries.invalidateQueries({ queryKey: [kind, id] });
      return;
    }
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [moving, kind, id, queries]);
  if (limits.isPending || files.isPending) return <Loading />;
  if (limits.isError) return <Failure error={limits.error} again={() => void limits.refetch()} />;
  if (files.isError) return <Failure error={files.error} again={() => void files.refetch()} />;
  return (
    <Stack>
      {isOpen && (
        <Dropping
          limits={limits.data}
          there={files.data}
          hint={hint}
          take={(found) => store.add(found, limits.data.piece_bytes)}
        />
      )}
      <Going uploads={uploads} retry={() => store.retry(limits.data.piece_bytes)} forget={() => store.forget()} />
      {!moving && files.data.files.length > 0 && <Files place={place} isOpen={isOpen} />}
    </Stack>
  );
}

export function countMoving(uploads: readonly Upload[]): number {
  return uploads.filter((upload) => upload.state === "waiting" || upload.state === "sending").length;
}

interface DroppingProps {
  limits: LimitsView;
  there: { total: number; bytes: number };
  hint: (bytes: string, files: string) => string;
  take: (found: Found[]) => Promise<void>;
}

export function Dropping({ limits, there, hint: about, take }: DroppingProps) {
  const { words, language } = useSpoken();
  const said = words.corpora;
  const [isOver, setOver] = useState(false);
  const [refusals, setRefusals] = useState<Refusal[]>([]);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const choose = (found: Found[]) => {
    const sifted = sift(found, there, limits);
    setRefusals(sifted.refusals);
    setFailure(null);
    if (sifted.accepted.length) take(sifted.accepted).catch(setFailure);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void filesOfDrop(event.dataTransfer).then(choose);
  };
  const hint = about(formatBytes(limits.bytes, language), formatCount(limits.files, language));
  return (
    <Stack gap="sm">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the buttons in it do the same by keys */}
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
        <ChosenFiles ref={files} take={choose} label={said.chooseFiles} />
        <ChosenFiles ref={folder} take={choose} label={said.chooseFolder} folder />
      </div>
      {refusals.map((refusal) => (
        <Alert key={refusal.kind} role="alert" color={refusal.kind === "empty" ? "yellow" : "coral"}>
          {said.refusals[refusal.kind]}
          {refusal.names.length > 0 &&
            `: ${refusal.names.slice(0, 5).join(", ")}${refusal.names.length > 5 ? " …" : ""}`}
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
              <Button variant="default" onClick={forget}>
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

function Files({ place, isOpen }: { place: Place; isOpen: boolean }) {
  const { words, language } = useSpoken();
  const said = words.corpora;
  const files = useFiles(place);
  const removing = useRemoveFile(place);
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
                {isOpen && (
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
        <Button variant="default" onClick={() => setShown(shown + 10 * FILES_SHOWN)}>
          {words.editor.more}
        </Button>
      )}
    </Stack>
  );
}
