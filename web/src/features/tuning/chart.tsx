// A chart of curves over training steps, drawn by uPlot; told in words to who does not see it.
import { Text, useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useSpoken } from "../../words/words";
import { align, ends, type Point } from "./curve";

export interface Line {
  label: string;
  points: readonly Point[];
  faint?: boolean;
  dots?: boolean;
}

interface Props {
  title: string;
  lines: readonly Line[];
  format?: (value: number) => string;
}

const HEIGHT = 240;
const WHOLE = [1, 2, 5].flatMap((one) => [0, 1, 2, 3, 4, 5, 6].map((zeros) => one * 10 ** zeros)).sort((a, b) => a - b); // steps between two marks
// Told apart also by people who confuse red and green, on paper and in the dark.
const COLORS = ["#d1495b", "#2a7fb8", "#e0912f", "#3f9a6b", "#8a63c9", "#7a6a5a", "#c2578f", "#4b8f96"];

export function Chart({ title, lines, format = plain }: Props) {
  const { words } = useSpoken();
  const scheme = useComputedColorScheme("light");
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const shape = [words.tuning.step, ...lines.map((line) => `${line.label}${line.faint}${line.dots}`)].join("\n");
  const data = align(lines.map((line) => line.points)) as uPlot.AlignedData;
  const latest = useRef(data);
  latest.current = data;

  // biome-ignore lint/correctness/useExhaustiveDependencies: drawn anew when its lines or the colors are others
  useEffect(() => {
    const box = place.current!;
    const drawn = new uPlot(options(lines, format, words.tuning.step, box), latest.current, box);
    chart.current = drawn;
    const watcher = new ResizeObserver(() => drawn.setSize({ width: box.clientWidth, height: HEIGHT }));
    watcher.observe(box);
    return () => (watcher.disconnect(), drawn.destroy());
  }, [shape, scheme]);
  useEffect(() => chart.current?.setData(latest.current));

  const told = lines
    .filter((line) => !line.faint)
    .map((line) => {
      const both = ends(line.points);
      return both ? words.tuning.curveTold(line.label, format(both.first[1]), format(both.last[1]), both.last[0]) : "";
    });
  return (
    <figure className="chart">
      <Text component="figcaption" fw={500} mb={4}>
        {title}
      </Text>
      <div ref={place} role="img" aria-label={`${title}. ${told.filter(Boolean).join(" ")}`} />
    </figure>
  );
}

function options(
  lines: readonly Line[],
  format: (value: number) => string,
  step: string,
  box: HTMLElement,
): uPlot.Options {
  const style = getComputedStyle(box);
  const axis = {
    stroke: style.color,
    grid: { stroke: style.getPropertyValue("--mantine-color-default-border"), width: 1 },
    ticks: { show: false },
  };
  return {
    width: box.clientWidth,
    height: HEIGHT,
    scales: { x: { time: false } },
    legend: { show: lines.length > 1 },
    cursor: { drag: { x: true, y: false } },
    axes: [
      { ...axis, incrs: WHOLE },
      { ...axis, size: 64, values: (_, ticks) => ticks.map(format) },
    ],
    series: [{ label: step }, ...lines.map((line, index) => seriesOf(line, COLORS[index % COLORS.length]!, format))],
  };
}

function seriesOf(line: Line, color: string, format: (value: number) => string): uPlot.Series {
  return {
    label: line.label,
    stroke: line.faint ? `${color}40` : color,
    width: line.faint ? 1 : 2.5,
    spanGaps: true,
    points: { show: Boolean(line.dots), size: 8, fill: color },
    value: (_, value) => (value === null ? "–" : format(value)),
  };
}

function plain(value: number): string {
  return Math.abs(value) >= 0.001 || value === 0 ? String(Number(value.toPrecision(3))) : value.toExponential(1);
}
