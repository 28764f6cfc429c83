// What a screen shows while it loads, when there is nothing yet, and when something went wrong.
import { Alert, Button, Group, Loader, Stack, Text, Title } from "@mantine/core";
import { IconAlertTriangle, IconRefresh } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { ApiError } from "../api/client";
import { useWords, type Words } from "../words/words";

export function Loading({ what }: { what?: string }) {
  const words = useWords();
  return (
    <Group role="status" gap="sm" py="md">
      <Loader size="sm" type="dots" aria-hidden />
      <Text>{what ?? words.loading}</Text>
    </Group>
  );
}

/** What went wrong, as an error, a job or our own words have it. */
export interface Told {
  message: string;
  hint?: string | null;
}

export function Failure({ error, title, again }: { error: Told; title?: string; again?: () => void }) {
  const words = useWords();
  const told = tell(error, words);
  return (
    <Alert role="alert" color="coral" icon={<IconAlertTriangle aria-hidden />} title={title ?? words.wentWrong}>
      <Stack gap="xs" align="start">
        {told.message && <Text style={{ overflowWrap: "anywhere" }}>{told.message}</Text>}
        {told.hint && <Text c="dimmed">{told.hint}</Text>}
        {again && (
          <Button variant="default" leftSection={<IconRefresh size={18} aria-hidden />} onClick={again}>
            {words.again}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

export function Empty({
  title,
  hint,
  picture,
  children,
}: {
  title: string;
  hint: string;
  picture?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <Stack align="center" gap="sm" py="xl" ta="center">
      {picture}
      <Title order={2}>{title}</Title>
      <Text c="dimmed" maw="34rem">
        {hint}
      </Text>
      {children}
    </Stack>
  );
}

/** The server's words where it has some of the reader's language; otherwise what the status says, and its words below. */
export function tell(error: Told, words: Words): Told {
  if (!(error instanceof ApiError)) return error;
  if (error.status === 0) return { message: words.noAnswer, hint: words.noAnswerHint };
  if (error.code && error.code !== "other") return error;
  const about = words.refusals[Math.min(error.status, 500)];
  return about ? { message: about, hint: [error.message, error.hint].filter(Boolean).join(" ") } : error;
}
