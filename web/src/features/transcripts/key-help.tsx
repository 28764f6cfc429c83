// The editor's keys, in one table; each can be changed.
import { Alert, Button, Group, Modal, Stack, Table, Text } from "@mantine/core";
import { type KeyboardEvent, useState } from "react";
import { useWords } from "../../words/words";
import { COMMANDS, type Command, KEYS, type Keymap, keyOf, printKey, remap } from "./keys";

interface Props {
  opened: boolean;
  close: () => void;
  keymap: Keymap;
  change: (keymap: Keymap) => void;
  isMac: boolean;
}

export function KeyHelp({ opened, close, keymap, change, isMac }: Props) {
  const { editor: words, corpora } = useWords();
  const [asking, setAsking] = useState<Command | null>(null);
  const [isRefused, setRefused] = useState(false);
  const press = (command: Command) => (event: KeyboardEvent) => {
    if (asking !== command || event.key === "Tab") return;
    const key = keyOf(event.nativeEvent);
    if (!key) return;
    event.preventDefault();
    event.stopPropagation();
    const changed = remap(keymap, command, key);
    setRefused(!changed);
    if (!changed) return;
    change(changed);
    setAsking(null);
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={words.keys}
      size="lg"
      closeOnEscape={!asking}
      closeButtonProps={{ "aria-label": corpora.cancel }}
    >
      <Stack>
        <Text size="sm" c="dimmed">
          {words.keysHint}
        </Text>
        {isRefused && (
          <Alert role="alert" color="yellow">
            {words.keysTaken}
          </Alert>
        )}
        <Table>
          <Table.Tbody>
            {COMMANDS.map((command) => {
              const keys = keymap[command].map((key) => printKey(key, isMac));
              const shown = keys.join(", ") || words.keyNone;
              return (
                <Table.Tr key={command}>
                  <Table.Td>{words.commands[command]}</Table.Td>
                  <Table.Td>
                    <Button
                      variant="default"
                      size="compact-md"
                      aria-label={words.keyChange(words.commands[command], shown)}
                      onClick={() => setAsking(asking === command ? null : command)}
                      onKeyDown={press(command)}
                      onBlur={() => setAsking(null)}
                    >
                      {asking === command ? words.keysPress : shown}
                    </Button>
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
        <Group justify="end">
          <Button variant="default" onClick={() => change(KEYS)}>
            {words.keysReset}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
