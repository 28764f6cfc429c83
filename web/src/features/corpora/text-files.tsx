// The text of a corpus: bringing files in, writing pairs by hand, and reading what is there.
import { ActionIcon, Button, Card, Group, Stack, Text, Textarea, Title } from "@mantine/core";
import { useSessionStorage } from "@mantine/hooks";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { type ClipboardEvent, useState } from "react";
import { Failure } from "../../ui/states";
import { useWords } from "../../words/words";
import { EMPTY_PAIR, fileOfPairs, isWhole, type Pair, pairsOfPaste, writtenPairs } from "./pairs";
import { type CorpusView, GUESSED, type Place, readAllFiles, useLimits, usePrepare } from "./queries";
import { uploadsOf } from "./upload";
import { Uploading } from "./uploading";

export function TextFiles({ corpus }: { corpus: CorpusView }) {
  const words = useWords().corpora;
  const isOpen = corpus.state !== "working";
  const place: Place = { kind: "corpora", id: corpus.id };
  return (
    <Stack gap="lg">
      <Uploading place={place} isOpen={isOpen} hint={words.dropText} />
      {isOpen && <Writing place={place} />}
      {isOpen && corpus.files > 0 && <Prepare corpus={corpus} />}
    </Stack>
  );
}

/** Pairs by hand; they become a file like those that are uploaded. What is written survives a reload. */
function Writing({ place }: { place: Place }) {
  const words = useWords().corpora;
  const limits = useLimits();
  const [pairs, setPairs] = useSessionStorage<Pair[]>({ key: `soridam-pairs-${place.id}`, defaultValue: [EMPTY_PAIR] });
  const [isAsked, setAsked] = useState(false);
  const written = writtenPairs(pairs);
  const change = (index: number, changes: Partial<Pair>) =>
    setPairs(pairs.map((pair, each) => (each === index ? { ...pair, ...changes } : pair)));
  const paste = (index: number) => (event: ClipboardEvent) => {
    const pasted = pairsOfPaste(event.clipboardData.getData("text"));
    if (!pasted) return;
    event.preventDefault();
    setPairs([...pairs.slice(0, index), ...pasted, ...writtenPairs(pairs.slice(index + 1))]);
  };
  const keep = async () => {
    setAsked(true);
    if (!written.length || !written.every(isWhole)) return;
    const taken = (await readAllFiles(place)).map((file) => file.name);
    const file = fileOfPairs(written, taken);
    await uploadsOf(place).add([{ name: file.name, file }], limits.data!.piece_bytes);
    setPairs([EMPTY_PAIR]);
    setAsked(false);
  };
  return (
    <Card withBorder padding="lg" component="section" aria-label={words.write}>
      <Stack>
        <Title order={2} size="h3">
          {words.write}
        </Title>
        <Text>{words.writeHint}</Text>
        {pairs.map((pair, index) => (
          <PairFields
            // biome-ignore lint/suspicious/noArrayIndexKey: pairs are told apart by where they stand
            key={index}
            pair={pair}
            number={index + 1}
            isAsked={isAsked && (pair.question || pair.answer) !== ""}
            change={(changes) => change(index, changes)}
            paste={paste(index)}
            remove={pairs.length > 1 ? () => setPairs(pairs.filter((_, each) => each !== index)) : undefined}
          />
        ))}
        <Group>
          <Button
            variant="default"
            leftSection={<IconPlus size={18} aria-hidden />}
            onClick={() => setPairs([...pairs, EMPTY_PAIR])}
          >
            {words.addPair}
          </Button>
          <Button disabled={!written.length || !limits.data} onClick={() => void keep()}>
            {words.keepPairs(written.length)}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}

interface PairProps {
  pair: Pair;
  number: number;
  isAsked: boolean;
  change: (changes: Partial<Pair>) => void;
  paste: (event: ClipboardEvent) => void;
  remove?: () => void;
}

function PairFields({ pair, number, isAsked, change, paste, remove }: PairProps) {
  const words = useWords().corpora;
  const problem = isAsked && !isWhole(pair) ? words.halfPairs : undefined;
  return (
    <Group align="end" wrap="nowrap" gap="xs">
      <div className="pair">
        <Textarea
          label={words.question(number)}
          autosize
          maxRows={6}
          value={pair.question}
          onPaste={paste}
          onChange={(event) => change({ question: event.currentTarget.value })}
        />
        <Textarea
          label={words.answer(number)}
          autosize
          maxRows={6}
          value={pair.answer}
          error={problem}
          onChange={(event) => change({ answer: event.currentTarget.value })}
        />
      </div>
      {remove && (
        <ActionIcon variant="subtle" color="gray" size={44} aria-label={words.removePair(number)} onClick={remove}>
          <IconTrash size={18} aria-hidden />
        </ActionIcon>
      )}
    </Group>
  );
}

function Prepare({ corpus }: { corpus: CorpusView }) {
  const words = useWords().corpora;
  const preparing = usePrepare(corpus.id);
  return (
    <Card withBorder padding="lg" component="section" aria-label={words.prepare}>
      <Stack>
        <Title order={2} size="h3">
          {words.prepare}
        </Title>
        <Text>{words.prepareText}</Text>
        {preparing.isError && <Failure error={preparing.error} />}
        <Group>
          <Button size="md" loading={preparing.isPending} onClick={() => preparing.mutate(GUESSED)}>
            {corpus.utterances === null ? words.prepare : words.prepareAgain}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}
