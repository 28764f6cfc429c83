// What is in a corpus of text: its parts, its kinds of examples, how long they are, and what was set aside.
import { Stack, Table, Text } from "@mantine/core";
import { formatCount } from "../../ui/format";
import { Part } from "../../ui/part";
import { Failure, Loading } from "../../ui/states";
import { WideTable } from "../../ui/wide-table";
import { useSpoken } from "../../words/words";
import { HistogramPlot } from "./histogram";
import { SetAside } from "./quarantine";
import { type CorpusView, useTextDescription } from "./queries";

export function TextDescription({ corpus }: { corpus: CorpusView }) {
  const { words, language } = useSpoken();
  const said = words.corpora;
  const description = useTextDescription(corpus.id);
  if (description.isPending) return <Loading />;
  if (description.isError) return <Failure error={description.error} again={() => void description.refetch()} />;
  const { splits, kinds, letters } = description.data;
  const count = (value: number) => formatCount(value, language);
  return (
    <Stack gap="xl">
      <SetAside corpus={corpus.id} none={said.textAsideNone} />
      <Part title={said.figures}>
        <WideTable label={said.figures} width={420}>
          <Table.Thead>
            <Table.Tr>
              {[said.textHere, said.textRows, said.textLetters, said.textLongest].map((name, column) => (
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
                <Table.Td ta="right">{count(split.examples)}</Table.Td>
                <Table.Td ta="right">{count(split.letters)}</Table.Td>
                <Table.Td ta="right">{count(split.longest)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </WideTable>
        <Text>
          {Object.entries(kinds)
            .map(([kind, number]) => `${said.textKinds[kind as keyof typeof said.textKinds]}: ${count(number)}`)
            .join(" · ")}
        </Text>
      </Part>
      <Part title={said.plotsTitle}>
        <HistogramPlot title={said.textLengths} histogram={letters} />
      </Part>
    </Stack>
  );
}
