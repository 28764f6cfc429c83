// The transcript editor: waveform and text together, worked through by keys, saved by itself.
import { ActionIcon, Button, Group, Menu, Modal, Stack, Text, Tooltip, VisuallyHidden } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconDots,
  IconKeyboard,
  IconPlayerPlay,
  IconPlayerSkipBack,
  IconPlayerSkipForward,
} from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import "../corpora/corpora.css";
import { Screen } from "../../ui/screen";
import { Empty, Failure, Loading } from "../../ui/states";
import { useWords } from "../../words/words";
import { type CorpusView, useCorpus } from "../corpora/queries";
import { stepsOf } from "./commands";
import { DraftForm, Drafting } from "./drafting";
import "./transcripts.css";
import { formatTime } from "../../ui/format";
import { Finish } from "./finish";
import { KeyHelp } from "./key-help";
import { type Command, commandOf, type Keymap, type Place as KeyPlace, keepKeymap, loadKeymap, printKey } from "./keys";
import { type Filter, type Order, useCounts, useQueue, useRecordings } from "./queries";
import { Queue } from "./queue";
import { Decision, Saving } from "./saving";
import { SegmentCard } from "./segment-card";
import { patch, retiming } from "./segments";
import { type Desk, type Place, queueNow, useDesk } from "./use-desk";
import { type Sound, Waveform } from "./waveform";

const route = getRouteApi("/corpora/$corpus/editor");

const SKIP = 2; // seconds
const AHEAD = 20; // segments before the end of what is there, at which more are fetched
const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2];

export function EditorScreen() {
  const words = useWords();
  const { corpus: id } = route.useParams();
  const corpus = useCorpus(id);
  if (!corpus.data) {
    return (
      <Screen title={words.corpora.toEditor}>
        {corpus.isError ? <Failure error={corpus.error} again={() => void corpus.refetch()} /> : <Loading />}
      </Screen>
    );
  }
  const isDrafting = corpus.data.state === "working" && corpus.data.job_kind === "draft";
  return (
    <Screen title={words.editor.title(corpus.data.name)}>
      <Text mb="md" className="corpus-inside">
        <Link to="/corpora/$corpus" params={{ corpus: id }}>
          {words.editor.toCorpus}
        </Link>
      </Text>
      {corpus.data.has_draft && !isDrafting ? (
        <Editor corpus={corpus.data} key={id} />
      ) : (
        <Drafting corpus={corpus.data} />
      )}
    </Screen>
  );
}

function Editor({ corpus }: { corpus: CorpusView }) {
  const words = useWords().editor;
  const desk = useDesk(corpus.id);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const order: Order = search.order ?? "worst";
  const filter: Filter = search.filter ?? "";
  const queue = useQueue(corpus.id, order, filter);
  const counts = useCounts(corpus.id);
  const loaded = queue.data?.pages.flatMap((page) => page.segments) ?? [];
  const items = queueNow(loaded, desk.sheets);
  const confidences = new Map(loaded.map((segment) => [segment.id, segment.confidence]));

  const first = items[0];
  const hasPlace = desk.current !== null;
  useEffect(() => {
    if (hasPlace) return;
    if (search.recording && search.segment) desk.select({ recording: search.recording, segment: search.segment });
    else if (first) desk.select({ recording: first.recording, segment: first.id });
  }, [hasPlace, first, search, desk]);

  const here = desk.current;
  const named = here ? (desk.view(here.segment)?.id ?? here.segment) : undefined;
  useEffect(() => {
    if (!here || (search.recording === here.recording && search.segment === named)) return;
    void navigate({
      search: (old) => ({ ...old, recording: here.recording, segment: named }),
      replace: true,
      resetScroll: false,
    });
  }, [here, named, navigate, search]);

  const index = items.findIndex((item) => item.id === here?.segment);
  const isNearEnd = index >= items.length - AHEAD && queue.hasNextPage && !queue.isFetchingNextPage;
  const { fetchNextPage } = queue;
  useEffect(() => {
    if (isNearEnd) void fetchNextPage();
  }, [isNearEnd, fetchNextPage]);

  if (queue.isPending) return <Loading />;
  if (queue.isError) return <Failure error={queue.error} again={() => void queue.refetch()} />;
  const isEmpty = counts.data && Object.values(counts.data).every((count) => count === 0);
  if (isEmpty) {
    return (
      <Empty title={words.draftEmpty} hint={words.draftEmptyHint}>
        <DraftForm corpus={corpus} replace />
      </Empty>
    );
  }
  const list = (
    <Queue
      items={items}
      current={here}
      confidences={confidences}
      counts={counts.data}
      order={order}
      filter={filter}
      choose={(changes) =>
        void navigate({ search: (old) => ({ ...old, ...changes }), replace: true, resetScroll: false })
      }
      select={desk.select}
      more={queue.hasNextPage ? () => void fetchNextPage() : null}
    />
  );
  const neighbor = (by: 1 | -1): Place | null => {
    const item = index >= 0 ? items[index + by] : undefined;
    return item ? { recording: item.recording, segment: item.id } : null;
  };
  return (
    <div className="editor">
      <Work corpus={corpus} desk={desk} neighbor={neighbor} />
      {list}
    </div>
  );
}

