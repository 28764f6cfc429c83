// What a person says of a transmission: that it is right, or how it is. Accepted ones become a corpus to learn from.
import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { IconCheck, IconPencil, IconStack2 } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, useState } from "react";
import { Failure } from "../../ui/states";
import { useWords } from "../../words/words";
import { Agreed } from "../account/agreed";
import { type BatchView, type RadioView, useMakingPairs } from "./queries";

type Message = RadioView["messages"][number];

interface ReviewProps {
  message: Message;
  isWriting: boolean;
  setWriting: (isWriting: boolean) => void;
  review: (accepted: boolean, text: string | null) => void;
}

export function Review({ message, isWriting, setWriting, review }: ReviewProps) {
  const words = useWords().transcribing;
  if (isWriting) return <Writing message={message} close={() => setWriting(false)} review={review} />;
  return (
    <Group gap="xs" mt={6}>
      <Button
        size="compact-sm"
        variant={message.accepted ? "light" : "default"}
        c="var(--mantine-color-text)"
        leftSection={<IconCheck size={16} aria-hidden />}
        aria-pressed={message.accepted}
        onClick={() => review(!message.accepted, message.edited ? message.written : null)}
      >
        {message.accepted ? words.accepted : words.accept}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconPencil size={16} aria-hidden />}
        onClick={() => setWriting(true)}
      >
        {words.rewrite}
      </Button>
      {message.edited && (
        <>
          <Text size="sm" c="dimmed" lang="en">
            {words.heardAs(message.heard)}
          </Text>
          <Button size="compact-sm" variant="default" onClick={() => review(false, null)}>
            {words.restore}
          </Button>
        </>
      )}
    </Group>
  );
}

interface WritingProps {
  message: Message;
  close: () => void;
  review: ReviewProps["review"];
}

function Writing({ message, close, review }: WritingProps) {
  const words = useWords();
  const said = words.transcribing;
  const [text, setText] = useState(message.written);
  const save = () => {
    review(text.trim() !== "", text);
    close();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Enter" && !event.nativeEvent.isComposing) save();
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <Stack gap="xs" mt={6}>
      <Textarea
        label={said.rewriteLabel}
        description={said.rewriteHint}
        lang="en"
        autosize
        minRows={1}
        maxLength={2_000}
        spellCheck={false}
        data-autofocus
        autoFocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={press}
      />
      <Group gap="xs">
        <Button size="compact-sm" onClick={save}>
          {said.save}
        </Button>
        <Button size="compact-sm" variant="default" onClick={close}>
          {words.corpora.cancel}
        </Button>
      </Group>
    </Stack>
  );
}

/** How much there is to learn from in a batch, and one click to a corpus of it. */
export function Pairs({ batch }: { batch: BatchView }) {
  const words = useWords().transcribing;
  const making = useMakingPairs(batch.id);
  const navigate = useNavigate();
  const make = () =>
    making.mutate(batch.name, {
      onSuccess: (made) => void navigate({ to: "/corpora/$corpus", params: { corpus: made.id } }),
    });
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <Text role="status">{words.acceptedCount(batch.accepted)}</Text>
        <Agreed purposes={["store"]} then={make}>
          {(ask) => (
            <Button
              variant="default"
              leftSection={<IconStack2 size={18} aria-hidden />}
              disabled={!batch.accepted}
              loading={making.isPending}
              onClick={ask}
            >
              {words.makeCorpus}
            </Button>
          )}
        </Agreed>
      </Group>
      <Text size="sm" c="dimmed">
        {words.makeCorpusHint}
      </Text>
      {making.isError && <Failure error={making.error} />}
    </Stack>
  );
}
