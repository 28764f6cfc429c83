// The sound of one recording with its segments, by wavesurfer. The handle plays it.
import { ActionIcon, Group, Text, useComputedColorScheme } from "@mantine/core";
import { IconZoomIn, IconZoomOut } from "@tabler/icons-react";
import { type Ref, type RefObject, useEffect, useEffectEvent, useImperativeHandle, useRef, useState } from "react";
import WaveSurfer from "wavesurfer.js";
import Regions from "wavesurfer.js/dist/plugins/regions.esm.js";
import { formatTime } from "../../ui/format";
import { Failure, Loading } from "../../ui/states";
import { useWords } from "../../words/words";
import { soundOf, usePeaks } from "./queries";
import { type Segment, SHORTEST } from "./segments";

const HEIGHT = 120;
const FITS = 30; // seconds that are shown whole
const CLOSE = 50; // pixels a second for what is longer
const ZOOM = 1.5;
const BEFORE = 1; // seconds shown before the segment at hand

type RegionsPlugin = ReturnType<typeof Regions.create>;

export interface Sound {
  time: () => number;
  /** The segment at hand, from its start, or from where it plays if that lies inside. */
  toggle: () => void;
  playFromStart: () => void;
  skip: (seconds: number) => void;
}

interface Props {
  ref: Ref<Sound>;
  corpus: string;
  recording: string;
  segments: readonly Segment[];
  current: Segment;
  select: (id: string) => void;
  retime: (start: number, end: number) => void;
  playOnReady: boolean;
  speed: number;
}

