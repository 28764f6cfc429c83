// The three sliders with their zones, the presets found on the map, and how much of the model they change.
import { Button, Group, Slider, Stack, Text } from "@mantine/core";
import { formatCount, formatLarge } from "../../ui/format";
import { Part } from "../../ui/part";
import { useSpoken } from "../../words/words";
import { trackOf } from "./health";
import { HealthCard } from "./health-card";
import { countTouched, crossOf, isUntouched } from "./sliders";
import { type NetworkView, type OpenedRecognizer, type OpenedView, type Sliders, UNTOUCHED } from "./wire";

const GAINS = { min: 0.5, max: 1.5, step: 0.05 };
const CROSS_GAINS = { min: 0, max: 1.5, step: 0.05 }; // down to a recognizer that hears nothing
const SUPERSCRIPT: Record<string, string> = { ...Object.fromEntries([..."⁰¹²³⁴⁵⁶⁷⁸⁹"].entries()), "-": "⁻", "+": "" };
const POWERS = { min: -8, max: -1, step: 0.25 }; // of ten, of an epsilon

type Place = Pick<Sliders, "attn" | "mlp">;

interface Props {
  model: OpenedView | OpenedRecognizer | NetworkView;
  sliders: Sliders;
  change: (sliders: Sliders) => void;
  letGo: () => void;
}

interface CardProps extends Props {
  hints?: { attentionHint: string; crossHint: string; mlpHint: string };
  hasCross?: boolean;
}

export function SlidersCard({ model, sliders, change, letGo, hints, hasCross }: CardProps) {
  const { words, language } = useSpoken();
  const said = words.playground;
  const asked = "map" in model ? model : null; // a language model: only those have maps
  const told = hints ?? (asked ? { ...said, crossHint: "" } : said.speech);
  const map = asked?.map;
  const places = map?.gains ?? [];
  const track = (at: (place: number) => Sliders, along: readonly number[]) => (map ? trackOf(map, along, at) : null);
  const power = Math.log10(sliders.eps ?? model.epsilon);
  return (
    <Part title={said.sliders}>
      {asked && map && <Presets model={asked} sliders={sliders} change={change} />}
      <OneSlider
        name={said.attention}
        hint={told.attentionHint}
        value={sliders.attn}
        range={GAINS}
        zones={track((attn) => ({ ...sliders, attn }), places)}
        show={(gain) => formatCount(round(gain), language)}
        letGo={letGo}
        change={(attn) => change({ ...sliders, attn: round(attn) })}
      />
      {(hasCross ?? !asked) && (
        <OneSlider
          name={said.speech.cross}
          hint={told.crossHint}
          value={crossOf(sliders)}
          range={CROSS_GAINS}
          zones={null}
          show={(gain) => formatCount(round(gain), language)}
          letGo={letGo}
          change={(cross) => change({ ...sliders, cross: round(cross) })}
        />
      )}
      <OneSlider
        name={said.mlp}
        hint={told.mlpHint}
        value={sliders.mlp}
        range={GAINS}
        zones={track((mlp) => ({ ...sliders, mlp }), places)}
        show={(gain) => formatCount(round(gain), language)}
        letGo={letGo}
        change={(mlp) => change({ ...sliders, mlp: round(mlp) })}
      />
      <OneSlider
        name={said.epsilon}
        hint={`${said.epsilonHint} ${said.own(scientific(model.epsilon))}`}
        value={power}
        range={POWERS}
        zones={track((exponent) => ({ ...sliders, eps: 10 ** exponent }), map?.epsilons.map(Math.log10) ?? [])}
        show={(exponent) => scientific(10 ** exponent)}
        letGo={letGo}
        change={(exponent) => change({ ...sliders, eps: epsilonAt(exponent, model.epsilon) })}
      />
      {asked && <HealthCard model={asked} sliders={sliders} change={change} />}
      <Text role="status" size="sm">
        {said.touches}: <TouchedWords model={model} sliders={sliders} />
      </Text>
      {!isUntouched(sliders, model.epsilon) && (
        <Group>
          <Button variant="default" onClick={() => change({ ...UNTOUCHED, layers: sliders.layers })}>
            {said.reset}
          </Button>
        </Group>
      )}
    </Part>
  );
}

