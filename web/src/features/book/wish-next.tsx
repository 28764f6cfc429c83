// What was understood of a wish, and what comes next: a kind word, readings to tap, what was left out.
import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { IconHeart, IconMessageQuestion } from "@tabler/icons-react";
import type { Schemas } from "../../api/client";
import { useWords } from "../../words/words";

export type Understanding = Schemas["UnderstandingView"];

/** Whether a book can be begun with this wish as it is. */
export function canBegin(understanding: Understanding): boolean {
  return (
    understanding.understood && understanding.wish_class !== "disclosure" && understanding.wish_class !== "declined"
  );
}

interface Props {
  understanding: Understanding;
  language: "ko" | "en";
  choose: (reading: string) => void;
}

export function WishNext({ understanding, language, choose }: Props) {
  const words = useWords();
  const isGentle = understanding.wish_class !== "ordinary";
  return (
    <Alert
      role="status"
      variant="light"
      color={isGentle ? "grape" : "blue"}
      icon={isGentle ? <IconHeart size={22} aria-hidden /> : <IconMessageQuestion size={22} aria-hidden />}
    >
      <Stack gap="sm" lang={language}>
        <Text size="md">{understanding.say}</Text>
        {understanding.readings.length > 0 && (
          <Group gap="xs" role="group" aria-label={words.readings}>
            {understanding.readings.map((reading) => (
              <Button key={reading} type="button" variant="default" size="md" onClick={() => choose(reading)}>
                {reading}
              </Button>
            ))}
          </Group>
        )}
        {understanding.notes.map((note) => (
          <Text key={note} size="sm" c="dimmed">
            {note}
          </Text>
        ))}
      </Stack>
    </Alert>
  );
}
