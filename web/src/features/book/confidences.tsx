// What a child disclosed, for grown-ups: what was said, what to do, whom to call. Shown behind the gate only.
import { Anchor, Button, Card, List, Modal, Stack, Text, Title } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import type { Schemas } from "../../api/client";
import { formatMoment } from "../../ui/format";
import { Failure } from "../../ui/states";
import { useSpoken, useWords } from "../../words/words";
import { useConfidences, useForgetting } from "./queries";

type Confidence = Schemas["ConfidenceView"];

export function Confidences() {
  const told = useConfidences();
  if (told.isError) return <Failure error={told.error} again={() => void told.refetch()} />;
  return (
    <>
      {told.data?.map((each) => (
        <ConfidenceCard key={each.id} told={each} />
      ))}
    </>
  );
}

function ConfidenceCard({ told }: { told: Confidence }) {
  const { language } = useSpoken();
  const when = formatMoment(told.created, language);
  return (
    <Card withBorder padding="md" component="section" aria-label={told.card.title} lang={told.language}>
      <Stack gap="xs" align="start">
        <Title order={2} size="h4">
          {told.card.title}
        </Title>
        <Text>{told.card.said}</Text>
        <Text size="sm" c="dimmed">
          {when} · {told.maker}
        </Text>
        <Text size="sm">{told.card.heard}</Text>
        <List type="ordered" spacing={4}>
          {told.card.steps.map((step) => (
            <List.Item key={step}>{step}</List.Item>
          ))}
        </List>
        <List spacing={4} listStyleType="none">
          {told.card.lines.map((line) => (
            <List.Item key={line.name}>
              {line.name}: <Anchor href={addressOf(line.number)}>{line.number}</Anchor>
            </List.Item>
          ))}
        </List>
        <ForgetButton told={told} />
      </Stack>
    </Card>
  );
}

/** A telephone number to be called, or a page to be opened. */
function addressOf(number: string): string {
  return /^[\d\s+()-]+$/.test(number)
    ? `tel:${number.replace(/[^\d+]/g, "")}`
    : `https://${number.replace(/^https?:\/\//, "")}`;
}

function ForgetButton({ told }: { told: Confidence }) {
  const words = useWords();
  const [isAsked, setAsked] = useState(false);
  const forgetting = useForgetting();
  return (
    <>
      <Button variant="default" leftSection={<IconTrash size={18} aria-hidden />} onClick={() => setAsked(true)}>
        {words.delete}
      </Button>
      <Modal
        opened={isAsked}
        onClose={() => setAsked(false)}
        title={words.deleteNote}
        closeButtonProps={{ "aria-label": words.close }}
      >
        <Stack>
          <Text>{words.deleteNoteHint}</Text>
          {forgetting.isError && <Failure error={forgetting.error} />}
          <Button
            loading={forgetting.isPending}
            onClick={() => forgetting.mutate(told.id, { onSuccess: () => setAsked(false) })}
          >
            {words.delete}
          </Button>
        </Stack>
      </Modal>
    </>
  );
}
