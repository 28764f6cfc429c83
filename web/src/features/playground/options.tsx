// What an engineer sets: how tokens are chosen, who the model is to be, which layers the gains hold for.
import { Checkbox, NumberInput, RangeSlider, SimpleGrid, Stack, Table, Text, Textarea } from "@mantine/core";
import { formatCount } from "../../ui/format";
import { WideTable } from "../../ui/wide-table";
import { useSpoken } from "../../words/words";
import type { OpenedView, Question, SamplingForm, Sliders } from "./wire";

interface SamplingProps {
  question: Question;
  sampling: SamplingForm;
  isChat: boolean;
  ask: (changes: Partial<Question>) => void;
  choose: (sampling: SamplingForm) => void;
}

export function SamplingOptions({ question, sampling, isChat, ask, choose }: SamplingProps) {
  const { playground: said } = useSpoken().words;
  const number = (name: keyof SamplingForm) => (value: number | string) =>
    typeof value === "number" && choose({ ...sampling, [name]: value });
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <NumberInput
          label={said.temperature}
          description={said.temperatureHint}
          min={0}
          max={4}
          step={0.1}
          value={sampling.temperature}
          onChange={number("temperature")}
        />
        <NumberInput
          label={said.topP}
          description={said.topPHint}
          min={0.05}
          max={1}
          step={0.05}
          value={sampling.top_p}
          onChange={number("top_p")}
        />
        <NumberInput
          label={said.seed}
          description={said.seedHint}
          min={0}
          allowDecimal={false}
          value={sampling.seed}
          onChange={number("seed")}
        />
        <NumberInput
          label={said.mostTokens}
          min={1}
          max={2048}
          allowDecimal={false}
          value={sampling.most_tokens}
          onChange={number("most_tokens")}
        />
      </SimpleGrid>
      {isChat && (
        <>
          <Checkbox
            label={said.plain}
            checked={question.plain}
            onChange={(event) => ask({ plain: event.currentTarget.checked })}
          />
          {!question.plain && (
            <Textarea
              label={said.system}
              description={said.systemHint}
              autosize
              minRows={1}
              value={question.system}
              onChange={(event) => ask({ system: event.currentTarget.value })}
            />
          )}
        </>
      )}
    </Stack>
  );
}

interface LayersProps {
  model: OpenedView;
  sliders: Sliders;
  change: (sliders: Sliders) => void;
}

export function LayerOptions({ model, sliders, change }: LayersProps) {
  const { words, language } = useSpoken();
  const said = words.playground;
  const last = model.layers - 1;
  const range = sliders.layers ?? [0, last];
  return (
    <Stack gap="sm">
      <Text c="dimmed">{said.layersHint}</Text>
      <Text fw={600}>{said.layersNow(formatCount(range[0], language), formatCount(range[1], language))}</Text>
      <RangeSlider
        min={0}
        max={last}
        minRange={0}
        size="lg"
        thumbSize={26}
        value={[range[0], range[1]]}
        thumbFromLabel={said.layersNow(String(range[0]), "…")}
        thumbToLabel={said.layersNow("…", String(range[1]))}
        onChange={([first, end]) => change({ ...sliders, layers: first === 0 && end === last ? null : [first, end] })}
      />
      <WideTable label={said.tensors} width={520}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{said.layer}</Table.Th>
            <Table.Th>{said.branch}</Table.Th>
            <Table.Th>{said.tensorName}</Table.Th>
            <Table.Th>{said.size}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {model.sites.map((site) => (
            <Table.Tr key={site.name}>
              <Table.Td>{site.layer}</Table.Td>
              <Table.Td>{said.branches[site.branch]}</Table.Td>
              <Table.Td>
                <code>{site.name}</code>
              </Table.Td>
              <Table.Td>
                {formatCount(
                  site.sizes.reduce((sum, size) => sum + size, 0),
                  language,
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
    </Stack>
  );
}