interface OneProps {
  name: string;
  hint: string;
  value: number;
  range: { min: number; max: number; step: number };
  zones: string | null;
  show: (value: number) => string;
  change: (value: number) => void;
  letGo: () => void;
}

function OneSlider({ name, hint, value, range, zones, show, change, letGo }: OneProps) {
  return (
    <div>
      <Group justify="space-between" wrap="nowrap">
        <Text fw={600}>{name}</Text>
        <Text>{show(value)}</Text>
      </Group>
      <Text size="sm" c="dimmed" mb={6}>
        {hint}
      </Text>
      <Slider
        {...range}
        className="slider-track"
        styles={zones ? { root: { "--zones": zones } as React.CSSProperties, bar: { background: "transparent" } } : {}}
        size="lg"
        thumbSize={26}
        label={show}
        value={value}
        onChange={change}
        onChangeEnd={letGo}
        thumbLabel={name}
        thumbProps={{ "aria-valuetext": show(value) }}
      />
    </div>
  );
}

function Presets({ model, sliders, change }: Omit<Props, "letGo" | "model"> & { model: OpenedView }) {
  const { words, language } = useSpoken();
  const said = words.playground;
  const map = model.map!;
  const isAt = (place: Place) => sliders.attn === place.attn && sliders.mlp === place.mlp && sliders.eps === null;
  const chosen = Object.entries(map.presets).find(([, place]) => isAt(place));
  const bits = (place: Place) => {
    const entropy = map.measured[map.gains.indexOf(place.attn)]![map.gains.indexOf(place.mlp)]!.entropy;
    return formatCount(entropy, language);
  };
  return (
    <Stack gap="xs">
      <Group gap="xs">
        {Object.entries(map.presets).map(([name, place]) => (
          <Button
            key={name}
            size="sm"
            variant={isAt(place) ? "filled" : "default"}
            aria-pressed={isAt(place)}
            onClick={() => change({ ...UNTOUCHED, ...place })}
          >
            {said.presets[name] ?? name}
          </Button>
        ))}
      </Group>
      {chosen && (
        <Text size="sm" c="dimmed">
          {said.presetHints[chosen[0]]?.(bits(chosen[1]), formatCount(map.untouched.entropy, language))}
        </Text>
      )}
    </Stack>
  );
}

function TouchedWords({ model, sliders }: { model: Props["model"]; sliders: Sliders }) {
  const { words, language } = useSpoken();
  const said = words.playground;
  const touched = countTouched(model, sliders);
  if (!touched.tensors && !touched.norms) return said.nothingTouched;
  const count = (value: number) => formatCount(value, language);
  const tensors = said.touched(
    count(touched.tensors),
    count(model.all_tensors),
    formatLarge(touched.parameters, language),
    formatLarge(model.all_parameters, language),
  );
  return touched.norms ? `${tensors}, ${said.norms(count(touched.norms))}` : tensors;
}

/** A gain with two places: steps of the slider add up to 0.30000000000000004. */
function round(gain: number): number {
  return Math.round(gain * 100) / 100;
}

/** The epsilon at a place of the slider; null where that is the model's own. */
function epsilonAt(exponent: number, own: number): number | null {
  return Math.abs(exponent - Math.log10(own)) < 0.01 ? null : Number((10 ** exponent).toPrecision(3));
}

function scientific(value: number): string {
  const [digits, power] = value.toExponential(1).replace(".0", "").split("e");
  return `${digits === "1" ? "" : `${digits} × `}10${[...power!].map((each) => SUPERSCRIPT[each]).join("")}`;
}
