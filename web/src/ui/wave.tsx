// The last seconds of what the microphone hears, as bars that wander to the left.
import { useEffect, useRef } from "react";

const BARS = 96;
const EACH = 60; // ms

export function Wave({ recording }: { recording: { level: () => number } }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const levels: number[] = [];
    const look = setInterval(() => {
      levels.push(recording.level());
      if (levels.length > BARS) levels.shift();
      if (canvas.current) draw(canvas.current, levels);
    }, EACH);
    return () => clearInterval(look);
  }, [recording]);
  return <canvas ref={canvas} className="wave" width={BARS * 6} height={96} aria-hidden />;
}

function draw(canvas: HTMLCanvasElement, levels: number[]) {
  const pen = canvas.getContext("2d")!;
  const { width, height } = canvas;
  pen.clearRect(0, 0, width, height);
  pen.fillStyle = getComputedStyle(canvas).color;
  canvas.dataset.bars = String(levels.length);
  levels.forEach((level, index) => {
    const high = Math.max(3, level * height);
    pen.fillRect(width - (levels.length - index) * 6, (height - high) / 2, 4, high);
  });
}
