// A link as a QR code, for the camera of another device.
import { Group, Text } from "@mantine/core";
import { generate } from "lean-qr";
import { toSvgPath } from "lean-qr/extras/svg";
import { useWords } from "../../words/words";

const QUIET = 4; // modules of white that ISO/IEC 18004 asks for around a code
const WIDTH = 176; // pixels

/** Black on white in dark colors too: many cameras read nothing else. */
export function QrCode({ text }: { text: string }) {
  const words = useWords();
  const code = generate(text);
  const around = code.size + 2 * QUIET;
  return (
    <Group gap="md">
      <svg
        role="img"
        aria-label={words.shareCode}
        width={WIDTH}
        height={WIDTH}
        viewBox={`${-QUIET} ${-QUIET} ${around} ${around}`}
        shapeRendering="crispEdges"
      >
        <rect x={-QUIET} y={-QUIET} width={around} height={around} fill="#fff" />
        <path d={toSvgPath(code)} fill="#000" />
      </svg>
      <Text size="sm" c="dimmed">
        {words.shareCodeHint}
      </Text>
    </Group>
  );
}
