// One value of a recipe: its field by its kind, its plain explanation, and the way back to the recipe's own.
import { Anchor, NativeSelect, NumberInput, Switch, TextInput } from "@mantine/core";
import { useSpoken } from "../../words/words";
import { problemOf, type Value } from "./form";
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

function About({ of, value, change }: Props) {
  const { words, language } = useSpoken();
  return (
    <>
      {of.about[language]}{" "}
      {value !== of.value && (
        <Anchor component="button" type="button" inherit onClick={() => change(of.value)}>
          {words.tuning.backTo(String(of.value))}
        </Anchor>
      )}
    </>
  );
}
