// The playground: a text, three sliders, and what the model says untouched and adjusted, side by side.
import "./playground.css";
import { Accordion, Button, Group, NativeSelect, SegmentedControl, Stack, Text, Textarea } from "@mantine/core";
import { useDebouncedCallback, useSessionStorage } from "@mantine/hooks";
import { IconPlayerPlay, IconPlayerStop } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { Screen } from "../../ui/screen";
import { Empty, Failure, Loading } from "../../ui/states";
import { useWords } from "../../words/words";
import { AnswersCard } from "./answers-card";
import { Explained } from "./explained";
import { Hearing } from "./hearing";
import { InnerCard } from "./inner-card";
import { Keeping } from "./keeping";
import { LayerOptions, SamplingOptions } from "./options";
import { Painting } from "./painting";
import { useAnswers, useChoices, useOpened } from "./queries";
import { isUntouched } from "./sliders";
import { SlidersCard } from "./sliders-card";
import { type ChoiceView, type OpenedView, type Question, type SamplingForm, type Sliders, UNTOUCHED } from "./wire";

const route = getRouteApi("/playground");
const PAUSE = 80; // ms that a slider rests before the model is asked again
const SAMPLING: SamplingForm = { most_tokens: 96, temperature: 0, top_p: 1, seed: 7 };

export function PlaygroundScreen() {
  const { playground: said } = useWords();
  const { family } = route.useSearch();
  const navigate = route.useNavigate();
  const choose = (chosen: string) =>
    void navigate({ search: chosen === "speech" || chosen === "image" ? { family: chosen } : {}, replace: true });
  return (
    <Screen title={said.title}>
      <Stack gap="lg">
        <SegmentedControl
          aria-label={said.kind}
          value={family ?? "language"}
          data={[
            { value: "language", label: said.kinds.language },
            { value: "speech", label: said.kinds.speech },
            { value: "image", label: said.kinds.image },
          ]}
          onChange={choose}
          style={{ alignSelf: "start" }}
        />
        {family === "speech" ? <Hearing /> : family === "image" ? <Painting /> : <Asking />}
      </Stack>
    </Screen>
  );
}

function Asking() {
  const words = useWords();
  const choices = useChoices();
  return (
    <>
      {choices.isError && <Failure error={choices.error} again={() => void choices.refetch()} />}
      {choices.isPending && <Loading />}
      {choices.data &&
        (choices.data.length ? (
          <Playground choices={choices.data} />
        ) : (
          <Empty title={words.playground.noModels} hint="" />
        ))}
    </>
  );
}

function Playground({ choices }: { choices: ChoiceView[] }) {
  const { playground: said } = useWords();
  const asked = route.useSearch().model;
  const navigate = route.useNavigate();
  const [last, setLast] = useSessionStorage({ key: "soridam-playground-model", defaultValue: "" });
  const chosen = asked ?? last;
  const choose = (model: string) => {
    setLast(model);
    void navigate({ search: {}, replace: true });
  };
  const choice = choices.find((each) => each.id === chosen) ?? choices[0]!;
  const opened = useOpened(choice.id);
  return (
    <Stack gap="lg">
      <Text>{said.intro}</Text>
      <NativeSelect
        label={said.model}
        value={choice.id}
        data={choices.map((each) => ({ value: each.id, label: describe(each, said) }))}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      {opened.isError && <Failure error={opened.error} again={() => void opened.refetch()} />}
      {opened.isPending && <Loading what={said.loading} />}
      {opened.data && <Opened key={opened.data.id} model={opened.data} />}
    </Stack>
  );
}

function describe(choice: ChoiceView, said: ReturnType<typeof useWords>["playground"]): string {
  const about = [said.origins[choice.origin], choice.license, choice.here ? null : said.notHere];
  return `${choice.name} (${about.filter(Boolean).join(", ")})`;
}

