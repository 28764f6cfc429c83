// Choosing the hero: one of the drawn cast, its name and its color, with the portrait as it will look.
import { Group, Stack, Text, TextInput } from "@mantine/core";
import { Failure, Loading } from "../../ui/states";
import { useSpoken } from "../../words/words";
import type { Draft } from "./draft";
import { asAddress, useHeroes, usePortrait } from "./queries";

const COATS = ["#f3a24c", "#ece4f0", "#a8744a", "#b9b4c8", "#7cc45a", "#5fbfa0", "#6f9fe0", "#f2a7c3"];
const SKINS = ["#fbdcc4", "#f6cfa8", "#f2c39a", "#d9a273", "#c98d5f", "#a56d46", "#8a5a3c", "#5f3d2a"];

interface Props {
  draft: Draft;
  change: (changes: Partial<Draft>) => void;
}

export function HeroChooser({ draft, change }: Props) {
  const { words, language } = useSpoken();
  const heroes = useHeroes(draft.language ?? language);
  const hero = heroes.data?.find((each) => each.kind === draft.hero);
  const portrait = usePortrait(hero, draft.color);
  if (heroes.isPending) return <Loading />;
  if (heroes.isError) return <Failure error={heroes.error} again={() => void heroes.refetch()} />;
  return (
    <Group align="start" gap="lg">
      <Stack align="center" style={{ flex: "0 0 auto" }} mx={{ base: "auto", sm: 0 }}>
        {portrait && <img className="portrait" src={asAddress(portrait)} alt={draft.name ?? hero?.name ?? ""} />}
      </Stack>
      <Stack style={{ flex: "1 1 300px" }} gap="md">
        <div className="heroes" role="radiogroup" aria-label={words.heroes}>
          {heroes.data.map((each) => (
            <label key={each.kind} className="hero">
              <input
                type="radio"
                name="hero"
                checked={each.kind === draft.hero}
                onChange={() => change({ hero: each.kind, name: null, color: null })}
              />
              <img src={asAddress(each.portrait)} alt="" />
              <Text size="sm">{each.name}</Text>
            </label>
          ))}
        </div>
        <TextInput
          label={words.heroName}
          maxLength={24}
          autoComplete="off"
          maw="20rem"
          value={draft.name ?? hero?.name ?? ""}
          onChange={(event) => change({ name: event.currentTarget.value })}
          error={draft.name !== null && !draft.name.trim() ? words.nameMissing : undefined}
        />
        <Colors draft={draft} change={change} own={hero?.color ?? null} />
      </Stack>
    </Group>
  );
}

function Colors({ draft, change, own }: Props & { own: string | null }) {
  const { words } = useSpoken();
  const others = (draft.hero === "child" ? SKINS : COATS).filter((color) => color !== own);
  const offered = own ? [own, ...others] : others;
  const chosen = draft.color ?? own;
  const isOther = chosen !== null && !offered.includes(chosen);
  const choose = (color: string) => change({ color: color === own ? null : color });
  return (
    <fieldset style={{ border: 0, padding: 0, margin: 0 }}>
      <Text component="legend" size="sm" fw={500} mb={4}>
        {words.color}
      </Text>
      <div className="colors">
        {offered.map((color) => (
          <label key={color} className="color" style={{ background: color }}>
            <input
              type="radio"
              name="color"
              aria-label={words.colorOf(color)}
              checked={color === chosen}
              onChange={() => choose(color)}
            />
          </label>
        ))}
        <label
          className="color"
          title={words.ownColor}
          style={{ background: isOther ? chosen : "conic-gradient(#f28b82, #fdd663, #81c995, #78d9ec, #c58af9, #f28b82)" }}
        >
          <input
            type="color"
            aria-label={words.ownColor}
            value={chosen ?? "#ffffff"}
            onChange={(event) => choose(event.currentTarget.value.toLowerCase())}
          />
        </label>
      </div>
    </fieldset>
  );
}
