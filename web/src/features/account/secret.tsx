// What is shown once: an invitation, a link, a token.
import { Button, Code, CopyButton, Stack, Text } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useWords } from "../../words/words";

export function Secret({ hint, text }: { hint: string; text: string }) {
  const words = useWords();
  return (
    <Stack gap="xs" role="status" align="start">
      <Text>{hint}</Text>
      <Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
        {text}
      </Code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button
            variant="light"
            onClick={copy}
            leftSection={copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
          >
            {copied ? words.copied : words.copyIt}
          </Button>
        )}
      </CopyButton>
    </Stack>
  );
}