export function Waveform({ ref, corpus, recording, segments, current, select, retime, playOnReady, speed }: Props) {
  const words = useWords().editor;
  const place = useRef<HTMLDivElement>(null);
  const clock = useRef<HTMLParagraphElement>(null); // written to directly: sixty times a second while it plays
  const peaks = usePeaks(corpus, recording, segments.at(-1)?.end ?? FITS);
  const drawn = useDrawn(place, clock, soundOf(corpus, recording), peaks.data, { speed, select, retime });
  const { wave, regions, isDrawn } = drawn;
  const handle = handleOf(wave, current);
  useImperativeHandle(ref, () => handle);

  useEffect(() => {
    if (isDrawn && regions.current) draw(regions.current, segments, current.id);
  }, [segments, current.id, isDrawn, regions]);

  const show = useEffectEvent(() => {
    if (wave.current?.isPlaying()) wave.current.pause();
    wave.current?.setTime(current.start);
    wave.current?.setScrollTime(Math.max(0, current.start - BEFORE));
    if (playOnReady) handle.playFromStart();
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: shown anew with each segment
  useEffect(() => {
    if (isDrawn) show();
  }, [current.id, isDrawn]);

  return (
    <section aria-label={words.waveform}>
      <Text size="sm" c="dimmed" className="wide-only">
        {words.waveformHint}
      </Text>
      {peaks.isPending && <Loading />}
      {peaks.isError && <Failure error={peaks.error} again={() => void peaks.refetch()} />}
      {drawn.isBroken && <Failure title={words.soundFailed} error={{ message: "" }} />}
      <div ref={place} className="sound-wave" aria-hidden />
      <Group justify="space-between">
        <Text ref={clock} size="sm" ff="monospace" />
        <Zoom change={drawn.changeZoom} />
      </Group>
    </section>
  );
}

type Wave = RefObject<WaveSurfer | null>;

/** What the editor's keys do with the sound of the segment at hand. */
function handleOf(wave: Wave, current: Segment): Sound {
  return {
    time: () => wave.current?.getCurrentTime() ?? 0,
    toggle: () => {
      const player = wave.current;
      if (!player) return;
      if (player.isPlaying()) return player.pause();
      const now = player.getCurrentTime();
      const isInside = now >= current.start && now < current.end - SHORTEST / 2;
      void player.play(isInside ? now : current.start, current.end).catch(() => undefined); // told by `error`
    },
    playFromStart: () => void wave.current?.play(current.start, current.end).catch(() => undefined),
    skip: (seconds) => wave.current?.skip(seconds),
  };
}

type Peaks = NonNullable<ReturnType<typeof usePeaks>["data"]>;

/** The sound as it is drawn into `place`, anew for another recording and in other colors. */
function useDrawn(
  place: RefObject<HTMLDivElement | null>,
  clock: RefObject<HTMLParagraphElement | null>,
  address: string,
  peaks: Peaks | undefined,
  { speed, select, retime }: Pick<Props, "speed" | "select" | "retime">,
) {
  const scheme = useComputedColorScheme("light");
  const wave = useRef<WaveSurfer | null>(null);
  const regions = useRef<RegionsPlugin | null>(null);
  const [isDrawn, setDrawn] = useState(false);
  const [isBroken, setBroken] = useState(false);
  const [zoom, setZoom] = useState(0); // pixels a second; 0: as wide as there is room
  const begin = useEffectEvent(() => {
    wave.current?.setPlaybackRate(speed);
    setDrawn(true);
  });
  const choose = useEffectEvent((id: string) => select(id));
  const move = useEffectEvent((start: number, end: number) => retime(start, end));

  // biome-ignore lint/correctness/useExhaustiveDependencies: drawn anew in other colors
  useEffect(() => {
    if (!peaks || !place.current) return;
    const plugin = Regions.create();
    const player = createWave(place.current, address, peaks, plugin);
    [wave.current, regions.current] = [player, plugin];
    setZoom(closenessOf(peaks));
    setBroken(false);
    player.on("ready", () => begin());
    player.on("timeupdate", (time) => {
      if (clock.current) clock.current.textContent = formatTime(time);
    });
    player.on("error", () => setBroken(true));
    plugin.on("region-clicked", (region) => choose(region.id));
    plugin.on("region-updated", (region) => move(region.start, region.end));
    return () => {
      setDrawn(false);
      [wave.current, regions.current] = [null, null];
      player.destroy();
    };
  }, [address, peaks, scheme]);

  useEffect(() => wave.current?.setPlaybackRate(speed), [speed]);

  const changeZoom = (factor: number) => {
    const player = wave.current;
    if (!player) return;
    const now = zoom || player.getWidth() / player.getDuration();
    const next = Math.max(5, Math.min(800, now * factor));
    player.zoom(next);
    setZoom(next);
  };
  return { wave, regions, isDrawn, isBroken, changeZoom };
}

/** Pixels a second at first; 0 where the whole recording fits. */
function closenessOf({ seconds }: Peaks): number {
  return seconds > FITS ? CLOSE : 0;
}

function createWave(place: HTMLElement, url: string, peaks: Peaks, plugin: RegionsPlugin): WaveSurfer {
  const color = (name: string) => getComputedStyle(place).getPropertyValue(`--mantine-${name}`);
  return WaveSurfer.create({
    container: place,
    height: HEIGHT,
    url,
    peaks: [peaks.peaks],
    duration: peaks.seconds,
    normalize: true,
    waveColor: color("color-dimmed"),
    progressColor: color("primary-color-filled"),
    cursorColor: color("color-text"),
    cursorWidth: 2,
    minPxPerSec: closenessOf(peaks),
    dragToSeek: true,
    plugins: [plugin],
  });
}

function Zoom({ change }: { change: (factor: number) => void }) {
  const words = useWords().editor;
  return (
    <Group gap={4}>
      <ActionIcon size={44} variant="subtle" color="gray" aria-label={words.zoomOut} onClick={() => change(1 / ZOOM)}>
        <IconZoomOut size={20} aria-hidden />
      </ActionIcon>
      <ActionIcon size={44} variant="subtle" color="gray" aria-label={words.zoomIn} onClick={() => change(ZOOM)}>
        <IconZoomIn size={20} aria-hidden />
      </ActionIcon>
    </Group>
  );
}

/** Changes only those regions that are not as they should be: a long recording has hundreds. */
function draw(plugin: RegionsPlugin, segments: readonly Segment[], current: string): void {
  const drawn = new Map(plugin.getRegions().map((region) => [region.id, region]));
  for (const { id, start, end, status } of segments) {
    const color = id === current ? CURRENT : COLORS[status];
    const region = drawn.get(id);
    drawn.delete(id);
    if (!region) plugin.addRegion({ id, start, end, color, drag: false, resize: id === current, minLength: SHORTEST });
    else if (region.start !== start || region.end !== end || region.color !== color)
      region.setOptions({ start, end, color, resize: id === current });
  }
  for (const region of drawn.values()) region.remove();
}

const CURRENT = "rgb(239 106 83 / 0.35)";
const COLORS: Record<Segment["status"], string> = {
  draft: "rgb(140 130 120 / 0.18)",
  edited: "rgb(230 180 40 / 0.25)",
  accepted: "rgb(60 160 90 / 0.25)",
  rejected: "rgb(140 130 120 / 0.05)",
};
