// The recordings of a corpus: bringing them in, and preparing them.
import { Button, Card, Group, NumberInput, Select, Stack, Switch, Text, Title } from "@mantine/core";
import { useSessionStorage } from "@mantine/hooks";
import { Link } from "@tanstack/react-router";
import { Failure } from "../../ui/states";
import { useSpoken, useWords } from "../../words/words";
import { LanguageChoice } from "./new-corpus";
import { type CorpusView, GUESSED, type PrepareForm, useLimits, usePrepare } from "./queries";
import { Uploading } from "./uploading";

export function Recordings({ corpus }: { corpus: CorpusView }) {
  const words = useWords().corpora;
  return (
    <Stack gap="lg">
      {corpus.origin === "folder" ? (
        <Text>{words.inFolder(corpus.folder ?? "")}</Text>
      ) : (
        <Uploading
          place={{ kind: "corpora", id: corpus.id }}
          isOpen={corpus.state !== "working"}
          hint={words.dropHint}
        />
      )}
      {(corpus.origin === "folder" || corpus.files > 0) && corpus.state !== "working" && <Prepare corpus={corpus} />}
    </Stack>
  );
}

function Prepare({ corpus }: { corpus: CorpusView }) {
  const { words } = useSpoken();
  const said = words.corpora;
  const limits = useLimits();
  const preparing = usePrepare(corpus.id);
  const [form, setForm] = useSessionStorage<Required<PrepareForm>>({
    key: `soridam-prepare-${corpus.id}`,
    defaultValue: { ...GUESSED, language: corpus.language },
  });
  const change = (changes: Partial<PrepareForm>) => setForm((old) => ({ ...old, ...changes }));
  const readers = limits.data?.readers.map(({ name, about }) => ({ value: name, label: `${name}: ${about}` })) ?? [];
  return (
    <Card withBorder padding="lg" component="section">
      <Stack>
        <Title order={2} size="h3">
          {said.prepare}
        </Title>
        <Text>{said.prepareHint}</Text>
        <details>
          <summary>{said.prepareMore}</summary>
          <Stack mt="sm" maw="30rem">
            <LanguageChoice value={form.language} choose={(language) => change({ language })} />
            <Select
              label={said.reader}
              data={[{ value: "", label: said.readerGuess }, ...readers]}
              value={form.reader}
              allowDeselect={false}
              searchable
              onChange={(reader) => change({ reader: reader ?? "" })}
            />
            <NumberInput
              label={said.maxSeconds}
              min={1}
              max={30}
              value={form.max_seconds}
              onChange={(value) => change({ max_seconds: Number(value) || 30 })}
            />
            <Switch
              label={said.join}
              checked={form.join}
              onChange={(event) => change({ join: event.currentTarget.checked })}
            />
          </Stack>
        </details>
        {preparing.isError && <Failure error={preparing.error} />}
        <Group>
          <Button size="md" loading={preparing.isPending} onClick={() => preparing.mutate(form)}>
            {corpus.utterances === null ? said.prepare : said.prepareAgain}
          </Button>
        </Group>
        <Text c="dimmed">
          {said.noTranscripts} {said.noTranscriptsHint}{" "}
          <Link to="/corpora/$corpus/editor" params={{ corpus: corpus.id }}>
            {said.toEditor}
          </Link>
        </Text>
      </Stack>
    </Card>
  );
}
