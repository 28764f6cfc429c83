// A text to take along, such as a link or a token, in a box with a button that copies it.
import { Button, Code, CopyButton, Group } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useWords } from "../words/words";

interface CopiedProps {
  text: string;
  label?: string; // of the button
  children?: ReactNode; // other buttons
}

export function Copied({ text, label, children }: CopiedProps) {
  const words = useWords();
  return (
    <>
      <Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
        {text}
      </Code>
      <Group>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button
              variant="light"
              onClick={copy}
              leftSection={copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
            >
              {copied ? words.copied : (label ?? words.copyIt)}
            </Button>
          )}
        </CopyButton>
        {children}
      </Group>
    </>
  );
}