function Opened({ model }: { model: OpenedView }) {
  const { playground: said } = useWords();
  const [prompt, setPrompt] = useSessionStorage({ key: "soridam-playground-prompt", defaultValue: "" });
  const [more, setMore] = useState({ system: "", plain: !model.is_chat });
  const [sampling, setSampling] = useState(SAMPLING);
  const [sliders, setSliders] = useState<Sliders>(UNTOUCHED);
  const [hasAsked, setAsked] = useState(false);
  const answers = useAnswers();
  const question: Question = { model: model.id, prompt, ...more };
  const ask = (to = sliders) => {
    if (!prompt.trim()) return;
    setAsked(true);
    void answers.answer(question, to, sampling, model.epsilon);
  };
  const askSoon = useDebouncedCallback(ask, PAUSE);
  const move = (to: Sliders) => {
    setSliders(to);
    if (hasAsked) askSoon(to);
  };
  const isSame = isUntouched(sliders, model.epsilon);
  return (
    <Stack gap="lg">
      <Prompt model={model} prompt={prompt} setPrompt={setPrompt} ask={() => ask()} />
      <Group>
        <Button
          size="md"
          leftSection={<IconPlayerPlay size={20} aria-hidden />}
          disabled={!prompt.trim()}
          onClick={() => ask()}
        >
          {said.answer}
        </Button>
        {answers.isAnswering && (
          <Button
            size="md"
            variant="default"
            leftSection={<IconPlayerStop size={20} aria-hidden />}
            onClick={answers.stop}
          >
            {said.stop}
          </Button>
        )}
      </Group>
      <AnswersCard
        untouched={answers.untouched}
        adjusted={answers.adjusted}
        isSame={isSame && hasAsked}
        isAnswering={answers.isAnswering}
        failure={answers.failure}
        again={() => ask()}
      />
      <SlidersCard model={model} sliders={sliders} change={move} letGo={askSoon.flush} />
      <Accordion variant="separated" multiple keepMounted={false}>
        <Fold name="what" title={said.what}>
          <Explained />
        </Fold>
        <Fold name="sampling" title={said.sampling}>
          <SamplingOptions
            question={question}
            sampling={sampling}
            isChat={model.is_chat}
            ask={(changes) => setMore((before) => ({ ...before, ...changes }))}
            choose={setSampling}
          />
        </Fold>
        <Fold name="layers" title={said.layers}>
          <LayerOptions model={model} sliders={sliders} change={move} />
        </Fold>
        <Fold name="inside" title={said.inside}>
          <InnerCard question={question} sliders={sliders} />
        </Fold>
        <Fold name="keep" title={said.keep}>
          <Keeping model={model} sliders={sliders} change={move} />
        </Fold>
      </Accordion>
    </Stack>
  );
}

function Fold({ name, title, children }: { name: string; title: string; children: React.ReactNode }) {
  return (
    <Accordion.Item value={name}>
      <Accordion.Control>{title}</Accordion.Control>
      <Accordion.Panel>{children}</Accordion.Panel>
    </Accordion.Item>
  );
}

interface PromptProps {
  model: OpenedView;
  prompt: string;
  setPrompt: (prompt: string) => void;
  ask: () => void;
}

/** The text, asked by Ctrl-Enter too; while it is empty, something to try. */
function Prompt({ model, prompt, setPrompt, ask }: PromptProps) {
  const { playground: said } = useWords();
  const languages = model.map?.languages.map((each) => said.languages[each] ?? each).join(", ");
  return (
    <Stack gap="xs">
      <Textarea
        label={said.prompt}
        description={languages && said.knows(languages)}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={20_000}
        value={prompt}
        onChange={(event) => setPrompt(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) ask();
        }}
      />
      {!prompt.trim() && (
        <Group gap="xs">
          <Text size="sm" c="dimmed">
            {said.example}
          </Text>
          {said.examples.map((example) => (
            <Button key={example} size="compact-md" variant="default" onClick={() => setPrompt(example)}>
              {example}
            </Button>
          ))}
        </Group>
      )}
    </Stack>
  );
}
