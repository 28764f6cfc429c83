// Looking through the examples of a corpus of text: a page at a time, by part and by what is said.
import { Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { formatCount } from "../../ui/format";
import { Empty, Failure, Loading } from "../../ui/states";
import { useSpoken, useWords } from "../../words/words";
import { Pages } from "./quarantine";
import { type CorpusView, type ExampleView, ROWS_A_PAGE, useExamples } from "./queries";

const SEARCH_QUIET = 300; // ms

export function Examples({ corpus }: { corpus: CorpusView }) {
  const { words, language } = useSpoken();
  const said = words.corpora;
  const [wanted, setWanted] = useState({ split: "", search: "", page: 0 });
  const [search] = useDebouncedValue(wanted.search, SEARCH_QUIET);
  const found = useExamples(corpus.id, { ...wanted, search });
  const splits = Object.keys(corpus.splits);
  return (
    <Stack>
      <Group align="end" gap="sm">
        <TextInput
          label={said.search}
          leftSection={<IconSearch size={18} aria-hidden />}
          maxLength={200}
          value={wanted.search}
          onChange={(event) => setWanted({ ...wanted, page: 0, search: event.currentTarget.value })}
        />
        {splits.length > 1 && (
          <Select
            label={said.split}
            data={[{ value: "", label: said.allSplits }, ...splits]}
            value={wanted.split}
            allowDeselect={false}
            onChange={(split) => setWanted({ ...wanted, page: 0, split: split ?? "" })}
          />
        )}
      </Group>
      {found.isPending && <Loading />}
      {found.isError && <Failure error={found.error} again={() => void found.refetch()} />}
      {found.data?.total === 0 && <Empty title={said.noneFound} hint={said.noneFoundHint} />}
      {Boolean(found.data?.total) && (
        <>
          <Text size="sm" c="dimmed" role="status">
            {said.found(formatCount(found.data!.total, language))}
          </Text>
          <ul className="rows">
            {found.data!.examples.map((example) => (
              <li key={`${example.split} ${example.row}`}>
                <Example of={example} />
              </li>
            ))}
          </ul>
          {found.data!.total > ROWS_A_PAGE && (
            <Group justify="center">
              <Pages
                page={wanted.page}
                pages={Math.ceil(found.data!.total / ROWS_A_PAGE)}
                choose={(page) => setWanted({ ...wanted, page })}
                label={said.pages}
              />
            </Group>
          )}
        </>
      )}
    </Stack>
  );
}

function Example({ of }: { of: ExampleView }) {
  const said = useWords().corpora;
  return (
    <Stack gap={4} py="xs" className="example">
      {of.text && <Text lineClamp={8}>{of.text}</Text>}
      {of.turns.map((turn, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: turns are told apart by where they stand
        <Turn key={index} by={said.roles[turn.role]} text={turn.content} />
      ))}
      {of.rejected !== null && <Turn by={said.rejectedAnswer} text={of.rejected} />}
      <Text size="sm" c="dimmed">
        {of.split} · {of.place}
      </Text>
    </Stack>
  );
}

function Turn({ by, text }: { by: string; text: string }) {
  return (
    <Text>
      <Text span size="sm" c="dimmed">
        {by}:{" "}
      </Text>
      {text}
    </Text>
  );
}
