// The segment at hand: what is said, what stood there at first, its times, and what can be done with it.
import { Badge, Button, Group, NumberInput, Stack, Textarea, Tooltip } from "@mantine/core";
import { type RefObject, useState } from "react";
import { useWords } from "../../words/words";
import { type Command, type Keymap, printKey } from "./keys";
import type { SegmentView } from "./queries";
import type { Segment } from "./segments";

const STEP = 0.05; // seconds
const STEPS: string[] = ["increment", "decrement"]; // by arrow, not by typing

interface Props {
  segment: Segment;
  view: SegmentView | undefined;
  language: string;
  text: RefObject<HTMLTextAreaElement | null>;
  keymap: Keymap;
  isMac: boolean;
  write: (text: string) => void;
  retime: (start: number, end: number) => void;
  run: (command: Command) => void;
}

const BUTTONS: Command[] = ["split", "merge", "start", "end", "earlier", "later", "restore", "reject"];

export function SegmentCard({ segment, view, language, text, keymap, isMac, write, retime, run }: Props) {
  const words = useWords().editor;
  return (
    <Stack gap="sm">
      <Textarea
        ref={text}
        label={
          <>
            {words.text}{" "}
            <Badge variant="light" c="var(--mantine-color-text)" color={STATUS_COLORS[segment.status]} tt="none" ml={6}>
              {words.statuses[segment.status]}
            </Badge>
          </>
        }
        lang={language || undefined}
        size="md"
        autosize
        minRows={2}
        maxLength={4_000}
        spellCheck={false}
        value={segment.text}
        onChange={(event) => write(event.currentTarget.value)}
      />
      <Before segment={segment} view={view} language={language} />
      <Group gap="sm" align="end">
        <TimeField label={words.start} value={segment.start} commit={(start) => retime(start, segment.end)} />
        <TimeField label={words.end} value={segment.end} commit={(end) => retime(segment.start, end)} />
      </Group>
      <Group gap="xs">
        <KeyButton command="accept" filled {...{ keymap, isMac, run }} />
        {BUTTONS.map((command) => (
          <KeyButton key={command} command={command} {...{ keymap, isMac, run }} />
        ))}
      </Group>
    </Stack>
  );
}

interface TimeFieldProps {
  label: string;
  value: number;
  commit: (seconds: number) => void;
}

/** What is typed counts when the field is left or Enter pressed: half a number would push the neighbors about. */
function TimeField({ label, value, commit }: TimeFieldProps) {
  const [typed, setTyped] = useState<number | string | null>(null); // a text while it ends in a zero or a point
  const finish = (seconds: number) => {
    setTyped(null);
    if (Number.isFinite(seconds)) commit(seconds);
  };
  const leave = () => typed !== null && finish(typed === "" ? NaN : Number(typed));
  return (
    <NumberInput
      label={label}
      w={130}
      size="sm"
      suffix=" s"
      step={STEP}
      min={0}
      decimalScale={2}
      value={typed ?? value}
      onChange={setTyped}
      onValueChange={({ floatValue }, { source }) => {
        if (STEPS.includes(source)) finish(floatValue ?? NaN);
      }}
      onBlur={leave}
      onKeyDown={(event) => event.key === "Enter" && leave()}
    />
  );
}

function Before({ segment, view, language }: { segment: Segment; view: SegmentView | undefined; language: string }) {
  const words = useWords().editor;
  if (!view) return null;
  const isSame = view.original === segment.text;
  return (
    <dl className="originals">
      <dt>{words.original}</dt>
      <dd lang={language || undefined}>{isSame ? words.sameAsOriginal : view.original || "–"}</dd>
      {view.recognized && view.recognized !== view.original && (
        <>
          <dt>{words.recognized}</dt>
          <dd lang={language || undefined}>{view.recognized}</dd>
        </>
      )}
    </dl>
  );
}

interface KeyButtonProps {
  command: Command;
  filled?: boolean;
  keymap: Keymap;
  isMac: boolean;
  run: (command: Command) => void;
}

export function KeyButton({ command, filled = false, keymap, isMac, run }: KeyButtonProps) {
  const words = useWords().editor;
  const key = keymap[command][0];
  const button = (
    <Button variant={filled ? "filled" : "default"} size="sm" mih={40} onClick={() => run(command)}>
      {words.commands[command]}
    </Button>
  );
  return key ? <Tooltip label={printKey(key, isMac)}>{button}</Tooltip> : button;
}

export const STATUS_COLORS: Record<Segment["status"], string> = {
  draft: "gray",
  edited: "yellow",
  accepted: "green",
  rejected: "red",
};
