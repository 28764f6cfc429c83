// Trying a model at once: say something, and see what it writes beside what the untuned one writes.
import "./tuning.css";
import { Card, Group, NativeSelect, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useSessionStorage } from "@mantine/hooks";
import { getRouteApi } from "@tanstack/react-router";
import { formatDuration } from "../../ui/format";
import { Screen } from "../../ui/screen";
import { Failure, Loading } from "../../ui/states";
import { useSpoken, useWords } from "../../words/words";
import { useModels, useTrying } from "./queries";
import { Difference } from "./samples";
import { Voice } from "./voice";
import type { ModelView, TryoutView } from "./wire";

const route = getRouteApi("/tuning/try");
const KEPT_RESULTS = 5;

export function TryScreen() {
  const words = useWords();
  const models = useModels();
  return (
    <Screen title={words.tuning.tryModel}>
      {models.isError && <Failure error={models.error} again={() => void models.refetch()} />}
      {models.isPending && <Loading />}
      {models.data && <Try models={models.data} />}
    </Screen>
  );
}

function Try({ models }: { models: ModelView[] }) {
  const words = useWords();
  const { model: wanted, against: other, language } = route.useSearch();
  const navigate = route.useNavigate();
  const [results, setResults] = useSessionStorage<TryoutView[]>({
    key: "soridam-tryouts",
    defaultValue: [],
    getInitialValueInEffect: false,
  });
  const trying = useTrying();
  const model = models.find((each) => each.id === wanted) ?? models.find((each) => each.origin !== "base") ?? models[0];
  if (!model) return <Text>{words.tuning.noModels}</Text>;
  const against = other ?? model.base ?? "";
  const hear = (recording: Blob) =>
    trying.mutate(
      { recording, model: model.id, against, language: language ?? "" },
      { onSuccess: (result) => setResults((before) => [result, ...before].slice(0, KEPT_RESULTS)) },
    );
  const choose = (changes: object) => void navigate({ search: (before) => ({ ...before, ...changes }), replace: true });
  const options = models.map((each) => ({
    value: each.id,
    label: `${each.name} (${words.tuning.origins[each.origin]})`,
  }));
  return (
    <Stack gap="lg">
      <Text>{words.tuning.tryHint}</Text>
      <Group align="end">
        <NativeSelect
          label={words.tuning.model}
          data={options}
          value={model.id}
          onChange={(event) => choose({ model: event.currentTarget.value })}
        />
        <NativeSelect
          label={words.tuning.against}
          data={[{ value: "", label: words.tuning.ownBase }, ...options.filter((option) => option.value !== model.id)]}
          value={against}
          onChange={(event) => choose({ against: event.currentTarget.value || undefined })}
        />
        <NativeSelect
          label={words.tuning.spoken}
          data={[
            { value: "", label: words.tuning.anyLanguage },
            { value: "ko", label: "한국어" },
            { value: "en", label: "English" },
          ]}
          value={language ?? ""}
          onChange={(event) => choose({ language: event.currentTarget.value || undefined })}
        />
      </Group>
      <Voice hear={hear} isBusy={trying.isPending} />
      {trying.isPending && <Loading what={words.tuning.transcribing} />}
      {trying.isError && <Failure error={trying.error} again={() => trying.mutate(trying.variables)} />}
      <div role="status">
        <Stack>
          {results.map((result, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: counted from the oldest, which stays
            <Result key={results.length - index} result={result} />
          ))}
        </Stack>
      </div>
    </Stack>
  );
}

/** The transcripts side by side; where there are two, the words in which the first differs are marked. */
function Result({ result }: { result: TryoutView }) {
  const { words, language } = useSpoken();
  const [tuned, untuned] = result.transcripts;
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      {result.transcripts.map((transcript) => (
        <Card key={transcript.model} withBorder component="article">
          <Title order={2} size="h5">
            {transcript.name}
          </Title>
          {transcript === tuned && untuned ? (
            <Difference reference={untuned.text} hypothesis={tuned.text} />
          ) : (
            <Text>{transcript.text || words.tuning.nothingHeard}</Text>
          )}
          <Text size="sm" c="dimmed" mt="xs">
            {words.tuning.took(formatDuration(result.duration, language), formatDuration(transcript.seconds, language))}
          </Text>
        </Card>
      ))}
    </SimpleGrid>
  );
}
