// Working through a transcript: the segment at hand with its sound and text, and every command that changes it.
import { Stack, Text, VisuallyHidden } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { formatTime } from "../../ui/format";
import { Failure, Loading } from "../../ui/states";
import { useWords } from "../../words/words";
import type { CorpusView } from "../corpora/queries";
import { Bar } from "./bar";
import { stepsOf } from "./commands";
import { KeyHelp } from "./key-help";
import { type Command, type Keymap, keepKeymap, loadKeymap } from "./keys";
import { type RecordingView, type SegmentView, useRecordings } from "./queries";
import { Decision } from "./saving";
import { SegmentCard } from "./segment-card";
import { patch, retiming, type Segment } from "./segments";
import type { Desk, Place } from "./use-desk";
import { useKeys } from "./use-keys";
import { type Sound, Waveform } from "./waveform";

const SKIP = 2; // seconds
const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2];

interface Props {
  corpus: CorpusView;
  desk: Desk;
  neighbor: (by: 1 | -1) => Place | null;
}

export function Work({ corpus, desk, neighbor }: Props) {
  const fields = useFields();
  const [keymap, setKeymap] = useState<Keymap>(loadKeymap);
  const [isHelping, setHelping] = useState(false);
  const [speed, setSpeed] = useState(1);
  const walking = useWalking(desk, neighbor);
  const atHand = useAtHand(corpus, desk);
  const isMac = /Mac|iP(hone|ad)/.test(navigator.userAgent);
  const quicker = (by: 1 | -1) => setSpeed(SPEEDS[SPEEDS.indexOf(speed) + by] ?? speed);
  const change = useChanging(desk, atHand, fields, walking);
  const run = (command: Command) => {
    switch (command) {
      case "help":
        return setHelping(true);
      case "undo":
        return (walking.rest(), desk.undo());
      case "redo":
        return (walking.rest(), desk.redo());
      case "previous":
        return walking.go(-1);
      case "next":
        return walking.go(1);
      case "write":
        return fields.text.current?.focus();
      case "leave":
        return fields.table.current?.focus();
      case "play":
        return fields.sound.current?.toggle();
      case "back":
        return fields.sound.current?.skip(-SKIP);
      case "forward":
        return fields.sound.current?.skip(SKIP);
      case "slower":
        return quicker(-1);
      case "faster":
        return quicker(1);
    }
    change(command);
  };
  useKeys(keymap, fields.text, run);

  if (desk.failure) return <Failure error={desk.failure} again={desk.again} />;
  return (
    <Stack ref={fields.table} tabIndex={-1} className="desk" gap="md">
      <Bar corpus={corpus} desk={desk} keymap={keymap} isMac={isMac} speed={speed} run={run} />
      <Decision desk={desk} />
      {atHand ? (
        <SegmentAtHand
          corpus={corpus}
          desk={desk}
          atHand={atHand}
          fields={fields}
          walking={walking}
          keys={{ keymap, isMac }}
          speed={speed}
          run={run}
        />
      ) : (
        <Loading />
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

/** The parts of the screen that commands act on. */
function useFields() {
  const sound = useRef<Sound>(null);
  const text = useRef<HTMLTextAreaElement>(null);
  const table = useRef<HTMLDivElement>(null);
  return { sound, text, table };
}

type Fields = ReturnType<typeof useFields>;

/** Going from segment to segment; `plays` says whether the sound of the one that is gone to begins at once. */
function useWalking(desk: Desk, neighbor: Props["neighbor"]) {
  const [plays, setPlays] = useState(false);
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
  return { plays, go, choose, rest: () => setPlays(false) };
}

type Walking = ReturnType<typeof useWalking>;

/** The segment that is worked on, with what is known around it; `seconds` is how long its recording is. */
interface AtHand {
  current: Place;
  segment: Segment;
  segments: readonly Segment[];
  view: SegmentView | undefined;
  recording: RecordingView | undefined;
  seconds: number;
  language: string;
}

/** What is at hand; null while it is read. Where it was joined or restored away, the first segment takes its place. */
function useAtHand(corpus: CorpusView, desk: Desk): AtHand | null {
  const recordings = useRecordings(corpus.id);
  const { current, segments } = desk;
  const segment = segments?.find((each) => each.id === current?.segment);
  const recording = recordings.data?.recordings.find((each) => each.id === current?.recording);
  const lost = current && segments && !segment ? segments[0] : undefined;
  useEffect(() => {
    if (lost && current) desk.select({ recording: current.recording, segment: lost.id });
  }, [lost, current, desk]);
  if (!current || !segments || !segment) return null;
  return {
    current,
    segment,
    segments,
    view: desk.view(segment.id),
    recording,
    seconds: recording?.seconds ?? Math.max(...segments.map((each) => each.end), 0),
    language: recording?.language || corpus.language,
  };
}

/** Commands that change the segment at hand, at the caret and at the time where its sound is. */
function useChanging(desk: Desk, atHand: AtHand | null, fields: Fields, walking: Walking): (command: Command) => void {
  return (command) => {
    if (!atHand) return;
    const { current, segment, segments, view, seconds } = atHand;
    const time = fields.sound.current?.time() ?? 0;
    const caret = fields.text.current?.selectionStart ?? 0;
    const original = view?.original ?? segment.text;
    const steps = stepsOf(command, { segment, segments, original, seconds, caret, time });
    desk.change(command, steps);
    if (command === "accept") walking.go(1);
    const [first] = steps;
    if (first?.do === "split") {
      walking.choose({ recording: current.recording, segment: first.second });
      requestAnimationFrame(() => fields.text.current?.setSelectionRange(0, 0));
    }
  };
}

interface SegmentProps {
  corpus: CorpusView;
  desk: Desk;
  atHand: AtHand;
  fields: Fields;
  walking: Walking;
  keys: { keymap: Keymap; isMac: boolean };
  speed: number;
  run: (command: Command) => void;
}

function SegmentAtHand({ corpus, desk, atHand, fields, walking, keys, speed, run }: SegmentProps) {
  const words = useWords().editor;
  const { current, segment, segments, view, recording, seconds, language } = atHand;
  const retime = (start: number, end: number) =>
    desk.change("times", retiming(segments, segment.id, start, end, seconds));
  return (
    <>
      <VisuallyHidden role="status">
        {words.selected(String(segments.indexOf(segment) + 1), segment.text)}
      </VisuallyHidden>
      {recording && (
        <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
          {words.recording(recording.name, formatTime(recording.seconds))}
        </Text>
      )}
      <Waveform
        ref={fields.sound}
        corpus={corpus.id}
        recording={current.recording}
        segments={segments}
        current={segment}
        select={(id) => walking.choose({ recording: current.recording, segment: id })}
        retime={retime}
        playOnReady={walking.plays}
        speed={speed}
      />
      <SegmentCard
        segment={segment}
        view={view}
        language={language}
        text={fields.text}
        keymap={keys.keymap}
        isMac={keys.isMac}
        write={(written) => desk.change("text", [patch(segment.id, { text: written, status: "edited" })])}
        retime={retime}
        run={run}
      />
    </>
  );
}
