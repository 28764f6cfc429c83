// Beginning a run: what to learn from, which recipe, its values explained, and an estimate before anything starts.
import "./tuning.css";
import {
  Alert,
  Badge,
  Button,
  Collapse,
  Group,
  NativeSelect,
  Radio,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { IconClock, IconEye, IconPlayerPlay } from "@tabler/icons-react";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { formatCount, formatDuration, formatLarge } from "../../ui/format";
import { Part } from "../../ui/part";
import { Screen } from "../../ui/screen";
import { Empty, Failure, Loading } from "../../ui/states";
import { useSpoken, useWords } from "../../words/words";
import { useReadyCorpora } from "../corpora/queries";
import { Estimate } from "./estimate";
import { type Draft, estimateKey, problemOf, runFormOf, useRunDraft, withValue } from "./form";
import { useEstimating, useModels, useReading, useRecipes, useStarting } from "./queries";
import { Reading } from "./reading";
import { ValueField } from "./value-field";
import { MILLION, usableFirst, whereOf } from "./weights";
import type { CorpusView, Family, ModelView, RecipeView } from "./wire";

const route = getRouteApi("/tuning/new");

interface Known {
  recipes: RecipeView[];
  corpora: CorpusView[];
  corpus: CorpusView;
  filled: ReturnType<typeof useRunDraft>;
}

export function NewRunScreen() {
  const words = useWords();
  const asked = route.useSearch();
  const filled = useRunDraft(asked.corpus, asked.recipe);
  const corpora = useReadyCorpora();
  const corpus = corpora.data?.find((each) => each.id === filled.draft.corpus) ?? corpora.data?.[0];
  const recipes = useRecipes(corpus?.family, corpus?.language ?? "");
  const failed = [recipes, corpora].find((query) => query.isError);
  return (
    <Screen title={words.tuning.newRun}>
      {failed ? (
        <Failure error={failed.error!} again={() => void failed.refetch()} />
      ) : corpora.data && !corpus ? (
        <Empty title={words.tuning.noCorpus} hint={words.tuning.noCorpusHint}>
          <Button component={Link} to="/corpora">
            {words.tuning.toCorpora}
          </Button>
        </Empty>
      ) : corpus && recipes.data ? (
        <NewRun recipes={recipes.data} corpora={corpora.data!} corpus={corpus} filled={filled} />
      ) : (
        <Loading />
      )}
    </Screen>
  );
}

function NewRun({ recipes, corpora, corpus, filled }: Known) {
  const words = useWords();
  const { draft, change, finish } = filled;
  const navigate = useNavigate();
  const starting = useStarting();
  const estimating = useEstimating();
  const reading = useReading();
  const [isAsked, setAsked] = useState(false);
  const recipe = recipes.find((each) => each.name === draft.recipe) ?? recipes.find((each) => each.here) ?? recipes[0]!;
  const others = corpora.filter((each) => each.family === "image" && each.id !== corpus.id);
  const prior = corpus.family === "image" && others.some((each) => each.id === draft.prior) ? draft.prior : "";
  const form = runFormOf({ ...draft, prior, corpus: corpus.id }, recipe);
  const isSound = recipe.values.every((value) => problemOf(draft.values[value.name] ?? value.value, value) === null);

  const estimate = () =>
    estimating.mutate(
      { ...form, name: form.name || recipe.name },
      { onSuccess: ({ job }) => change({ estimate: { job, of: estimateKey(form) } }) },
    );
  const read = () =>
    reading.mutate(
      { ...form, name: form.name || recipe.name },
      { onSuccess: ({ job }) => change({ reading: { job, of: estimateKey(form) } }) },
    );
  const start = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (!form.name || !isSound) return;
    starting.mutate(form, {
      onSuccess: (run) => {
        finish();
        void navigate({ to: "/tuning/runs/$run", params: { run: run.id } });
      },
    });
  };

  return (
    <form onSubmit={start} noValidate>
      <Stack gap="lg">
        <Part title={words.tuning.learnFrom}>
          <CorpusChoice corpora={corpora} corpus={corpus} change={change} />
          {corpus.family === "image" && others.length > 0 && (
            <NativeSelect
              label={words.tuning.prior}
              description={words.tuning.priorHint}
              maw="28rem"
              data={[
                { value: "", label: words.tuning.noPrior },
                ...others.map((each) => ({ value: each.id, label: each.name })),
              ]}
              value={prior}
              onChange={(event) => change({ prior: event.currentTarget.value })}
            />
          )}
        </Part>
        <Part title={words.tuning.recipe}>
          <RecipeChoice recipes={recipes} recipe={recipe} change={change} />
          <ModelChoice family={corpus.family} recipe={recipe} model={draft.model} change={change} />
        </Part>
        <Part title={words.tuning.values}>
          <Values recipe={recipe} draft={draft} change={change} />
        </Part>
        <Part title={words.tuning.before}>
          <Group>
            {corpus.family === "language" && (
              <Button
                variant="default"
                leftSection={<IconEye size={18} aria-hidden />}
                loading={reading.isPending}
                disabled={!isSound}
                onClick={read}
              >
                {words.tuning.read}
              </Button>
            )}
            <Button
              variant="default"
              leftSection={<IconClock size={18} aria-hidden />}
              loading={estimating.isPending}
              disabled={!isSound}
              onClick={estimate}
            >
              {words.tuning.estimate}
            </Button>
          </Group>
          {reading.isError && <Failure error={reading.error} />}
          {draft.reading?.of === estimateKey(form) && <Reading job={draft.reading.job} key={draft.reading.job} />}
          {estimating.isError && <Failure error={estimating.error} />}
          {draft.estimate?.of === estimateKey(form) && <Estimate job={draft.estimate.job} key={draft.estimate.job} />}
          <TextInput
            label={words.tuning.runName}
            description={words.tuning.runNameHint}
            maxLength={80}
            maw="28rem"
            value={draft.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
            error={isAsked && !form.name ? words.nameNeeded : undefined}
          />
        </Part>
        {starting.isError && <Failure error={starting.error} />}
        <Group justify="center">
          <Button
            type="submit"
            size="lg"
            leftSection={<IconPlayerPlay size={22} aria-hidden />}
            loading={starting.isPending}
          >
            {words.tuning.start}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

type Changing = { change: (changes: Partial<Draft>) => void };

function CorpusChoice({ corpora, corpus, change }: Changing & { corpora: CorpusView[]; corpus: CorpusView }) {
  const { words, language } = useSpoken();
  const rows = corpus.utterances ?? 0;
  const long = corpus.hours === null ? "" : formatDuration(3_600 * corpus.hours, language);
  const facts =
    corpus.family === "language"
      ? words.tuning.textFacts(rows, formatCount(corpus.letters ?? 0, language))
      : corpus.family === "image"
        ? words.tuning.pictureFacts(rows)
        : words.tuning.corpusFacts(rows, long);
  return (
    <>
      <NativeSelect
        label={words.tuning.corpus}
        maw="28rem"
        data={corpora.map((each) => ({ value: each.id, label: each.name }))}
        value={corpus.id}
        onChange={(event) => change({ corpus: event.currentTarget.value })}
      />
      <Text size="sm" c="dimmed">
        {facts}
        {Object.entries(corpus.splits).map(([name, rows]) => ` · ${name} ${rows}`)}
      </Text>
      {corpus.family === "speech" && !("train" in corpus.splits) && (
        <Alert color="yellow">{words.tuning.notSplit}</Alert>
      )}
    </>
  );
}

const SHOWN_AT_FIRST = 4;

/** Those that can be used at once come first; the others are a click away. */
function RecipeChoice({ recipes, recipe, change }: Changing & { recipes: RecipeView[]; recipe: RecipeView }) {
  const { words, language } = useSpoken();
  const [isAll, setAll] = useState(false);
  const sorted = usableFirst(recipes);
  const first = sorted.slice(0, SHOWN_AT_FIRST);
  const shown = isAll || !first.some((each) => each.name === recipe.name) ? sorted : first;
  return (
    <>
      <Radio.Group
        value={recipe.name}
        onChange={(chosen) => change({ recipe: chosen, model: "", values: {} })}
        aria-label={words.tuning.recipe}
      >
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          {shown.map((each) => (
            <Radio.Card key={each.name} value={each.name} radius="md" p="md" className="recipe">
              <Group wrap="nowrap" align="start">
                <Radio.Indicator />
                <div>
                  <Group gap="xs">
                    <Text fw={600}>{each.title[language]}</Text>
                    {!each.here && (
                      <Badge variant="light" c="var(--mantine-color-text)" tt="none">
                        {whereOf(each, words)}
                      </Badge>
                    )}
                  </Group>
                  <Text size="sm" c="dimmed">
                    {each.about[language]}
                  </Text>
                </div>
              </Group>
            </Radio.Card>
          ))}
        </SimpleGrid>
      </Radio.Group>
      {shown.length < recipes.length && (
        <Group>
          <Button variant="default" onClick={() => setAll(true)}>
            {words.tuning.allRecipes(recipes.length)}
          </Button>
        </Group>
      )}
    </>
  );
}

interface ModelChoiceProps extends Changing {
  family: Family;
  recipe: RecipeView;
  model: string;
}

function ModelChoice({ family, recipe, model, change }: ModelChoiceProps) {
  const { words, language } = useSpoken();
  const models = useModels(family);
  const others = models.data?.filter((each) => each.origin !== "export" && each.id !== recipe.model) ?? [];
  const label = (each: ModelView) =>
    [
      each.name,
      each.parameters && words.tuning.parameters(formatLarge(each.parameters * MILLION, language)),
      words.tuning.origins[each.origin],
      !each.here && whereOf(each, words),
    ]
      .filter(Boolean)
      .join(" · ");
  return (
    <NativeSelect
      label={words.tuning.beginWith}
      description={words.tuning.beginWithHint}
      maw="34rem"
      value={others.some((each) => each.id === model) ? model : ""}
      onChange={(event) => change({ model: event.currentTarget.value })}
      data={[
        { value: "", label: words.tuning.recipesModel(recipe.model) },
        ...others.map((each) => ({ value: each.id, label: label(each) })),
      ]}
      error={models.isError ? words.wentWrong : undefined}
    />
  );
}

function Values({ recipe, draft, change }: Changing & { recipe: RecipeView; draft: Draft }) {
  const words = useWords();
  const hasChangedMore = recipe.values.some((value) => !value.main && value.name in draft.values);
  const [isMore, setMore] = useState(hasChangedMore);
  const field = (value: RecipeView["values"][number]) => (
    <ValueField
      key={value.name}
      of={value}
      value={draft.values[value.name] ?? value.value}
      change={(chosen) => change({ values: withValue(draft.values, value, chosen) })}
    />
  );
  const others = recipe.values.filter((value) => !value.main);
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
        {recipe.values.filter((value) => value.main).map(field)}
      </SimpleGrid>
      {others.length > 0 && (
        <>
          <Group>
            <Button variant="default" aria-expanded={isMore} onClick={() => setMore(!isMore)}>
              {isMore ? words.tuning.fewer : words.tuning.more(others.length)}
            </Button>
          </Group>
          <Collapse expanded={isMore} keepMounted={false}>
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
              {others.map(field)}
            </SimpleGrid>
          </Collapse>
        </>
      )}
    </>
  );
}
