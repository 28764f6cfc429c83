// What the three sliders are, in a short paragraph each, with a drawing of a block.
import { Group, Stack, Text } from "@mantine/core";
import { useWords } from "../../words/words";

export function Explained() {
  const { playground: said } = useWords();
  const parts = [
    [said.attention, said.whatIs.attention],
    [said.mlp, said.whatIs.mlp],
    [said.epsilon, said.whatIs.epsilon],
  ] as const;
  return (
    <Group align="start" gap="xl">
      <BlockDrawing />
      <Stack gap="sm" style={{ flex: "1 1 18rem" }}>
        {parts.map(([name, text]) => (
          <Text key={name}>
            <b>{name}</b> · {text}
          </Text>
        ))}
      </Stack>
    </Group>
  );
}

/** From below: a norm and a branch beside the stream, added to it; twice. */
function BlockDrawing() {
  const { playground: said } = useWords();
  const line = { stroke: "var(--mantine-color-text)", strokeWidth: 1.2, fill: "none" };
  return (
    <svg className="block-drawing" viewBox="0 0 150 200" role="img" aria-label={said.blockLabel}>
      <path d="M30 190 V12" {...line} />
      <path d="M26 18 L30 10 L34 18" {...line} />
      <Branch y={105} name={said.block.attention} slider={`× ${said.attention}`} norm={said.block.norm} />
      <Branch y={20} name={said.block.mlp} slider={`× ${said.mlp}`} norm={said.block.norm} />
      <text x={38} y={197} fontSize={9} fill="var(--mantine-color-dimmed)">
        {said.block.in}
      </text>
      <text x={38} y={12} fontSize={9} fill="var(--mantine-color-dimmed)">
        {said.block.out}
      </text>
    </svg>
  );
}

function Branch({ y, name, slider, norm }: { y: number; name: string; slider: string; norm: string }) {
  const text = { fontSize: 10, textAnchor: "middle" as const, fill: "var(--mantine-color-text)" };
  const box = { fill: "var(--mantine-color-coral-light)", stroke: "var(--mantine-primary-color-filled)", rx: 5 };
  const line = { stroke: "var(--mantine-color-text)", strokeWidth: 1.2, fill: "none" };
  return (
    <g>
      <path d={`M30 ${y + 75} H95 V${y + 16} H38`} {...line} />
      <rect x={65} y={y + 50} width={60} height={18} {...box} />
      <text x={95} y={y + 62.5} {...text}>
        {norm} · EPS
      </text>
      <rect x={65} y={y + 24} width={60} height={18} {...box} />
      <text x={95} y={y + 36.5} {...text}>
        {name}
      </text>
      <text x={95} y={y + 12} {...text} fontSize={9}>
        {slider}
      </text>
      <circle cx={30} cy={y + 16} r={7} fill="var(--mantine-color-body)" stroke="var(--mantine-color-text)" />
      <path d={`M26 ${y + 16} H34 M30 ${y + 12} V${y + 20}`} {...line} />
    </g>
  );
}
