// Transcribing: what is chosen, by which model and in which language, and what was transcribed before.
import {
  ActionIcon,
  Badge,
  Button,
  Group,
  NativeSelect,
  SimpleGrid,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
  Title,
} from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconFileText, IconSearch, IconTrash } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { formatBytes, formatMoment, formatTime } from "../../ui/format";
import { Screen } from "../../ui/screen";
import { Failure, Loading } from "../../ui/states";
import { useSpoken, useWords } from "../../words/words";
import { Agreed } from "../account/agreed";
import { useLimits } from "../corpora/queries";
import { type Found, uploadsOf } from "../corpora/upload";
import { Dropping } from "../corpora/uploading";
import { useModels } from "../tuning/queries";
import { Asking } from "./asking";
import { languagesOf } from "./languages";
import { LiveRadio, type RadioNames } from "./live";
import { type BatchView, useBatches, useCreatingBatch, useFound } from "./queries";
import { startWhenUploaded } from "./starting";

const USUAL = "base";
const SHOWN = 8; // of the chosen recordings

export function TranscribeScreen() {
  const words = useWords().transcribing;
  return (
    <Screen title={words.title}>
      <Stack gap="xl">
        <Text>{words.hint}</Text>
        <Beginning />
        <Search />
        <Asking />
        <Batches />
      </Stack>
    </Screen>
  );
}

function Beginning() {
  const words = useWords().transcribing;
  const limits = useLimits();
  const [found, setFound] = useState<Found[]>([]);
  const [model, setModel] = useState(USUAL);
  const [language, setLanguage] = useState("");
  const [radio, setRadio] = useState<RadioNames | null>(null);
  const creating = useCreatingBatch();
  const navigate = useNavigate();
  const queries = useQueryClient();
  if (limits.isPending) return <Loading />;
  if (limits.isError) return <Failure error={limits.error} again={() => void limits.refetch()} />;
  const take = async (more: Found[]) => {
    const names = new Set(more.map(({ name }) => name));
    setFound((before) => [...before.filter(({ name }) => !names.has(name)), ...more]);
  };
  const begin = () =>
    creating.mutate(
      { name: nameOf(found), model, language: radio ? "en" : language, radio: radio !== null, ...(radio ?? NO_NAMES) },
      {
        onSuccess: ({ id }) => {
          startWhenUploaded(id, queries);
          void uploadsOf({ kind: "transcriptions", id }).add(found, limits.data.piece_bytes);
          void navigate({ to: "/transcribe/$batch", params: { batch: id } });
        },
      },
    );
  const there = { total: found.length, bytes: found.reduce((sum, { file }) => sum + file.size, 0) };
  return (
    <Stack>
      <Dropping limits={limits.data} there={there} hint={words.dropHint} take={take} />
      {found.length > 0 && (
        <Chosen found={found} leave={(name) => setFound(found.filter((each) => each.name !== name))} />
      )}
      <Switch
        label={words.radio}
        description={words.radioHint}
        checked={radio !== null}
        onChange={(event) => setRadio(event.currentTarget.checked ? NO_NAMES : null)}
      />
      {radio && <Names of={radio} change={setRadio} />}
      <Group align="end">
        <ModelChoice value={model} choose={setModel} />
        {!radio && <LanguageChoice value={language} choose={setLanguage} />}
        <Agreed purposes={["store", "transcribe"]} then={begin}>
          {(ask) => (
            <Button
              size="md"
              leftSection={<IconFileText size={20} aria-hidden />}
              disabled={!found.length}
              loading={creating.isPending}
              onClick={ask}
            >
              {words.start}
            </Button>
          )}
        </Agreed>
      </Group>
      {creating.isError && <Failure error={creating.error} />}
      {radio && <LiveRadio model={model} names={radio} />}
    </Stack>
  );
}

const NO_NAMES: RadioNames = { callsigns: "", waypoints: "" };

/** The names of the day, to which garbled ones are corrected. */
function Names({ of, change }: { of: RadioNames; change: (names: RadioNames) => void }) {
  const words = useWords().transcribing;
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <Textarea
        label={words.callsigns}
        description={words.callsignsHint}
        placeholder="KAL701 DLH123"
        autosize
        minRows={2}
        maxRows={8}
        maxLength={50_000}
        value={of.callsigns}
        onChange={(event) => change({ ...of, callsigns: event.currentTarget.value })}
      />
      <Textarea
        label={words.waypoints}
        description={words.waypointsHint}
        placeholder="ABLAN OLMEN"
        autosize
        minRows={2}
        maxRows={8}
        maxLength={50_000}
        value={of.waypoints}
        onChange={(event) => change({ ...of, waypoints: event.currentTarget.value })}
      />
    </SimpleGrid>
  );
}

const SEARCH_QUIET = 300; // ms

