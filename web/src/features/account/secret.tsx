// What is shown once: an invitation, a link, a token.
import { Stack, Text } from "@mantine/core";
import { Copied } from "../../ui/copied";

export function Secret({ hint, text }: { hint: string; text: string }) {
  return (
    <Stack gap="xs" role="status" align="start">
      <Text>{hint}</Text>
      <Copied text={text} />
    </Stack>
  );
}
