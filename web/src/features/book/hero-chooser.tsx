// Choosing the hero: one of the drawn cast, its name, colors and clothes, drawn by the server as it will look.
import { Button, Chip, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconHanger } from "@tabler/icons-react";
import { type ReactNode, useId, useState } from "react";
import { Failure, Loading } from "../../ui/states";
import { useSpoken, useWords } from "../../words/words";
import { chosenHero, type Draft, type Looks, looksOf, type Outfit } from "./draft";
import { Drawings } from "./drawings";
import {
  ACCESSORIES,
  CLOTHES,
  COATS,
  type ColorName,
  GARMENTS,
  HAIR_STYLES,
  HAIRS,
  type Palette,
  SKINS,
} from "./palette";
import { asAddress, pictureOfDrawing, useHeroes, usePortrait } from "./queries";

const MOST_ACCESSORIES = 3;

interface Props {
  draft: Draft;
  change: (changes: Partial<Draft>) => void;
}

export function HeroChooser({ draft, change }: Props) {
  const { words, language } = useSpoken();
  const heroes = useHeroes(draft.language ?? language);
  const [isDressing, setDressing] = useState(Object.keys(draft.looks).length > 0); // what was begun stays in sight
  const hero = heroes.data && chosenHero(heroes.data, draft);
  const looks = hero && looksOf(hero, draft.looks);
  const portrait = usePortrait(hero?.kind, looks);
  if (heroes.isPending) return <Loading />;
  if (heroes.isError) return <Failure error={heroes.error} again={() => void heroes.refetch()} />;
  return (
    <div className="chooser">
      <div className="figure">
        {draft.drawing && (
          <img src={pictureOfDrawing(draft.drawing)} alt={words.portraitOf(draft.name ?? hero?.name ?? "")} />
        )}
        {!draft.drawing && portrait.data && (
          <img src={asAddress(portrait.data.portrait)} alt={words.portraitOf(draft.name ?? hero?.name ?? "")} />
        )}
        {portrait.isError && <Failure error={portrait.error} again={() => void portrait.refetch()} />}
      </div>
      <Stack gap="md">
        <Drawings chosen={draft.drawing} choose={(drawing) => change({ drawing })} />
        {draft.drawing && <Text size="sm">{words.whatIsDrawn}</Text>}
        <div className="heroes" role="radiogroup" aria-label={words.heroes}>
          {heroes.data.map((each) => (
            <label key={each.id} className="hero">
              <input
                type="radio"
                name="hero"
                checked={each.id === hero?.id}
                onChange={() => change({ hero: each.id, name: null, looks: {} })}
              />
              <img src={asAddress(each.portrait)} alt="" />
              <Text size="sm">{each.name}</Text>
            </label>
          ))}
        </div>
        {!draft.drawing && (
          <Button
            variant="default"
            w="fit-content"
            leftSection={<IconHanger size={20} aria-hidden />}
            aria-expanded={isDressing}
            onClick={() => setDressing(!isDressing)}
          >
            {words.dressUp}
          </Button>
        )}
        <TextInput
          label={words.heroName}
          maxLength={24}
          autoComplete="off"
          maw="20rem"
          value={draft.name ?? hero?.name ?? ""}
          onChange={(event) => change({ name: event.currentTarget.value })}
          error={draft.name !== null && !draft.name.trim() ? words.nameMissing : undefined}
        />
        {looks && isDressing && !draft.drawing && (
          <LooksChooser
            isChild={hero?.kind === "child"}
            looks={looks}
            change={(changed) => change({ looks: { ...draft.looks, ...changed } })}
          />
        )}
      </Stack>
    </div>
  );
}

interface LooksProps {
  isChild: boolean;
  looks: Looks;
  change: (changes: Partial<Looks>) => void;
}

function LooksChooser({ isChild, looks, change }: LooksProps) {
  const words = useWords();
  const dress = (changes: Partial<Outfit>) => change({ outfit: { ...looks.outfit, ...changes } });
  return (
    <>
      <Colors
        legend={isChild ? words.skin : words.color}
        offered={isChild ? SKINS : COATS}
        value={looks.color}
        choose={(color) => change({ color })}
      />
      {isChild && (
        <>
          <Chips legend={words.hairStyle}>
            <Chip.Group
              value={looks.hair_style}
              onChange={(chosen) => change({ hair_style: chosen as Looks["hair_style"] })}
            >
              {HAIR_STYLES.map((style) => (
                <Chip key={style} value={style}>
                  {words.hairStyles[style]}
                </Chip>
              ))}
            </Chip.Group>
          </Chips>
          <Colors legend={words.hairColor} offered={HAIRS} value={looks.hair} choose={(hair) => change({ hair })} />
        </>
      )}
      <Chips legend={words.clothes}>
        <Chip.Group value={looks.outfit.garment} onChange={(chosen) => dress({ garment: chosen as Outfit["garment"] })}>
          {GARMENTS.filter((garment) => garment !== "none" || !isChild).map((garment) => (
            <Chip key={garment} value={garment}>
              {words.garments[garment]}
            </Chip>
          ))}
        </Chip.Group>
      </Chips>
      {looks.outfit.garment !== "none" && (
        <Colors
          legend={words.clothesColor}
          offered={CLOTHES}
          value={looks.outfit.color}
          choose={(color) => dress({ color })}
        />
      )}
      <Colors
        legend={words.accentColor}
        offered={CLOTHES}
        value={looks.outfit.accent}
        choose={(accent) => dress({ accent })}
      />
      <Chips legend={words.accessoriesTitle}>
        <Chip.Group
          multiple
          value={looks.outfit.accessories}
          onChange={(chosen) => dress({ accessories: chosen.slice(-MOST_ACCESSORIES) as Outfit["accessories"] })}
        >
          {ACCESSORIES.map((accessory) => (
            <Chip key={accessory} value={accessory}>
              {words.accessories[accessory]}
            </Chip>
          ))}
        </Chip.Group>
      </Chips>
    </>
  );
}

function Part({ legend, children }: { legend: string; children: ReactNode }) {
  return (
    <fieldset className="plain">
      <Text component="legend" size="sm" fw={500} mb={4}>
        {legend}
      </Text>
      {children}
    </fieldset>
  );
}

function Chips({ legend, children }: { legend: string; children: ReactNode }) {
  return (
    <Part legend={legend}>
      <Group gap={6}>{children}</Group>
    </Part>
  );
}

interface ColorsProps {
  legend: string;
  offered: Palette;
  value: string;
  choose: (color: string) => void;
}

function Colors({ legend, offered, value, choose }: ColorsProps) {
  const words = useWords();
  const group = useId();
  const isOther = !Object.values(offered).includes(value);
  return (
    <Part legend={legend}>
      <div className="colors">
        {Object.entries(offered).map(([name, color]) => (
          <label key={name} className="color" style={{ background: color }} title={words.colors[name as ColorName]}>
            <input
              type="radio"
              name={group}
              aria-label={words.colors[name as ColorName]}
              checked={color === value}
              onChange={() => choose(color)}
            />
          </label>
        ))}
        <label
          className={isOther ? "color chosen" : "color any"}
          title={words.ownColor}
          style={isOther ? { background: value } : undefined}
        >
          <input
            type="color"
            aria-label={`${legend}: ${words.ownColor}`}
            value={value}
            onChange={(event) => choose(event.currentTarget.value.toLowerCase())}
          />
        </label>
      </div>
    </Part>
  );
}
