// Listening through a corpus: its utterances a page at a time, played by key, with their spectrograms.
import { ActionIcon, Badge, Group, Select, Stack, Switch, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlayerPause, IconPlayerPlay, IconSearch, IconWaveSine } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { formatCount, formatDuration } from "../../ui/format";
import { Empty, Failure, Loading } from "../../ui/states";
import { useSpoken } from "../../words/words";
import { Pages } from "./quarantine";
import {
  type CorpusView,
  ROWS_A_PAGE,
  type Sort,
  soundOf,
  spectrogramOf,
  type UtteranceView,
  useDescription,
  useUtterances,
  type Wanted,
} from "./queries";

const route = getRouteApi("/corpora/$corpus");
const SEARCH_QUIET = 300; // ms

export function Listening({ corpus }: { corpus: CorpusView }) {
  const { words, language } = useSpoken();
  const said = words.corpora;
  const flag = route.useSearch().flag ?? "";
  const [wanted, setWanted] = useState<Wanted>({
    split: "",
    search: "",
    flag,
    sort: "row",
    descending: false,
    page: 0,
  });
  const [search] = useDebouncedValue(wanted.search, SEARCH_QUIET);
  const found = useUtterances(corpus.id, { ...wanted, search });
  const change = (changes: Partial<Wanted>) => setWanted((old) => ({ ...old, page: 0, ...changes }));
  return (
    <Stack>
      <Filters corpus={corpus} wanted={wanted} change={change} />
      {found.isPending && <Loading />}
      {found.isError && <Failure error={found.error} again={() => void found.refetch()} />}
      {found.data?.total === 0 && <Empty title={said.noneFound} hint={said.noneFoundHint} />}
      {Boolean(found.data?.total) && (
        <>
          <Text size="sm" c="dimmed" role="status">
            {said.found(formatCount(found.data!.total, language))} · {said.listenKeys}
          </Text>
          <Rows corpus={corpus.id} rows={found.data!.utterances} />
          <Group justify="center">
            {found.data!.total > ROWS_A_PAGE && (
              <Pages
                page={wanted.page}
                pages={Math.ceil(found.data!.total / ROWS_A_PAGE)}
                choose={(page) => change({ page })}
                label={said.pages}
              />
            )}
          </Group>
        </>
      )}
    </Stack>
  );
}

interface FiltersProps {
  corpus: CorpusView;
  wanted: Wanted;
  change: (changes: Partial<Wanted>) => void;
}

function Filters({ corpus, wanted, change }: FiltersProps) {
  const { words, language } = useSpoken();
  const said = words.corpora;
  const findings = useDescription(corpus.id).data?.findings ?? [];
  const splits = Object.keys(corpus.splits);
  const flags = findings.map((finding) => ({ value: finding.kind, label: finding.about[language] }));
  return (
    <Group align="end" gap="sm">
      <TextInput
        label={said.search}
        leftSection={<IconSearch size={18} aria-hidden />}
        value={wanted.search}
        onChange={(event) => change({ search: event.currentTarget.value })}
      />
      {splits.length > 1 && (
        <Select
          label={said.split}
          data={[{ value: "", label: said.allSplits }, ...splits]}
          value={wanted.split}
          allowDeselect={false}
          onChange={(split) => change({ split: split ?? "" })}
        />
      )}
      {(flags.length > 0 || wanted.flag) && (
        <Select
          label={said.flag}
          data={[{ value: "", label: said.anyFlag }, ...flags]}
          value={wanted.flag}
          allowDeselect={false}
          onChange={(flag) => change({ flag: flag ?? "" })}
        />
      )}
      <Select
        label={said.sort}
        data={Object.entries(said.sorts).map(([value, label]) => ({ value, label }))}
        value={wanted.sort}
        allowDeselect={false}
        onChange={(sort) => change({ sort: (sort ?? "row") as Sort })}
      />
      <Switch
        label={said.descending}
        mb={8}
        checked={wanted.descending}
        onChange={(event) => change({ descending: event.currentTarget.checked })}
      />
    </Group>
  );
}

