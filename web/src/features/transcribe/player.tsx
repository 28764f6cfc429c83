// The sound of a recording beside its text: where it is, and playing from a place. Begin with `usePlayer`.
import { getRouteApi } from "@tanstack/react-router";
import { type ReactNode, useRef, useState } from "react";
import { useWords } from "../../words/words";
import { soundOf } from "./queries";

const route = getRouteApi("/transcribe/$batch/$number");

const JUST_AFTER = 0.01; // seconds: at its start, a part is the one that is heard

interface Player {
  sound: ReactNode;
  play: (start: number) => void;
  isAt: (part: { start: number; end: number }) => boolean;
}

/** The player to show, and what to do with it; times are seconds. */
export function usePlayer(batch: string, number: number): Player {
  const words = useWords().transcribing;
  const element = useRef<HTMLAudioElement>(null);
  const { at } = route.useSearch();
  const [now, setNow] = useState(0);
  const play = (start: number) => {
    if (!element.current) return;
    element.current.currentTime = start;
    void element.current.play();
  };
  const goTo = (audio: HTMLAudioElement, second: number) => {
    audio.currentTime = second;
    setNow(second + JUST_AFTER);
    requestAnimationFrame(() => document.querySelector(".segments > [data-now]")?.scrollIntoView({ block: "center" }));
  };
  const sound = (
    // biome-ignore lint/a11y/useMediaCaption: its transcript stands below it
    <audio
      ref={element}
      className="listening"
      src={soundOf(batch, number)}
      controls
      preload="metadata"
      aria-label={words.sound}
      onLoadedMetadata={(event) => at !== undefined && goTo(event.currentTarget, at)}
      onTimeUpdate={(event) => setNow(event.currentTarget.currentTime)}
    />
  );
  return { sound, play, isAt: ({ start, end }) => now >= start && now < end && now > 0 };
}
