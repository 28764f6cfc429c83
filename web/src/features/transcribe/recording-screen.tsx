// One recording of a batch: hear it, follow it in its text, and write over what is wrong.
import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useCallback, useEffect, useRef, useState } from "react";
import { formatTime } from "../../ui/format";
import { Screen } from "../../ui/screen";
import { Failure, Loading } from "../../ui/states";
import { useWords } from "../../words/words";
import { isMoving } from "../jobs/queries";
import { Forms } from "./batch-screen";
import { usePlayer } from "./player";
import { type TranscriptView, useBatch, useCorrecting, useResults, useTranscript } from "./queries";
import { Radio } from "./radio";
import "./transcribe.css";

const route = getRouteApi("/transcribe/$batch/$number");
const PAUSE = 800; // ms without a key after which what was written is saved

type Segment = TranscriptView["segments"][number];

export function RecordingScreen() {
  const words = useWords().transcribing;
  const { batch: id, number: written } = route.useParams();
  const number = Number(written);
  const batch = useBatch(id);
  const results = useResults(id, false);
  const isRadio = batch.data?.radio ?? false;
  const transcript = useTranscript(id, number, batch.data !== undefined && !isRadio);
  const name = results.data?.find((result) => result.number === number)?.name ?? words.title;
  const isOpen = batch.data ? !isMoving(batch.data) : false;
  return (
    <Screen title={name} side={<Forms batch={id} number={number} />}>
      <Stack>
        <Link to="/transcribe/$batch" params={{ batch: id }}>
          {words.toBatch}
        </Link>
        {isRadio ? <Radio batch={id} number={number} isOpen={isOpen} /> : transcript.isPending && <Loading />}
        {transcript.isError && <Failure error={transcript.error} again={() => void transcript.refetch()} />}
        {transcript.data && <Transcript batch={id} of={transcript.data} isOpen={isOpen} />}
      </Stack>
    </Screen>
  );
}

function Transcript({ batch, of, isOpen }: { batch: string; of: TranscriptView; isOpen: boolean }) {
  const words = useWords().transcribing;
  const player = usePlayer(batch, of.number);
  const correcting = useCorrections(batch, of);
  return (
    <Stack>
      {player.sound}
      <Group justify="space-between">
        <Text c="dimmed">
          {of.segments.length ? (isOpen ? words.correctHint : words.whileWorking) : words.noSpeech}
        </Text>
        <Text role="status">{correcting.isTouched && words[correcting.state]}</Text>
      </Group>
      {correcting.error && <Failure error={correcting.error} again={correcting.save} />}
      <ol className="segments">
        {of.segments.map((segment) => (
          <Line
            key={segment.id}
            segment={segment}
            language={of.language}
            text={correcting.texts[segment.id] ?? segment.text}
            isNow={player.isAt(segment)}
            isOpen={isOpen}
            play={player.play}
            write={correcting.write}
          />
        ))}
      </ol>
    </Stack>
  );
}

interface LineProps {
  segment: Segment;
  language: string;
  text: string;
  isNow: boolean;
  isOpen: boolean;
  play: (start: number) => void;
  write: (id: number, text: string) => void;
}

function Line({ segment, language, text, isNow, isOpen, play, write }: LineProps) {
  const words = useWords().transcribing;
  const time = formatTime(segment.start);
  return (
    <li data-now={isNow || undefined}>
      <Button
        variant="default"
        leftSection={<IconPlayerPlay size={16} aria-hidden />}
        aria-label={words.playFrom(time)}
        onClick={() => play(segment.start)}
      >
        {time}
      </Button>
      <div>
        <Textarea
          aria-label={words.textAt(time)}
          lang={language}
          autosize
          minRows={1}
          maxLength={5_000}
          spellCheck={false}
          readOnly={!isOpen}
          value={text}
          onChange={(event) => write(segment.id, event.currentTarget.value)}
        />
        {text !== segment.original && (
          <Group gap="xs" mt={4}>
            <Text size="sm" c="dimmed" lang={language}>
              {words.heardAs(segment.original)}
            </Text>
            {isOpen && (
              <Button size="compact-sm" variant="default" onClick={() => write(segment.id, segment.original)}>
                {words.restore}
              </Button>
            )}
          </Group>
        )}
      </div>
    </li>
  );
}

/** What is written here and not saved yet, by segment; it is saved after a pause, and when the screen is left. */
function useCorrections(batch: string, of: TranscriptView) {
  const correcting = useCorrecting(batch, of.number);
  const [texts, setTexts] = useState<Record<number, string>>({});
  const [isTouched, setTouched] = useState(false);
  const { mutateAsync } = correcting;
  const unsaved = useRef(texts);
  unsaved.current = texts;
  const save = useCallback(() => {
    const sent = unsaved.current;
    const segments = Object.entries(sent).map(([id, text]) => ({ id: Number(id), text }));
    if (!segments.length) return;
    mutateAsync(segments).then(
      () =>
        setTexts((now) => Object.fromEntries(Object.entries(now).filter(([id, text]) => sent[Number(id)] !== text))),
      () => undefined, // told by `isError`, and kept
    );
  }, [mutateAsync]);
  const write = (id: number, text: string) => {
    setTouched(true);
    setTexts((before) => ({ ...before, [id]: text }));
  };
  const isDirty = Object.keys(texts).length > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: saved when the texts change
  useEffect(() => {
    if (!isDirty) return;
    const timer = setTimeout(save, PAUSE);
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => (clearTimeout(timer), window.removeEventListener("beforeunload", warn));
  }, [texts, isDirty, save]);
  useEffect(() => save, [save]);
  const state = correcting.isPending ? ("saving" as const) : isDirty ? ("unsaved" as const) : ("saved" as const);
  return { texts, write, save, state, isTouched, error: correcting.error };
}
