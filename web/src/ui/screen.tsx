// A screen: its title in the tab and as the heading that screen readers begin at.
import { Container, Group, Title } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";
import { useWords } from "../words/words";

interface Props {
  title: string;
  lang?: string; // of the title, where it is not the page's
  side?: ReactNode;
  children: ReactNode;
}

export function Screen({ title, lang, side, children }: Props) {
  const words = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${words.name}`;
  }, [title, words]);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <Container size="lg" py="lg" px={{ base: "md", sm: "lg" }}>
      <Group justify="space-between" mb="md" gap="sm">
        <Title order={1} ref={heading} lang={lang} tabIndex={-1} style={{ overflowWrap: "anywhere" }}>
          {title}
        </Title>
        {side}
      </Group>
      {children}
    </Container>
  );
}
