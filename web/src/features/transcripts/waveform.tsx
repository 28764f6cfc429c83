// The sound of one recording with its segments, by wavesurfer. The handle plays it.
import { ActionIcon, Group, Text, useComputedColorScheme } from "@mantine/core";
import { IconZoomIn, IconZoomOut } from "@tabler/icons-react";
import { type Ref, useEffect, useEffectEvent, useImperativeHandle, useRef, useState } from "react";
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
  const scheme = useComputedColorScheme("light");
  const place = useRef<HTMLDivElement>(null);
  const wave = useRef<WaveSurfer | null>(null);
  const regions = useRef<RegionsPlugin | null>(null);
  const [isDrawn, setDrawn] = useState(false);
  const clock = useRef<HTMLParagraphElement>(null); // written to directly: sixty times a second while it plays
  const [zoom, setZoom] = useState(0); // pixels a second; 0: as wide as there is room
  const [isBroken, setBroken] = useState(false);
  const peaks = usePeaks(corpus, recording, segments.at(-1)?.end ?? FITS);

  const handle: Sound = {
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
  useImperativeHandle(ref, () => handle);

  const begin = useEffectEvent(() => {
    wave.current?.setPlaybackRate(speed);
    setDrawn(true);
  });
  const choose = useEffectEvent((id: string) => select(id));
  const move = useEffectEvent((start: number, end: number) => retime(start, end));

  const data = peaks.data;
  // biome-ignore lint/correctness/useExhaustiveDependencies: drawn anew in other colors
  useEffect(() => {
    if (!data || !place.current) return;
    const color = (name: string) => getComputedStyle(place.current!).getPropertyValue(`--mantine-${name}`);
    const plugin = Regions.create();
    const long = data.seconds > FITS;
    const player = WaveSurfer.create({
      container: place.current,
      height: HEIGHT,
      url: soundOf(corpus, recording),
      peaks: [data.peaks],
      duration: data.seconds,
      normalize: true,
      waveColor: color("color-dimmed"),
      progressColor: color("primary-color-filled"),
      cursorColor: color("color-text"),
      cursorWidth: 2,
      minPxPerSec: long ? CLOSE : 0,
      dragToSeek: true,
      plugins: [plugin],
    });
    [wave.current, regions.current] = [player, plugin];
    setZoom(long ? CLOSE : 0);
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
  }, [corpus, recording, data, scheme]);

  useEffect(() => wave.current?.setPlaybackRate(speed), [speed]);

  useEffect(() => {
    if (isDrawn && regions.current) draw(regions.current, segments, current.id);
  }, [segments, current.id, isDrawn]);

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

  const changeZoom = (factor: number) => {
    const player = wave.current;
    if (!player) return;
    const now = zoom || player.getWidth() / player.getDuration();
    const next = Math.max(5, Math.min(800, now * factor));
    player.zoom(next);
    setZoom(next);
  };

  return (
    <section aria-label={words.waveform}>
      <Text size="sm" c="dimmed" className="wide-only">
        {words.waveformHint}
      </Text>
      {peaks.isPending && <Loading />}
      {peaks.isError && <Failure error={peaks.error} again={() => void peaks.refetch()} />}
      {isBroken && <Failure title={words.soundFailed} error={{ message: "" }} />}
      <div ref={place} className="sound-wave" aria-hidden />
      <Group justify="space-between">
        <Text ref={clock} size="sm" ff="monospace" />
        <Group gap={4}>
          <ActionIcon
            size={44}
            variant="subtle"
            color="gray"
            aria-label={words.zoomOut}
            onClick={() => changeZoom(1 / ZOOM)}
          >
            <IconZoomOut size={20} aria-hidden />
          </ActionIcon>
          <ActionIcon
            size={44}
            variant="subtle"
            color="gray"
            aria-label={words.zoomIn}
            onClick={() => changeZoom(ZOOM)}
          >
            <IconZoomIn size={20} aria-hidden />
          </ActionIcon>
        </Group>
      </Group>
    </section>
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
