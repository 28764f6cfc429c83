// The ways in which a corpus may be split, and what each would leave in common.
import { Button, Card, Group, NumberInput, SimpleGrid, Stack, Text, TextInput, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { formatCount, formatDuration } from "../../ui/format";
import { Failure, Loading } from "../../ui/states";
import { useSpoken } from "../../words/words";
import { Leaks } from "./leaks";
import { type CorpusView, type SplitForm, type SplitWay, useDescription, useSplit, useSplitWays } from "./queries";

const RATIO = /^\d+(\.\d+)?(:\d+(\.\d+)?){1,2}$/;
const TYPING = 400; // ms

export function Splits({ corpus }: { corpus: CorpusView }) {
  const { words } = useSpoken();
  const said = words.corpora;
  const [ratio, setRatio] = useState("8:1:1");
  const [seed, setSeed] = useState(7);
  const isRight = RATIO.test(ratio);
  const [asked] = useDebouncedValue(isRight ? ratio : "8:1:1", TYPING);
  const ways = useSplitWays(corpus.id, asked, seed);
  const now = useDescription(corpus.id);
  return (
    <Stack gap="lg">
      {Object.keys(corpus.splits).length > 1 && now.data && (
        <section>
          <Title order={2} size="h3" mb="xs">
            {said.nowSplit}
          </Title>
          <Leaks leaks={now.data.leaks} />
        </section>
      )}
      <Text>{said.splitHint}</Text>
      <Group align="start">
        <TextInput
          w={{ base: "100%", xs: "22rem" }}
          label={said.ratio}
          description={said.ratioHint}
          value={ratio}
          onChange={(event) => setRatio(event.currentTarget.value.trim())}
          error={isRight ? undefined : said.ratioWrong}
        />
        <NumberInput
          label={said.seed}
          description=" "
          w={120}
          min={0}
          max={2 ** 31 - 1}
          allowDecimal={false}
          value={seed}
          onChange={(value) => setSeed(Number(value) || 0)}
        />
      </Group>
      {ways.isPending && <Loading />}
      {ways.isError && <Failure error={ways.error} again={() => void ways.refetch()} />}
      {ways.data?.length === 0 && <Text>{said.waysNone}</Text>}
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {ways.data?.map((way) => (
          <Way key={way.by} way={way} corpus={corpus} ratio={asked} seed={seed} />
        ))}
      </SimpleGrid>
      <Text c="dimmed">{said.splitNow2}</Text>
    </Stack>
  );
}

function Way({ way, corpus, ratio, seed }: { way: SplitWay; corpus: CorpusView; ratio: string; seed: number }) {
  const { words, language } = useSpoken();
  const said = words.corpora;
  const splitting = useSplit(corpus.id);
  const navigate = useNavigate();
  const title = said.ways[way.by] ?? way.by;
  const begin = () => {
    const name = said.splitName(corpus.name, title.toLocaleLowerCase(language)).slice(0, 80);
    splitting.mutate(
      { name, by: way.by as SplitForm["by"], ratio, seed },
      {
        onSuccess: (made) => void navigate({ to: "/corpora/$corpus", params: { corpus: made.id } }),
      },
    );
  };
  return (
    <Card withBorder padding="md" component="section">
      <Stack gap="xs" h="100%">
        <Title order={2} size="h4">
          {title}
        </Title>
        <Text size="sm" c="dimmed">
          {said.waysHint[way.by]}
        </Text>
        {Object.entries(way.rows).map(([split, rows]) => (
          <Text key={split} size="sm">
            <b>{split}</b>: {said.utterances(formatCount(rows, language))} ·{" "}
            {formatDuration(3600 * (way.hours[split] ?? 0), language)}
          </Text>
        ))}
        {way.dropped > 0 && <Text size="sm">{said.dropped(formatCount(way.dropped, language))}</Text>}
        <div style={{ fontSize: "var(--mantine-font-size-sm)" }}>
          <b>{said.leaks}</b>
          <Leaks leaks={way.leaks} />
        </div>
        {splitting.isError && <Failure error={splitting.error} />}
        <Button
          mt="auto"
          variant="light"
          loading={splitting.isPending}
          onClick={begin}
          aria-label={`${said.splitNow}: ${title}`}
        >
          {said.splitNow}
        </Button>
      </Stack>
    </Card>
  );
}
