// How healthy the model is at these sliders, and the whole map to point at.
import { Alert, Button, Group, Text } from "@mantine/core";
import { clamp } from "@mantine/hooks";
import type { PointerEvent } from "react";
import { formatCount } from "../../ui/format";
import { Failure, Loading } from "../../ui/states";
import { useSpoken } from "../../words/words";
import { growthAt, zoneOf } from "./health";
import { useMeasuring } from "./queries";
import { type HealthMap, type OpenedView, type Sliders, UNTOUCHED } from "./wire";

const CELL = 10; // units of the drawing
const MARGIN = 8;

interface Props {
  model: OpenedView;
  sliders: Sliders;
  change: (sliders: Sliders) => void;
}

export function HealthCard({ model, sliders, change }: Props) {
  const { words, language } = useSpoken();
  const said = words.playground;
  if (!model.map) return <Measure model={model.id} />;
  const growth = growthAt(model.map, sliders);
  const zone = zoneOf(model.map, growth);
  const names = model.map.languages.map((each) => said.languages[each] ?? each).join(", ");
  return (
    <section aria-label={said.health}>
      <Group align="start" gap="lg">
        <HealthMapDrawing map={model.map} sliders={sliders} change={change} />
        <div style={{ flex: "1 1 14rem" }}>
          <Text role="status" fw={600}>
            {said.healthNow(said.zones[zone], growth >= 100 ? ">100" : formatCount(growth, language))}
          </Text>
          <Text size="sm" c="dimmed">
            {said.healthHint(names)}
            {sliders.layers && ` ${said.onlyAllLayers}`}
          </Text>
        </div>
      </Group>
    </section>
  );
}

/** ATTN upwards and MLP to the right, a square for each measured setting; a tap goes there. Keys have the sliders. */
function HealthMapDrawing({ map, sliders, change }: { map: HealthMap } & Omit<Props, "model">) {
  const { words } = useSpoken();
  const side = map.gains.length * CELL;
  const [first, last] = [map.gains[0]!, map.gains.at(-1)!];
  const along = (gain: number) => ((gain - first) / (last - first)) * (side - CELL) + CELL / 2;
  const point = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const column = nearest(((event.clientX - box.left) / box.width) * (side + MARGIN) - MARGIN, map);
    const row = nearest(side - ((event.clientY - box.top) / box.height) * (side + MARGIN), map);
    change({ ...UNTOUCHED, layers: sliders.layers, eps: sliders.eps, attn: map.gains[row]!, mlp: map.gains[column]! });
  };
  return (
    <svg
      className="health-map"
      viewBox={`${-MARGIN} 0 ${side + MARGIN} ${side + MARGIN}`}
      role="img"
      aria-label={words.playground.mapLabel}
      onPointerDown={point}
    >
      {map.measured.flatMap((row, attn) =>
        row.map((measured, mlp) => (
          <rect
            key={`${map.gains[attn]} ${map.gains[mlp]}`}
            x={mlp * CELL}
            y={side - (attn + 1) * CELL}
            width={CELL - 0.6}
            height={CELL - 0.6}
            rx={1.5}
            fill={`var(--zone-${zoneOf(map, measured.perplexity / map.untouched.perplexity)})`}
          />
        )),
      )}
      <circle
        cx={along(clamp(sliders.mlp, first, last))}
        cy={side - along(clamp(sliders.attn, first, last))}
        r={3.2}
        fill="var(--mantine-color-body)"
        stroke="var(--mantine-color-text)"
        strokeWidth={1.4}
      />
      <text x={side} y={side + 6} textAnchor="end">
        MLP →
      </text>
      <text x={0} y={-3} textAnchor="end" transform="rotate(-90)">
        ATTN →
      </text>
    </svg>
  );
}

function Measure({ model }: { model: string }) {
  const { words } = useSpoken();
  const { begin, job } = useMeasuring(model);
  if (begin.isError) return <Failure error={begin.error} again={() => begin.mutate()} />;
  if (begin.isSuccess && job.data?.state !== "failed") return <Loading what={words.playground.measuring} />;
  return (
    <Alert variant="light">
      <Text mb="xs">{words.playground.noMap}</Text>
      <Button variant="default" onClick={() => begin.mutate()}>
        {words.playground.measure}
      </Button>
    </Alert>
  );
}

function nearest(place: number, map: HealthMap): number {
  return clamp(Math.floor(place / CELL), 0, map.gains.length - 1);
}
