// What can be done with the whole transcript: the buttons above the sound, and the menu for what is done seldom.
import { ActionIcon, Button, Group, Menu, Modal, Stack, Text, Tooltip } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconDots,
  IconKeyboard,
  IconPlayerPlay,
  IconPlayerSkipBack,
  IconPlayerSkipForward,
} from "@tabler/icons-react";
import { useState } from "react";
import { Failure } from "../../ui/states";
import { useWords } from "../../words/words";
import type { CorpusView } from "../corpora/queries";
import { DraftForm } from "./drafting";
import { Finish } from "./finish";
import { type Command, type Keymap, printKey } from "./keys";
import { Saving } from "./saving";
import type { Desk } from "./use-desk";

interface BarProps {
  corpus: CorpusView;
  desk: Desk;
  keymap: Keymap;
  isMac: boolean;
  speed: number;
  run: (command: Command) => void;
}

export function Bar({ corpus, desk, keymap, isMac, speed, run }: BarProps) {
  const words = useWords().editor;
  const icon = (command: Command, Icon: typeof IconKeyboard, disabled = false) => {
    const label = words.commands[command];
    const key = keymap[command][0];
    return (
      <Tooltip label={key ? `${label} (${printKey(key, isMac)})` : label}>
        <ActionIcon size={44} variant="default" aria-label={label} disabled={disabled} onClick={() => run(command)}>
          <Icon size={20} aria-hidden />
        </ActionIcon>
      </Tooltip>
    );
  };
  return (
    <Group gap="xs">
      {icon("previous", IconPlayerSkipBack)}
      {icon("play", IconPlayerPlay)}
      {icon("next", IconPlayerSkipForward)}
      {icon("undo", IconArrowBackUp, !desk.canUndo)}
      {icon("redo", IconArrowForwardUp, !desk.canRedo)}
      {icon("help", IconKeyboard)}
      {speed !== 1 && <Text size="sm">{words.speed(String(speed))}</Text>}
      <Saving desk={desk} />
      <Group gap="xs" ml="auto">
        <Finish corpus={corpus} isSaved={desk.condition.is === "saved"} />
        <More corpus={corpus} desk={desk} />
      </Group>
    </Group>
  );
}

function More({ corpus, desk }: { corpus: CorpusView; desk: Desk }) {
  const { editor: words, corpora } = useWords();
  const [asked, setAsked] = useState<"restore" | "redraft" | null>(null);
  const [failure, setFailure] = useState<Error | null>(null);
  const restore = () => {
    setFailure(null);
    desk.restore(desk.current!.recording).then(() => setAsked(null), setFailure);
  };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size={44} variant="default" aria-label={words.actions}>
            <IconDots size={20} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item disabled={!desk.current || desk.condition.is !== "saved"} onClick={() => setAsked("restore")}>
            {words.restoreAll}
          </Menu.Item>
          <Menu.Item onClick={() => setAsked("redraft")}>{words.redraft}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={asked === "restore"}
        onClose={() => setAsked(null)}
        title={words.restoreAsk}
        closeButtonProps={{ "aria-label": corpora.cancel }}
      >
        <Stack>
          <Text>{words.restoreHint}</Text>
          {failure && <Failure error={failure} />}
          <Group justify="end">
            <Button variant="default" data-autofocus onClick={() => setAsked(null)}>
              {corpora.cancel}
            </Button>
            <Button onClick={restore}>{words.restoreAll}</Button>
          </Group>
        </Stack>
      </Modal>
      <Modal
        opened={asked === "redraft"}
        onClose={() => setAsked(null)}
        title={words.redraftAsk}
        closeButtonProps={{ "aria-label": corpora.cancel }}
      >
        <Stack>
          <Text>{words.redraftHint}</Text>
          <DraftForm corpus={corpus} replace />
        </Stack>
      </Modal>
    </>
  );
}
