// A picture model with its sliders: a text, and what is painted untouched and adjusted from the same noise, side by side.
import {
  Button,
  Card,
  Group,
  NativeSelect,
  NumberInput,
  SegmentedControl,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  Title,
} from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconBrush } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { formatCount } from "../../ui/format";
import { Empty, Failure, Loading } from "../../ui/states";
import { useSpoken, useWords } from "../../words/words";
import { useOpenedPictureModel, usePainted, usePictureModels, useWritingPictures } from "./queries";
import { SlidersCard } from "./sliders-card";
import {
  AS_IT_IS,
  type OpenedPictureModel,
  type PictureModelChoice,
  type PictureSliders,
  type Sliders,
  UNTOUCHED,
} from "./wire";

const PAUSE = 400; // ms that a slider rests before the picture is painted again
const STRIP = [0.5, 0.75, 1, 1.25, 1.5];
type Network = "unet" | "text_encoder";
type Gain = "attn" | "cross" | "mlp";

const route = getRouteApi("/playground");

export function Painting() {
  const { playground: said } = useWords();
  const choices = usePictureModels();
  if (choices.isError) return <Failure error={choices.error} again={() => void choices.refetch()} />;
  if (choices.isPending) return <Loading />;
  if (!choices.data.length) return <Empty title={said.pictures.noModels} hint={said.pictures.noModelsHint} />;
  return <Chosen choices={choices.data} />;
}

function Chosen({ choices }: { choices: PictureModelChoice[] }) {
  const { playground: said } = useWords();
  const { model: wanted } = route.useSearch();
  const [chosen, choose] = useState(wanted);
  const choice = choices.find((each) => each.id === chosen) ?? choices[0]!;
  const opened = useOpenedPictureModel(choice.id);
  return (
    <Stack gap="lg">
      <Text>{said.pictures.intro}</Text>
      <NativeSelect
        label={said.model}
        value={choice.id}
        data={choices.map((each) => ({ value: each.id, label: `${each.name} (${said.origins[each.origin]})` }))}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      {opened.isError && <Failure error={opened.error} again={() => void opened.refetch()} />}
      {opened.isPending && <Loading what={said.loading} />}
      {opened.data && <Easel key={opened.data.id} model={opened.data} />}
    </Stack>
  );
}

function Easel({ model }: { model: OpenedPictureModel }) {
  const { playground: said } = useWords();
  const [prompt, write] = useState("");
  const [seed, setSeed] = useState(7);
  const [asked, ask] = useState<{ prompt: string; seed: number } | null>(null);
  const [sliders, setSliders] = useState<PictureSliders>(AS_IT_IS);
  const [settled, settle] = useState<PictureSliders>(AS_IT_IS);
  const [network, show] = useState<Network>("unet");
  const [strip, setStrip] = useState<Gain | null>(null);
  const settleSoon = useDebouncedCallback(settle, PAUSE);
  const move = (to: Sliders) => {
    const moved = { ...sliders, [network]: to };
    setSliders(moved);
    settleSoon(moved);
  };
  const along = STRIP.map((gain) => ({ ...settled, [network]: { ...settled[network], [strip ?? "attn"]: gain } }));
  const both = usePainted(model.id, asked, [AS_IT_IS, settled]);
  const range = usePainted(model.id, strip && asked, along);
  const failed = [both, range].find((each) => each.isError);
  const isBusy = both.isFetching || range.isFetching;
  return (
    <Stack gap="lg">
      <Textarea
        label={said.pictures.prompt}
        autosize
        minRows={2}
        maxLength={2_000}
        value={prompt}
        onChange={(event) => write(event.currentTarget.value)}
      />
      <Group align="end">
        <NumberInput
          label={said.seed}
          min={0}
          allowDecimal={false}
          value={seed}
          onChange={(value) => typeof value === "number" && setSeed(value)}
        />
        <Button
          size="md"
          leftSection={<IconBrush size={20} aria-hidden />}
          disabled={!prompt.trim()}
          onClick={() => ask({ prompt, seed })}
        >
          {said.pictures.paint}
        </Button>
      </Group>
      {failed && <Failure error={failed.error!} again={() => void failed.refetch()} />}
      <SimpleGrid cols={2} aria-busy={isBusy}>
        <Picture title={said.untouched} png={both.data?.pictures[0]} alt={asked?.prompt ?? ""} />
        <Picture title={said.adjusted} png={both.data?.pictures[1]} alt={asked?.prompt ?? ""} />
      </SimpleGrid>
      {isBusy && <Loading what={said.pictures.painting} />}
      <SegmentedControl
        aria-label={said.pictures.part}
        value={network}
        data={[
          { value: "unet", label: said.pictures.parts.unet },
          { value: "text_encoder", label: said.pictures.parts.text_encoder },
        ]}
        onChange={(value) => show(value as Network)}
        style={{ alignSelf: "start" }}
      />
      <SlidersCard
        model={model[network]}
        hints={network === "unet" ? said.pictures.unetHints : said.pictures.textHints}
        hasCross={network === "unet"}
        sliders={sliders[network]}
        change={move}
        letGo={settleSoon.flush}
      />
      <Strip network={network} chosen={strip} choose={setStrip} pictures={strip ? range.data?.pictures : undefined} />
      <Writing model={model.id} sliders={settled} />
    </Stack>
  );
}