interface WorkProps {
  corpus: CorpusView;
  desk: Desk;
  neighbor: (by: 1 | -1) => Place | null;
}

function Work({ corpus, desk, neighbor }: WorkProps) {
  const words = useWords().editor;
  const sound = useRef<Sound>(null);
  const text = useRef<HTMLTextAreaElement>(null);
  const table = useRef<HTMLDivElement>(null);
  const [keymap, setKeymap] = useState<Keymap>(loadKeymap);
  const [isHelping, setHelping] = useState(false);
  const [speed, setSpeed] = useState(1);
  const [plays, setPlays] = useState(false); // what is gone to, as soon as it is there
  const recordings = useRecordings(corpus.id);
  const isMac = /Mac|iP(hone|ad)/.test(navigator.userAgent);

  const { current, segments } = desk;
  const segment = segments?.find((each) => each.id === current?.segment);
  const view = segment && desk.view(segment.id);
  const recording = recordings.data?.recordings.find((each) => each.id === current?.recording);
  const seconds = recording?.seconds ?? Math.max(...(segments ?? []).map((each) => each.end), 0);
  const language = recording?.language || corpus.language;

  const lost = current && segments && !segment ? segments[0] : undefined;
  useEffect(() => {
    if (lost && current) desk.select({ recording: current.recording, segment: lost.id }); // joined or restored away
  }, [lost, current, desk]);

  const go = (by: 1 | -1) => {
    const place = neighbor(by);
    if (!place) return;
    setPlays(true);
    desk.select(place);
  };
  const choose = (place: Place) => {
    setPlays(false);
    desk.select(place);
  };
  const quicker = (by: 1 | -1) => {
    setSpeed(SPEEDS[SPEEDS.indexOf(speed) + by] ?? speed);
  };
  const retime = (start: number, end: number) => {
    if (segment && segments) desk.change("times", retiming(segments, segment.id, start, end, seconds));
  };
  const run = (command: Command) => {
    const time = sound.current?.time() ?? 0;
    switch (command) {
      case "help":
        return setHelping(true);
      case "undo":
        return (setPlays(false), desk.undo());
      case "redo":
        return (setPlays(false), desk.redo());
      case "previous":
        return go(-1);
      case "next":
        return go(1);
      case "write":
        return text.current?.focus();
      case "leave":
        return table.current?.focus();
      case "play":
        return sound.current?.toggle();
      case "back":
        return sound.current?.skip(-SKIP);
      case "forward":
        return sound.current?.skip(SKIP);
      case "slower":
        return quicker(-1);
      case "faster":
        return quicker(1);
    }
    if (!segment || !segments || !current) return;
    const caret = text.current?.selectionStart ?? 0;
    const steps = stepsOf(command, {
      segment,
      segments,
      original: view?.original ?? segment.text,
      seconds,
      caret,
      time,
    });
    desk.change(command, steps);
    if (command === "accept") go(1);
    const [first] = steps;
    if (first?.do === "split") {
      choose({ recording: current.recording, segment: first.second });
      requestAnimationFrame(() => text.current?.setSelectionRange(0, 0));
    }
  };
  useKeys(keymap, text, run);

  if (desk.failure) return <Failure error={desk.failure} again={desk.again} />;
  return (
    <Stack ref={table} tabIndex={-1} className="desk" gap="md">
      <Bar corpus={corpus} desk={desk} keymap={keymap} isMac={isMac} speed={speed} run={run} />
      <Decision desk={desk} />
      {!segment || !current || !segments ? (
        <Loading />
      ) : (
        <>
          <VisuallyHidden role="status">
            {words.selected(String(segments.indexOf(segment) + 1), segment.id === current.segment ? segment.text : "")}
          </VisuallyHidden>
          {recording && (
            <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
              {words.recording(recording.name, formatTime(recording.seconds))}
            </Text>
          )}
          <Waveform
            ref={sound}
            corpus={corpus.id}
            recording={current.recording}
            segments={segments}
            current={segment}
            select={(id) => choose({ recording: current.recording, segment: id })}
            retime={retime}
            playOnReady={plays}
            speed={speed}
          />
          <SegmentCard
            segment={segment}
            view={view}
            language={language}
            text={text}
            keymap={keymap}
            isMac={isMac}
            write={(written) => desk.change("text", [patch(segment.id, { text: written, status: "edited" })])}
            retime={retime}
            run={run}
          />
        </>
      )}
      <KeyHelp
        opened={isHelping}
        close={() => setHelping(false)}
        keymap={keymap}
        change={(changed) => (keepKeymap(changed), setKeymap(changed))}
        isMac={isMac}
      />
    </Stack>
  );
}

