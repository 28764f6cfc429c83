// Making a book: who it is about, the wish, who listens.
import "./book.css";
import { Button, Group, NativeSelect, SegmentedControl, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { IconSparkles } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { Part } from "../../ui/part";
import { Screen } from "../../ui/screen";
import { Failure } from "../../ui/states";
import { type Language, useSpoken } from "../../words/words";
import { anySeed, chosenHero, type Draft, formOf, useDraft } from "./draft";
import { HeroChooser } from "./hero-chooser";
import { useBeginning, useHeroes, usePaintingHeroes, useUnderstanding } from "./queries";
import { canBegin, WishNext } from "./wish-next";
import { WishVoice } from "./wish-voice";

const MOST_LETTERS = 2_000;

export function MakeScreen() {
  const { words, language } = useSpoken();
  const { draft, change, finish } = useDraft();
  const [isMissing, setMissing] = useState(false);
  const wish = useRef<HTMLTextAreaElement>(null);
  const beginning = useBeginning();
  const understanding = useUnderstanding();
  const spoken = draft.language ?? language;
  const heroes = useHeroes(draft.language ?? language);
  const navigate = useNavigate();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(!draft.topic.trim());
    if (!draft.topic.trim()) return wish.current?.focus();
    const hero = chosenHero(heroes.data ?? [], draft);
    if (!hero) return; // the chooser shows why there is none
    look(draft.topic, () =>
      beginning.mutate(formOf(draft, hero, language, anySeed()), {
        onSuccess: (book) => {
          finish();
          void navigate({ to: "/books/$book", params: { book: book.id } });
        },
      }),
    );
  };
  const look = (topic: string, then?: () => void) => {
    const asked = { topic: topic.trim(), language: spoken, age_band: draft.age, hero: "rabbit" as const };
    understanding.mutate(asked, {
      onSuccess: (found) => {
        if (found.wish_class === "disclosure") change({ topic: "" }); // kept for grown-ups, and nowhere in this browser
        if (canBegin(found)) then?.();
      },
    });
  };
  const choose = (topic: string) => {
    change({ topic });
    look(topic);
  };

  return (
    <Screen title={words.makeBook}>
      <form onSubmit={submit} noValidate>
        <Stack gap="lg">
          <Part title={words.whatAbout}>
            <Textarea
              ref={wish}
              label={words.wish}
              description={words.wishHint}
              placeholder={words.wishExample}
              size="md"
              autosize
              minRows={2}
              maxLength={MOST_LETTERS}
              value={draft.topic}
              onChange={(event) => {
                understanding.reset();
                change({ topic: event.currentTarget.value });
              }}
              error={isMissing && !draft.topic.trim() ? words.wishMissing : undefined}
            />
            <WishVoice language={draft.language ?? language} tell={(topic) => topic.trim() && choose(topic)} />
            {understanding.data && <WishNext understanding={understanding.data} language={spoken} choose={choose} />}
            {understanding.isError && <Failure error={understanding.error} />}
          </Part>
          <Part title={words.whoIsIt}>
            <HeroChooser draft={draft} change={change} />
            <PaintingHero draft={draft} change={change} />
          </Part>
          <Part title={words.forWhom}>
            <Listener draft={draft} change={change} />
          </Part>
          {beginning.isError && <Failure error={beginning.error} />}
          <Group justify="center">
            <Button
              type="submit"
              size="lg"
              loading={beginning.isPending || heroes.isPending || understanding.isPending} // a click before there is a hero would be lost
              leftSection={<IconSparkles size={22} aria-hidden />}
            >
              {words.begin}
            </Button>
          </Group>
        </Stack>
      </form>
    </Screen>
  );
}

/** Where pages are painted and one has trained a hero: which of them to paint with. */
function PaintingHero({ draft, change }: { draft: Draft; change: (changes: Partial<Draft>) => void }) {
  const { words } = useSpoken();
  const heroes = usePaintingHeroes();
  const isChosen = heroes.data?.some((each) => each.id === draft.adapter);
  useEffect(() => {
    if (heroes.data && draft.adapter && !isChosen) change({ adapter: null }); // the run was deleted since
  });
  if (heroes.isError) return <Failure error={heroes.error} again={() => void heroes.refetch()} />;
  if (!heroes.data?.length) return null;
  return (
    <NativeSelect
      label={words.paintWith}
      description={words.paintWithHint}
      maw="20rem"
      data={[
        { value: "", label: words.paintWithNone },
        ...heroes.data.map((each) => ({ value: each.id, label: each.name })),
      ]}
      value={isChosen ? draft.adapter! : ""}
      onChange={(event) => change({ adapter: event.currentTarget.value || null })}
    />
  );
}

function Listener({ draft, change }: { draft: Draft; change: (changes: Partial<Draft>) => void }) {
  const { words, language } = useSpoken();
  const ages = Object.entries(words.ages).map(([value, label]) => ({ value, label }));
  const languages = [
    { value: "ko", label: "한국어" },
    { value: "en", label: "English" },
  ];
  return (
    <Stack gap="md">
      <Group gap="xl">
        <Choice
          label={words.age}
          data={ages}
          value={draft.age}
          choose={(age) => change({ age: age as Draft["age"] })}
        />
        <Choice
          label={words.bookLanguage}
          data={languages}
          value={draft.language ?? language}
          choose={(chosen) => change({ language: chosen as Language })}
        />
      </Group>
      <TextInput
        label={words.dedication}
        description={words.dedicationHint}
        maxLength={200}
        maw="34rem"
        value={draft.dedication}
        onChange={(event) => change({ dedication: event.currentTarget.value })}
      />
    </Stack>
  );
}

interface ChoiceProps {
  label: string;
  data: { value: string; label: string }[];
  value: string;
  choose: (value: string) => void;
}

function Choice({ label, data, value, choose }: ChoiceProps) {
  const id = useId();
  return (
    <div>
      <Text id={id} size="sm" fw={500} mb={4}>
        {label}
      </Text>
      <SegmentedControl aria-labelledby={id} size="md" data={data} value={value} onChange={choose} />
    </div>
  );
}