/** One row is reached by Tab; arrow keys go on from there. */
function Rows({ corpus, rows }: { corpus: string; rows: readonly UtteranceView[] }) {
  const [current, setCurrent] = useState(0);
  const [open, setOpen] = useState<string | null>(null);
  const player = usePlayer();
  const list = useRef<HTMLUListElement>(null);
  const here = Math.min(current, rows.length - 1);
  const go = (index: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    setCurrent(next);
    list.current?.querySelectorAll<HTMLElement>(":scope > li")[next]?.focus();
  };
  const press = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const isOnRow = event.target instanceof HTMLLIElement;
    const row = rows[here]!;
    if (event.key === "ArrowDown") go(here + 1);
    else if (event.key === "ArrowUp") go(here - 1);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(rows.length - 1);
    else if (isOnRow && (event.key === " " || event.key === "Enter")) player.toggle(soundOf(corpus, row));
    else if (event.code === "KeyS") setOpen(open === keyOf(row) ? null : keyOf(row));
    else return;
    event.preventDefault();
  };
  return (
    <ul ref={list} className="utterances" onKeyDown={press}>
      {rows.map((row, index) => (
        <Row
          key={keyOf(row)}
          row={row}
          sound={soundOf(corpus, row)}
          player={player}
          spectrogram={open === keyOf(row) ? spectrogramOf(corpus, row) : null}
          toggleSpectrogram={() => setOpen(open === keyOf(row) ? null : keyOf(row))}
          tabIndex={index === here ? 0 : -1}
          focus={() => setCurrent(index)}
        />
      ))}
    </ul>
  );
}

interface RowProps {
  row: UtteranceView;
  sound: string;
  player: Player;
  spectrogram: string | null;
  toggleSpectrogram: () => void;
  tabIndex: number;
  focus: () => void;
}

function Row({ row, sound, player, spectrogram, toggleSpectrogram, tabIndex, focus }: RowProps) {
  const { words, language } = useSpoken();
  const said = words.corpora;
  const isPlaying = player.playing === sound;
  const facts = [
    row.split,
    formatDuration(row.duration, language),
    row.speaker,
    row.level !== null && `${row.level.toFixed(0)} dBFS`,
  ];
  return (
    <li tabIndex={tabIndex} onFocus={focus} className="utterance" data-playing={isPlaying || undefined}>
      <Group wrap="nowrap" align="start" gap="sm">
        <ActionIcon
          size={44}
          variant={isPlaying ? "filled" : "light"}
          tabIndex={tabIndex}
          aria-label={isPlaying ? said.pause(row.id) : said.play(row.id)}
          onClick={() => player.toggle(sound)}
        >
          {isPlaying ? <IconPlayerPause size={20} aria-hidden /> : <IconPlayerPlay size={20} aria-hidden />}
        </ActionIcon>
        <div style={{ flex: 1, minWidth: 0 }}>
          <Text lang={row.language || undefined} style={{ overflowWrap: "anywhere" }}>
            {row.text}
          </Text>
          <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
            {facts.filter(Boolean).join(" · ")}
          </Text>
          {row.flags.length > 0 && <Flags kinds={row.flags} />}
          {player.failed === sound && (
            <Text size="sm" c="var(--mantine-color-error)" role="alert">
              {said.soundGone}
            </Text>
          )}
          {spectrogram && <img className="spectrogram" src={spectrogram} alt={said.spectrogramOf(row.id)} />}
        </div>
        <ActionIcon
          size={44}
          variant="subtle"
          color="gray"
          tabIndex={tabIndex}
          aria-label={said.spectrogram}
          title={said.spectrogram}
          aria-expanded={spectrogram !== null}
          onClick={toggleSpectrogram}
        >
          <IconWaveSine size={20} aria-hidden />
        </ActionIcon>
      </Group>
    </li>
  );
}

function Flags({ kinds }: { kinds: readonly string[] }) {
  const { language } = useSpoken();
  const findings = useDescription(route.useParams().corpus).data?.findings ?? [];
  return (
    <Group gap={4} mt={4}>
      {kinds.map((kind) => (
        <Badge key={kind} variant="light" color="yellow" c="var(--mantine-color-text)" tt="none">
          {findings.find((finding) => finding.kind === kind)?.about[language] ?? kind}
        </Badge>
      ))}
    </Group>
  );
}

function keyOf({ split, row }: UtteranceView): string {
  return `${split}/${row}`;
}

interface Player {
  playing: string | null;
  failed: string | null;
  toggle: (sound: string) => void;
}

/** One sound at a time. */
function usePlayer(): Player {
  const [playing, setPlaying] = useState<string | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const audio = useRef<HTMLAudioElement | null>(null);
  useEffect(() => () => audio.current?.pause(), []);
  const toggle = (sound: string) => {
    audio.current?.pause();
    setFailed(null);
    if (playing === sound) return setPlaying(null);
    const element = new Audio(sound);
    audio.current = element;
    const end = () => audio.current === element && setPlaying(null);
    element.onended = end;
    element.onerror = () => (end(), setFailed(sound));
    setPlaying(sound);
    element.play().catch(() => undefined); // told by onerror; a pause before it began is no mistake
  };
  return { playing, failed, toggle };
}
