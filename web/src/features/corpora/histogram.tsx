// How often which value occurs, drawn by uPlot.
import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { formatCount } from "../../ui/format";
import { useSpoken } from "../../words/words";
import type { Histogram } from "./queries";

const HEIGHT = 170;
const WHOLE = [1, 2, 5]
  .flatMap((step) => [0, 1, 2, 3, 4, 5, 6].map((power) => step * 10 ** power))
  .sort((a, b) => a - b);

export function HistogramPlot({ title, histogram }: { title: string; histogram: Histogram }) {
  const { words, language } = useSpoken();
  const scheme = useComputedColorScheme("light");
  const place = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: drawn anew in other colors
  useEffect(() => {
    const target = place.current!;
    const plot = new uPlot(options(target), dataOf(histogram), target);
    const watching = new ResizeObserver(() => plot.setSize({ width: target.clientWidth, height: HEIGHT }));
    watching.observe(target);
    return () => (watching.disconnect(), plot.destroy());
  }, [histogram, scheme]);
  const { edges, counts } = histogram;
  const peak = counts.indexOf(Math.max(...counts));
  const tell = (value: number | undefined) => formatCount(value ?? 0, language);
  const told = words.corpora.plotTold(title, tell(edges[0]), tell(edges.at(-1)), tell(edges[peak]));
  return (
    <figure style={{ margin: 0, minWidth: 0 }}>
      <figcaption>{title}</figcaption>
      <div ref={place} role="img" aria-label={told} style={{ height: HEIGHT }} />
    </figure>
  );
}

/** Bars begin at their left edge. The last one needs its right edge, so that the axis reaches it. */
function dataOf({ edges, counts }: Histogram): uPlot.AlignedData {
  return [edges, [...counts, null]] as uPlot.AlignedData;
}

function options(target: HTMLElement): uPlot.Options {
  const style = getComputedStyle(target);
  const color = (name: string) => style.getPropertyValue(`--mantine-${name}`);
  const axis: uPlot.Axis = {
    stroke: color("color-dimmed"),
    grid: { stroke: color("color-default-border"), width: 1 },
    ticks: { show: false },
    font: "12px system-ui",
  };
  return {
    width: target.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false }, y: { range: (_, __, most) => [0, most || 1] } },
    axes: [
      { ...axis, grid: { show: false }, size: 28 },
      { ...axis, size: 44, incrs: WHOLE },
    ],
    series: [
      {},
      {
        fill: color("primary-color-filled"),
        width: 0,
        points: { show: false },
        paths: uPlot.paths.bars!({ align: 1, size: [0.92, Infinity] }),
      },
    ],
  };
}
