// What is in a corpus: figures, distributions, who and what, and what is worth a look.
import { Badge, Group, SimpleGrid, Stack, Table, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { formatCount, formatDuration } from "../../ui/format";
import { Part } from "../../ui/part";
import { Failure, Loading } from "../../ui/states";
import { WideTable } from "../../ui/wide-table";
import { useSpoken, useWords } from "../../words/words";
import { HistogramPlot } from "./histogram";
import { Leaks } from "./leaks";
import { SetAside } from "./quarantine";
import { type CorpusView, type DescriptionView, useDescription } from "./queries";

const PLOTS = ["durations", "letters", "rate", "level", "silence"] as const;
const SPEAKERS_SHOWN = 12;

export function Description({ corpus }: { corpus: CorpusView }) {
  const said = useWords().corpora;
  const description = useDescription(corpus.id);
  if (description.isPending) return <Loading />;
  if (description.isError) return <Failure error={description.error} again={() => void description.refetch()} />;
  const { data } = description;
  return (
    <Stack gap="xl">
      <SetAside corpus={corpus.id} />
      <Part title={said.figures}>
        <Figures splits={data.splits} />
      </Part>
      {data.splits.length > 1 && (
        <Part title={said.leaks}>
          <Leaks leaks={data.leaks} />
        </Part>
      )}
      <Part title={said.findings}>
        <Findings findings={data.findings} corpus={corpus.id} />
      </Part>
      <Part title={said.plotsTitle}>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
          {PLOTS.filter((name) => data.plots[name].counts.length > 0).map((name) => (
            <HistogramPlot key={name} title={said.plots[name]} histogram={data.plots[name]} />
          ))}
        </SimpleGrid>
      </Part>
      {data.speakers.length > 0 && (
        <Part title={said.speakersTitle}>
          <Speakers speakers={data.speakers} />
        </Part>
      )}
      {Object.keys(data.facts).length > 0 && (
        <Part title={said.factsTitle}>
          <Facts facts={data.facts} />
        </Part>
      )}
    </Stack>
  );
}

function Figures({ splits }: { splits: DescriptionView["splits"] }) {
  const { words, language } = useSpoken();
  const said = words.corpora;
  const count = (value: number) => formatCount(value, language);
  return (
    <WideTable label={said.figures} width={520}>
      <Table.Thead>
        <Table.Tr>
          {[said.split, said.rows, said.hours, said.speakers, said.sentences, said.median].map((name, column) => (
            <Table.Th key={name} ta={column ? "right" : undefined}>
              {name}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {splits.map((split) => (
          <Table.Tr key={split.name}>
            <Table.Th scope="row">{split.name}</Table.Th>
            <Table.Td ta="right">{count(split.utterances)}</Table.Td>
            <Table.Td ta="right">{formatDuration(3600 * split.hours, language)}</Table.Td>
            <Table.Td ta="right">{count(split.speakers)}</Table.Td>
            <Table.Td ta="right">{count(split.sentences)}</Table.Td>
            <Table.Td ta="right">{formatDuration(split.median, language)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  );
}

function Findings({ findings, corpus }: { findings: DescriptionView["findings"]; corpus: string }) {
  const { words, language } = useSpoken();
  const said = words.corpora;
  if (!findings.length) return <Text>{said.findingsNone}</Text>;
  return (
    <Stack component="ul" gap={6} p={0} m={0} style={{ listStyle: "none" }}>
      {findings.map((finding) => (
        <li key={finding.kind}>
          <Group gap="xs" wrap="nowrap" align="baseline">
            <Badge
              variant="light"
              tt="none"
              c="var(--mantine-color-text)"
              color={finding.severity === "error" ? "red" : "yellow"}
              style={{ flex: "none" }}
            >
              {said[finding.severity]}
            </Badge>
            <Link to="/corpora/$corpus" params={{ corpus }} search={{ tab: "listen", flag: finding.kind }}>
              {finding.about[language]} ({formatCount(finding.count, language)})
            </Link>
          </Group>
        </li>
      ))}
    </Stack>
  );
}

function Speakers({ speakers }: { speakers: DescriptionView["speakers"] }) {
  const { words, language } = useSpoken();
  const said = words.corpora;
  const most = Math.max(...speakers.map((speaker) => speaker.seconds));
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{said.speakersTitle}</Table.Th>
          <Table.Th ta="right">{said.rows}</Table.Th>
          <Table.Th>{said.seconds}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {speakers.slice(0, SPEAKERS_SHOWN).map((speaker) => (
          <Table.Tr key={speaker.name}>
            <Table.Td style={{ overflowWrap: "anywhere" }}>{speaker.name || said.unknown}</Table.Td>
            <Table.Td ta="right">{formatCount(speaker.utterances, language)}</Table.Td>
            <Table.Td w="50%">
              {formatDuration(speaker.seconds, language)}
              <div className="share-bar" style={{ width: `${(100 * speaker.seconds) / most}%` }} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Facts({ facts }: { facts: DescriptionView["facts"] }) {
  const { words, language } = useSpoken();
  const said = words.corpora;
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, md: 3 }}>
      {Object.entries(facts).map(([name, values]) => (
        <div key={name}>
          <Text fw={500}>{said.facts[name] ?? name}</Text>
          {values.map(({ value, count }) => (
            <Group key={value} justify="space-between" wrap="nowrap">
              <Text style={{ overflowWrap: "anywhere" }}>{value || said.unknown}</Text>
              <Text c="dimmed">{formatCount(count, language)}</Text>
            </Group>
          ))}
        </div>
      ))}
    </SimpleGrid>
  );
}