/** Over all that was transcribed. */
function Search() {
  const words = useWords().transcribing;
  const [search, setSearch] = useState("");
  const [quiet] = useDebouncedValue(search.trim(), SEARCH_QUIET);
  const found = useFound(quiet);
  return (
    <search>
      <TextInput
        label={words.searchAll}
        leftSection={<IconSearch size={18} aria-hidden />}
        maxLength={200}
        maw="28rem"
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      {found.isError && <Failure error={found.error} again={() => void found.refetch()} />}
      {quiet && found.data && (
        <Text size="sm" c="dimmed" role="status" mt="xs">
          {words.found(found.data.length)}
        </Text>
      )}
      <ul className="rows">
        {quiet &&
          found.data?.map((each) => (
            <li key={`${each.transcription} ${each.number} ${each.start}`}>
              <div style={{ minWidth: 0 }}>
                <Link
                  to="/transcribe/$batch/$number"
                  params={{ batch: each.transcription, number: String(each.number) }}
                  className="name"
                >
                  {each.text}
                </Link>
                <Text size="sm" c="dimmed">
                  {each.name} · {formatTime(each.start)}
                </Text>
              </div>
            </li>
          ))}
      </ul>
    </search>
  );
}

/** A batch is called like its first recording, or like the folder that was chosen. */
function nameOf(found: readonly Found[]): string {
  const first = found[0]?.name ?? "";
  const folder = first.includes("/") ? first.split("/")[0]! : "";
  const name = folder || first.replace(/\.[^.]+$/, "");
  return (folder || found.length === 1 ? name : `${name} +${found.length - 1}`).slice(0, 80);
}

function Chosen({ found, leave }: { found: readonly Found[]; leave: (name: string) => void }) {
  const { words, language } = useSpoken();
  const said = words.transcribing;
  return (
    <section aria-label={said.chosen(found.length)}>
      <Text fw={600} role="status">
        {said.chosen(found.length)}
      </Text>
      <ul className="rows">
        {found.slice(0, SHOWN).map(({ name, file }) => (
          <li key={name}>
            <Text style={{ overflowWrap: "anywhere" }}>{name}</Text>
            <Group gap="xs" wrap="nowrap">
              <Text c="dimmed">{formatBytes(file.size, language)}</Text>
              <ActionIcon
                variant="subtle"
                color="gray"
                size={44}
                aria-label={said.leaveOut(name)}
                onClick={() => leave(name)}
              >
                <IconTrash size={18} aria-hidden />
              </ActionIcon>
            </Group>
          </li>
        ))}
      </ul>
      {found.length > SHOWN && <Text c="dimmed">{said.more(found.length - SHOWN)}</Text>}
    </section>
  );
}

function ModelChoice({ value, choose }: { value: string; choose: (model: string) => void }) {
  const { words, language } = useSpoken();
  const said = words.transcribing;
  const models = useModels();
  const data = models.data?.map((model) => ({
    value: model.id,
    label: [
      model.name,
      model.origin !== "base" && words.tuning.origins[model.origin],
      !model.here && (model.bytes ? said.fetched(formatBytes(model.bytes, language)) : words.tuning.fetched),
    ]
      .filter(Boolean)
      .join(" · "),
  }));
  return (
    <>
      <NativeSelect
        label={said.model}
        data={data ?? [{ value: USUAL, label: USUAL }]}
        value={value}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      {models.isError && <Failure error={models.error} again={() => void models.refetch()} />}
    </>
  );
}

function LanguageChoice({ value, choose }: { value: string; choose: (language: string) => void }) {
  const { words, language } = useSpoken();
  const data = [{ value: "", label: words.transcribing.anyLanguage }, ...languagesOf(language)];
  return (
    <NativeSelect
      label={words.transcribing.language}
      data={data}
      value={value}
      onChange={(event) => choose(event.currentTarget.value)}
    />
  );
}

function Batches() {
  const words = useWords().transcribing;
  const batches = useBatches();
  return (
    <section aria-label={words.batches}>
      <Title order={2} size="h3" mb="xs">
        {words.batches}
      </Title>
      {batches.isPending && <Loading />}
      {batches.isError && <Failure error={batches.error} again={() => void batches.refetch()} />}
      {batches.data?.length === 0 && <Text c="dimmed">{words.none}</Text>}
      <ul className="rows">
        {batches.data?.map((batch) => (
          <li key={batch.id}>
            <BatchLine batch={batch} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function BatchLine({ batch }: { batch: BatchView }) {
  const { words, language } = useSpoken();
  const facts = [
    words.transcribing.recordings(Math.max(batch.files, batch.done + batch.failed)),
    batch.model_name,
    formatMoment(batch.created, language),
  ];
  return (
    <>
      <div style={{ minWidth: 0 }}>
        <Link to="/transcribe/$batch" params={{ batch: batch.id }} className="name">
          {batch.name}
        </Link>
        <Text size="sm" c="dimmed">
          {facts.join(" · ")}
        </Text>
      </div>
      <BatchState batch={batch} />
    </>
  );
}

export function BatchState({ batch }: { batch: BatchView }) {
  const words = useWords();
  return (
    <Badge size="lg" variant="light" c="var(--mantine-color-text)" tt="none" style={{ flex: "none" }}>
      {words.transcribing.states[batch.state] ?? words.states[batch.state] ?? batch.state}
    </Badge>
  );
}
