// A titled part of a screen.
import { Card, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

export function Part({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <Card component="section" padding="lg" withBorder aria-label={title}>
      <Title order={2} size="h3" mb="sm">
        {title}
      </Title>
      <Stack gap="md">
        {hint && <Text c="dimmed">{hint}</Text>}
        {children}
      </Stack>
    </Card>
  );
}
