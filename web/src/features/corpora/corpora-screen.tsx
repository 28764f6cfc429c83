// All corpora, and the way to a new one.
import { Badge, Button, Card, Group, SimpleGrid, Text, Title } from "@mantine/core";
import { IconMicrophone2, IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { formatBytes, formatCount, formatDay, formatDuration } from "../../ui/format";
import { Screen } from "../../ui/screen";
import { Empty, Failure, Loading } from "../../ui/states";
import { useSpoken, useWords } from "../../words/words";
import "./corpora.css";
import { NewCorpus } from "./new-corpus";
import { type CorpusView, type Family, useCorpora } from "./queries";
import { SampleButton } from "./samples";

export function CorporaScreen() {
  const words = useWords().corpora;
  const corpora = useCorpora();
  const [isCreating, setCreating] = useState(false);
  const create = (
    <Button size="md" leftSection={<IconPlus size={20} aria-hidden />} onClick={() => setCreating(true)}>
      {words.create}
    </Button>
  );
  return (
    <Screen title={words.title} side={corpora.data?.length ? create : undefined}>
      {corpora.isPending && <Loading />}
      {corpora.isError && <Failure error={corpora.error} again={() => void corpora.refetch()} />}
      {corpora.data?.length === 0 && (
        <Empty
          title={words.none}
          hint={words.noneHint}
          picture={<IconMicrophone2 size={72} stroke={1.2} aria-hidden />}
        >
          <Group justify="center">
            {create}
            <SampleButton family="speech" />
            <SampleButton family="language" />
            <SampleButton family="image" />
          </Group>
        </Empty>
      )}
      <SimpleGrid component="ul" cols={{ base: 1, sm: 2, md: 3 }} p={0} m={0} style={{ listStyle: "none" }}>
        {corpora.data?.map((corpus) => (
          <li key={corpus.id}>
            <CorpusCard corpus={corpus} />
          </li>
        ))}
      </SimpleGrid>
      <NewCorpus opened={isCreating} close={() => setCreating(false)} />
    </Screen>
  );
}

function CorpusCard({ corpus }: { corpus: CorpusView }) {
  const { words, language } = useSpoken();
  const said = words.corpora;
  const rows = formatCount(corpus.utterances ?? 0, language);
  const sizes: Record<Family, string[]> = {
    speech: [said.utterances(rows), formatDuration(3600 * (corpus.hours ?? 0), language)],
    language: [said.examples(rows), said.letters(formatCount(corpus.letters ?? 0, language))],
    image: [said.pictures(rows)],
  };
  const size =
    corpus.utterances !== null
      ? sizes[corpus.family]
      : corpus.files
        ? [said.files(corpus.files), formatBytes(corpus.bytes, language)]
        : [];
  return (
    <Card component={Link} to={`/corpora/${corpus.id}`} withBorder padding="md" h="100%" className="corpus">
      <Group justify="space-between" align="start" wrap="nowrap" gap="xs">
        <Title order={2} size="h4" style={{ overflowWrap: "anywhere" }}>
          {corpus.name}
        </Title>
        <CorpusState corpus={corpus} />
      </Group>
      <Text size="sm">{size.join(" · ")}</Text>
      <Text size="sm" c="dimmed" mt="auto" pt={4}>
        {[said.origins[corpus.origin], corpus.has_draft && said.hasDraft, formatDay(corpus.created, language)]
          .filter(Boolean)
          .join(" · ")}
      </Text>
    </Card>
  );
}

const COLORS: Record<string, string> = { ready: "green", failed: "red", working: "coral", uploaded: "yellow" };

export function CorpusState({ corpus }: { corpus: CorpusView }) {
  const words = useWords().corpora;
  return (
    <Badge
      variant="light"
      size="lg"
      c="var(--mantine-color-text)"
      color={COLORS[corpus.state] ?? "gray"}
      tt="none"
      style={{ flex: "none" }}
    >
      {words.states[corpus.state] ?? corpus.state}
    </Badge>
  );
}
