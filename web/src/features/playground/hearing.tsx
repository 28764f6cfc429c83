// A recognizer with its sliders: a recording, and what is heard untouched and adjusted, side by side.
import { Button, Card, Group, NativeSelect, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconVolume } from "@tabler/icons-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { Failure, Loading } from "../../ui/states";
import { useSpoken, useWords } from "../../words/words";
import { Voice } from "../tuning/voice";
import { type Recorded, useHeard, useOpenedRecognizer, useRecognizers, useSampleRecording } from "./queries";
import { isUntouched } from "./sliders";
import { SlidersCard } from "./sliders-card";
import { type OpenedRecognizer, type RecognizerChoice, type Sliders, UNTOUCHED } from "./wire";

const PAUSE = 300; // ms that a slider rests before the recording is heard again
type Spoken = "ko" | "en";
const LANGUAGES: Record<Spoken, string> = { ko: "한국어", en: "English" };

export function Hearing() {
  const choices = useRecognizers();
  if (choices.isError) return <Failure error={choices.error} again={() => void choices.refetch()} />;
  if (choices.isPending) return <Loading />;
  return <Chosen choices={choices.data} />;
}

function Chosen({ choices }: { choices: RecognizerChoice[] }) {
  const { words, language: read } = useSpoken();
  const said = words.playground;
  const [chosen, choose] = useState(choices.find((each) => each.here)?.id ?? choices[0]!.id);
  const [spoken, speak] = useState<Spoken>(read);
  const choice = choices.find((each) => each.id === chosen) ?? choices[0]!;
  const known = (Object.keys(LANGUAGES) as Spoken[]).filter(
    (each) => !choice.languages.length || choice.languages.includes(each),
  );
  const language = known.includes(spoken) ? spoken : (choice.languages[0] ?? spoken);
  const opened = useOpenedRecognizer(choice.id);
  return (
    <Stack gap="lg">
      <Text>{said.speech.intro}</Text>
      <Group align="end">
        <NativeSelect
          label={said.model}
          value={choice.id}
          data={choices.map((each) => ({ value: each.id, label: describe(each, said) }))}
          onChange={(event) => choose(event.currentTarget.value)}
        />
        <NativeSelect
          label={said.speech.spoken}
          value={language}
          data={known.length ? known.map((each) => ({ value: each, label: LANGUAGES[each] })) : [language]}
          onChange={(event) => speak(event.currentTarget.value as Spoken)}
        />
      </Group>
      {opened.isError && <Failure error={opened.error} again={() => void opened.refetch()} />}
      {opened.isPending && <Loading what={said.loading} />}
      {opened.data && <Listening key={opened.data.id} model={opened.data} language={language} />}
    </Stack>
  );
}

function describe(choice: RecognizerChoice, said: ReturnType<typeof useWords>["playground"]): string {
  const about = [said.origins[choice.origin], choice.license, choice.here ? null : said.notHere];
  return `${choice.name} (${about.filter(Boolean).join(", ")})`;
}

function Listening({ model, language }: { model: OpenedRecognizer; language: string }) {
  const { playground: said } = useWords();
  const [recorded, setRecorded] = useState<Recorded | null>(null);
  const [sliders, setSliders] = useState<Sliders>(UNTOUCHED);
  const [settled, settle] = useState<Sliders>(UNTOUCHED);
  const settleSoon = useDebouncedCallback(settle, PAUSE);
  const count = useRef(0);
  const take = (sound: Blob) => setRecorded({ number: ++count.current, sound });
  const move = (to: Sliders) => {
    setSliders(to);
    settleSoon(to);
  };
  const untouched = useHeard(recorded, model.id, language, UNTOUCHED);
  const adjusted = useHeard(recorded, model.id, language, settled);
  const failed = [untouched, adjusted].find((each) => each.isError);
  const isBusy = untouched.isFetching || adjusted.isFetching;
  return (
    <Stack gap="lg">
      <Voice hear={take} isBusy={isBusy}>
        <SampleRecording take={take} />
      </Voice>
      {recorded && <Player sound={recorded.sound} />}
      {failed && <Failure error={failed.error!} again={() => void failed.refetch()} />}
      <SimpleGrid cols={{ base: 1, sm: 2 }} aria-busy={isBusy} className="answers">
        <Heard title={said.untouched} text={untouched.data?.text} />
        <Heard
          title={said.adjusted}
          text={adjusted.data?.text}
          note={isUntouched(settled, model.epsilon) && recorded ? said.speech.same : undefined}
        />
      </SimpleGrid>
      {isBusy && <Loading what={said.speech.listening} />}
      <SlidersCard model={model} sliders={sliders} change={move} letGo={settleSoon.flush} />
    </Stack>
  );
}

function SampleRecording({ take }: { take: (sound: Blob) => void }) {
  const { words, language } = useSpoken();
  const sampling = useSampleRecording();
  return (
    <>
      <Button
        size="md"
        variant="default"
        loading={sampling.isPending}
        leftSection={<IconVolume size={20} aria-hidden />}
        onClick={() => sampling.mutate(language, { onSuccess: (sound) => take(sound as Blob) })}
      >
        {words.playground.speech.sample}
      </Button>
      {sampling.isError && <Failure error={sampling.error} />}
    </>
  );
}

function Player({ sound }: { sound: Blob }) {
  const { playground: said } = useWords();
  const address = useMemo(() => URL.createObjectURL(sound), [sound]);
  useEffect(() => () => URL.revokeObjectURL(address), [address]);
  // biome-ignore lint/a11y/useMediaCaption: what is said in it stands below, as far as it was heard
  return <audio controls src={address} aria-label={said.speech.recording} style={{ width: "100%" }} />;
}

interface HeardProps {
  title: string;
  text: string | undefined;
  note?: string;
}

function Heard({ title, text, note }: HeardProps) {
  const { playground: said } = useWords();
  const placeholder = text === "" ? said.speech.nothing : said.speech.notYet;
  return (
    <Card withBorder component="article" aria-label={title}>
      <Title order={2} size="h4" mb="xs">
        {title}
      </Title>
      <Text role="status" c={text ? undefined : "dimmed"} style={{ overflowWrap: "anywhere" }}>
        {text || placeholder}
      </Text>
      {note && (
        <Text size="sm" c="dimmed">
          {note}
        </Text>
      )}
    </Card>
  );
}
