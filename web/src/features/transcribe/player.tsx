// The sound of a recording beside its text: where it is, and playing from a place. Begin with `usePlayer`.
import { type ReactNode, useRef, useState } from "react";
import { useWords } from "../../words/words";
import { soundOf } from "./queries";

interface Player {
  sound: ReactNode;
  play: (start: number) => void;
  isAt: (part: { start: number; end: number }) => boolean;
}

/** The player to show, and what to do with it; times are seconds. */
export function usePlayer(batch: string, number: number): Player {
  const words = useWords().transcribing;
  const element = useRef<HTMLAudioElement>(null);
  const [now, setNow] = useState(0);
  const play = (start: number) => {
    if (!element.current) return;
    element.current.currentTime = start;
    void element.current.play();
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
      onTimeUpdate={(event) => setNow(event.currentTarget.currentTime)}
    />
  );
  return { sound, play, isAt: ({ start, end }) => now >= start && now < end && now > 0 };
}
