// One value of a recipe: its field by its kind, its plain explanation, and the way back to the recipe's own.
import { Anchor, Checkbox, Group, Input, NativeSelect, NumberInput, Switch, TextInput } from "@mantine/core";
import { useSpoken } from "../../words/words";
import { isSame, problemOf, type Value } from "./form";
import type { RecipeValue } from "./wire";

interface Props {
  of: RecipeValue;
  value: Value;
  change: (value: Value) => void;
}

export function ValueField({ of, value, change }: Props) {
  const { words, language } = useSpoken();
  const problem = problemOf(value, of);
  const common = {
    label: of.unit ? `${of.title[language]} (${of.unit})` : of.title[language],
    description: <About of={of} value={value} change={change} />,
    error: problem ? words.tuning.problems[problem]((problem === "minimum" ? of.minimum : of.maximum) ?? 0) : undefined,
  };
  switch (of.kind) {
    case "boolean":
      return <Switch {...common} checked={Boolean(value)} onChange={(event) => change(event.currentTarget.checked)} />;
    case "choice":
      return (
        <NativeSelect
          {...common}
          data={of.choices}
          value={String(value)}
          onChange={(event) => change(event.currentTarget.value)}
        />
      );
    case "several":
      return (
        <Checkbox.Group {...common} value={value as string[]} onChange={change}>
          <Group mt="xs">
            {of.choices.map((choice) => (
              <Checkbox key={choice} value={choice} label={choice} />
            ))}
          </Group>
        </Checkbox.Group>
      );
    case "range":
      return (
        <Input.Wrapper {...common}>
          <Range value={value as number[]} change={change} />
        </Input.Wrapper>
      );
    case "text":
      return <TextInput {...common} value={String(value)} onChange={(event) => change(event.currentTarget.value)} />;
    default:
      return (
        <NumberInput
          {...common}
          value={value as number | string}
          onChange={change}
          allowDecimal={of.kind === "number"}
          decimalScale={of.kind === "number" ? 10 : 0}
          hideControls
        />
      );
  }
}

/** The first and the last of a range; both empty: all. */
function Range({ value, change }: { value: number[]; change: (value: number[]) => void }) {
  const words = useSpoken().words.tuning;
  const place = (index: number, chosen: number | string) => {
    const both = [value[0] ?? Number.NaN, value[1] ?? Number.NaN];
    both[index] = typeof chosen === "number" ? chosen : Number.NaN;
    change(both.every(Number.isNaN) ? [] : both);
  };
  return (
    <Group grow mt="xs">
      {[words.firstLayer, words.lastLayer].map((label, index) => (
        <NumberInput
          key={label}
          aria-label={label}
          placeholder={`${label}: ${words.allLayers}`}
          value={Number.isFinite(value[index]) ? value[index]! : ""}
          onChange={(chosen) => place(index, chosen)}
          min={0}
          allowDecimal={false}
          hideControls
        />
      ))}
    </Group>
  );
}

function About({ of, value, change }: Props) {
  const { words, language } = useSpoken();
  return (
    <>
      {of.about[language]}{" "}
      {!isSame(value, of.value) && (
        <Anchor component="button" type="button" inherit onClick={() => change(of.value)}>
          {words.tuning.backTo(
            Array.isArray(of.value) ? of.value.join(", ") || words.tuning.allLayers : String(of.value),
          )}
        </Anchor>
      )}
    </>
  );
}