function Picture({ title, png, alt }: { title: string; png: string | undefined; alt: string }) {
  const { playground: said } = useWords();
  return (
    <Card withBorder component="article" aria-label={title}>
      <Title order={2} size="h4" mb="xs">
        {title}
      </Title>
      {png ? (
        <img src={`data:image/png;base64,${png}`} alt={alt} style={{ width: "100%" }} />
      ) : (
        <Text c="dimmed">{said.pictures.notYet}</Text>
      )}
    </Card>
  );
}

interface StripProps {
  network: Network;
  chosen: Gain | null;
  choose: (slider: Gain | null) => void;
  pictures: string[] | undefined;
}

/** One picture for each of a few values of a slider, while the others stay where they are. */
function Strip({ network, chosen, choose, pictures }: StripProps) {
  const { words, language } = useSpoken();
  const said = words.playground;
  const names: Partial<Record<Gain, string>> = {
    attn: said.attention,
    ...(network === "unet" ? { cross: said.speech.cross } : {}),
    mlp: said.mlp,
  };
  return (
    <Stack gap="xs">
      <NativeSelect
        label={said.pictures.strip}
        value={chosen ?? ""}
        data={[
          { value: "", label: said.pictures.noStrip },
          ...Object.entries(names).map(([value, label]) => ({ value, label })),
        ]}
        onChange={(event) => choose((event.currentTarget.value || null) as Gain | null)}
      />
      {chosen && pictures && (
        <SimpleGrid cols={STRIP.length} spacing={4}>
          {pictures.map((png, place) => {
            const value = formatCount(STRIP[place]!, language);
            return (
              <figure key={value} style={{ margin: 0, textAlign: "center" }}>
                <img
                  src={`data:image/png;base64,${png}`}
                  alt={`${names[chosen] ?? chosen} ${value}`}
                  style={{ width: "100%" }}
                />
                <figcaption>{value}</figcaption>
              </figure>
            );
          })}
        </SimpleGrid>
      )}
    </Stack>
  );
}

/** Writes the gains into a model of one's own; of the UNet without EPS, which its config cannot keep. */
function Writing({ model, sliders }: { model: string; sliders: PictureSliders }) {
  const { playground: said } = useWords();
  const writing = useWritingPictures();
  const kept = { ...sliders, unet: { ...UNTOUCHED, ...sliders.unet, eps: null } };
  const isSame = JSON.stringify(kept) === JSON.stringify(AS_IT_IS);
  return (
    <Group>
      <Button
        variant="default"
        disabled={isSame}
        loading={writing.isPending}
        onClick={() => writing.mutate({ name: said.pictures.newName, model, sliders: kept })}
      >
        {said.write}
      </Button>
      {writing.isError && <Failure error={writing.error} />}
      {writing.isSuccess && <Text role="status">{said.pictures.begun}</Text>}
    </Group>
  );
}