/** Keys act wherever the focus is, dialogs and menus apart. */
function useKeys(keymap: Keymap, text: RefObject<HTMLTextAreaElement | null>, run: (command: Command) => void) {
  const latest = useRef(run);
  useLayoutEffect(() => {
    latest.current = run;
  });
  const press = useEffectEvent((event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    if (event.defaultPrevented || target.closest("[role=dialog], [role=menu], [role=listbox]")) return;
    const place = placeOf(target, text.current);
    const command = commandOf(event, place, keymap);
    if (!command) return;
    event.preventDefault();
    const isHalf = event.isComposing || place === "field"; // the syllable or number being typed belongs to this segment
    if (isHalf) flushSync(() => target.blur());
    latest.current(command); // not `run`: what was typed has just changed the segment
    if (isHalf) target.focus();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}

function placeOf(target: HTMLElement, text: HTMLElement | null): KeyPlace {
  if (target === text) return "text";
  if (target.matches("input:not([type=radio], [type=checkbox]), textarea, select")) return "field";
  return target.closest("button, a, input, summary, [role=button]") ? "control" : "page";
}

interface BarProps {
  corpus: CorpusView;
  desk: Desk;
  keymap: Keymap;
  isMac: boolean;
  speed: number;
  run: (command: Command) => void;
}

function Bar({ corpus, desk, keymap, isMac, speed, run }: BarProps) {
  const words = useWords().editor;
  const icon = (command: Command, Icon: typeof IconKeyboard, disabled = false) => {
    const label = words.commands[command];
    const key = keymap[command][0];
    return (
      <Tooltip label={key ? `${label} (${printKey(key, isMac)})` : label}>
        <ActionIcon size={44} variant="default" aria-label={label} disabled={disabled} onClick={() => run(command)}>
          <Icon size={20} aria-hidden />
        </ActionIcon>
      </Tooltip>
    );
  };
  return (
    <Group gap="xs">
      {icon("previous", IconPlayerSkipBack)}
      {icon("play", IconPlayerPlay)}
      {icon("next", IconPlayerSkipForward)}
      {icon("undo", IconArrowBackUp, !desk.canUndo)}
      {icon("redo", IconArrowForwardUp, !desk.canRedo)}
      {icon("help", IconKeyboard)}
      {speed !== 1 && <Text size="sm">{words.speed(String(speed))}</Text>}
      <Saving desk={desk} />
      <Group gap="xs" ml="auto">
        <Finish corpus={corpus} isSaved={desk.condition.is === "saved"} />
        <More corpus={corpus} desk={desk} />
      </Group>
    </Group>
  );
}

function More({ corpus, desk }: { corpus: CorpusView; desk: Desk }) {
  const { editor: words, corpora } = useWords();
  const [asked, setAsked] = useState<"restore" | "redraft" | null>(null);
  const [failure, setFailure] = useState<Error | null>(null);
  const restore = () => {
    setFailure(null);
    desk.restore(desk.current!.recording).then(() => setAsked(null), setFailure);
  };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size={44} variant="default" aria-label={words.actions}>
            <IconDots size={20} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item disabled={!desk.current || desk.condition.is !== "saved"} onClick={() => setAsked("restore")}>
            {words.restoreAll}
          </Menu.Item>
          <Menu.Item onClick={() => setAsked("redraft")}>{words.redraft}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={asked === "restore"}
        onClose={() => setAsked(null)}
        title={words.restoreAsk}
        closeButtonProps={{ "aria-label": corpora.cancel }}
      >
        <Stack>
          <Text>{words.restoreHint}</Text>
          {failure && <Failure error={failure} />}
          <Group justify="end">
            <Button variant="default" data-autofocus onClick={() => setAsked(null)}>
              {corpora.cancel}
            </Button>
            <Button onClick={restore}>{words.restoreAll}</Button>
          </Group>
        </Stack>
      </Modal>
      <Modal
        opened={asked === "redraft"}
        onClose={() => setAsked(null)}
        title={words.redraftAsk}
        closeButtonProps={{ "aria-label": corpora.cancel }}
      >
        <Stack>
          <Text>{words.redraftHint}</Text>
          <DraftForm corpus={corpus} replace />
        </Stack>
      </Modal>
    </>
  );
}
