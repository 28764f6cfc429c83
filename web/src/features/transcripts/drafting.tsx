// Before there is anything to correct: a recognizer writes a first draft.
import { Button, Card, Group, Select, Stack, Text, Title } from "@mantine/core";
import { IconWand } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Empty, Failure, Loading } from "../../ui/states";
import { useWords } from "../../words/words";
import { CorpusJob } from "../corpora/corpus-job";
import { LanguageChoice } from "../corpora/new-corpus";
import type { CorpusView } from "../corpora/queries";
import { useModels } from "../tuning/queries";
import { useDrafting } from "./queries";

const DEFAULT_MODEL = "base";

export function Drafting({ corpus }: { corpus: CorpusView }) {
  const words = useWords();
  const said = words.editor;
  const [heard, setHeard] = useState<{ recording: string; text: string } | null>(null);
  if (corpus.state === "empty") {
    return (
      <Empty title={said.nothingToDraft} hint={said.nothingToDraftHint}>
        <Button component={Link} to={`/corpora/${corpus.id}`}>
          {said.toCorpus}
        </Button>
      </Empty>
    );
  }
  return (
    <Stack>
      {(corpus.state === "working" || corpus.job_kind === "draft") && (
        <CorpusJob
          corpus={corpus}
          told={({ kind, body }) => {
            if (kind === "sample") setHeard({ recording: String(body.recording), text: String(body.text) });
          }}
        />
      )}
      {corpus.state === "working" && corpus.job_kind === "draft" && <Text>{said.drafting}</Text>}
      {heard && corpus.state === "working" && (
        <Card withBorder padding="md">
          <Text size="sm" c="dimmed">
            {said.heardLast}: {heard.recording}
          </Text>
          <Text lang={corpus.language || undefined}>{heard.text}</Text>
        </Card>
      )}
      {corpus.state !== "working" && <DraftForm corpus={corpus} />}
    </Stack>
  );
}

export function DraftForm({ corpus, replace = false }: { corpus: CorpusView; replace?: boolean }) {
  const { editor: words } = useWords();
  const models = useModels();
  const drafting = useDrafting(corpus.id);
  const [model, setModel] = useState(DEFAULT_MODEL);
  const [language, setLanguage] = useState(corpus.language);
  if (models.isPending) return <Loading />;
  if (models.isError) return <Failure error={models.error} again={() => void models.refetch()} />;
  const data = models.data.map(({ id, name, here }) => ({
    value: id,
    label: `${name} (${here ? words.modelHere : words.modelFetched})`,
  }));
  const offered = data.some((each) => each.value === model) ? model : (data[0]?.value ?? "");
  return (
    <Card withBorder={!replace} padding={replace ? 0 : "lg"}>
      <Stack maw="34rem">
        {!replace && (
          <>
            <Title order={2} size="h3">
              {words.noDraft}
            </Title>
            <Text>{words.noDraftHint}</Text>
          </>
        )}
        <Select
          label={words.model}
          data={data}
          value={offered}
          allowDeselect={false}
          placeholder={words.noModels}
          onChange={(chosen) => setModel(chosen ?? DEFAULT_MODEL)}
        />
        <LanguageChoice value={language} choose={setLanguage} />
        {drafting.isError && <Failure error={drafting.error} />}
        <Group>
          <Button
            size="md"
            leftSection={<IconWand size={20} aria-hidden />}
            disabled={!offered}
            loading={drafting.isPending}
            onClick={() => drafting.mutate({ model: offered, language, replace })}
          >
            {words.begin}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}
