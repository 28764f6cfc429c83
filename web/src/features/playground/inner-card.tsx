// What happens inside of the model at one token: how much the branches add in each layer, and what comes next.
import { SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { formatCount, formatPercent } from "../../ui/format";
import { Failure, Loading } from "../../ui/states";
import { useSpoken } from "../../words/words";
import { useInner } from "./queries";
import type { InnerView, Question, Sliders } from "./wire";

const LAST = -1;
const [WIDTH, HEIGHT] = [100, 40]; // units of the drawing

export function InnerCard({ question, sliders }: { question: Question; sliders: Sliders }) {
  const { words } = useSpoken();
  const said = words.playground;
  const [position, setPosition] = useState(LAST);
  const inner = useInner(question, sliders, position, question.prompt.trim() !== "");
  if (inner.isError) return <Failure error={inner.error} again={() => void inner.refetch()} />;
  if (!inner.data) return <Loading />;
  return (
    <Stack gap="md">
      <Text c="dimmed">{said.insideHint}</Text>
      <Tokens inner={inner.data} choose={setPosition} />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <LayerLines title={said.attentionByLayer} rows={inner.data.attention} />
        <LayerLines title={said.mlpByLayer} rows={inner.data.mlp} />
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Expected title={said.untouched} of={inner.data.expected[0]!} />
        <Expected title={said.adjusted} of={inner.data.expected[1]!} />
      </SimpleGrid>
    </Stack>
  );
}

function Tokens({ inner, choose }: { inner: InnerView; choose: (position: number) => void }) {
  const { words } = useSpoken();
  return (
    <fieldset className="tokens" aria-label={words.playground.position} style={{ border: 0, padding: 0, margin: 0 }}>
      {inner.tokens.map((token, index) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: a token's place is what it is
          key={index}
          type="button"
          aria-pressed={index === inner.position}
          onClick={() => choose(index)}
        >
          {token.replaceAll("\n", "↵")}
        </button>
      ))}
    </fieldset>
  );
}

/** The untouched model as a dashed line, the adjusted one as a full one. */
function LayerLines({ title, rows }: { title: string; rows: readonly (readonly number[])[] }) {
  const { words, language } = useSpoken();
  const [untouched, adjusted] = [rows[0]!, rows[1]!];
  const most = Math.max(...untouched, ...adjusted, 1e-9);
  const line = (values: readonly number[]) =>
    values
      .map((value, layer) => {
        const x = (layer / Math.max(1, values.length - 1)) * WIDTH;
        return `${layer ? "L" : "M"}${x.toFixed(2)} ${(HEIGHT - (value / most) * (HEIGHT - 2)).toFixed(2)}`;
      })
      .join(" ");
  const ends = (values: readonly number[]) => `${formatCount(Math.max(...values), language)}`;
  const label = `${title}. ${words.playground.untouched}: ≤ ${ends(untouched)}. ${words.playground.adjusted}: ≤ ${ends(adjusted)}.`;
  return (
    <figure style={{ margin: 0 }}>
      <figcaption>{title}</figcaption>
      <svg className="layer-lines" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
        <path d={`M0 ${HEIGHT} H${WIDTH}`} stroke="var(--mantine-color-default-border)" strokeWidth={0.4} />
        <path
          d={line(untouched)}
          fill="none"
          stroke="var(--mantine-color-dimmed)"
          strokeWidth={0.8}
          strokeDasharray="2 1.2"
        />
        <path d={line(adjusted)} fill="none" stroke="var(--mantine-primary-color-filled)" strokeWidth={0.9} />
      </svg>
      <Text size="sm" c="dimmed">
        ┄ {words.playground.untouched} · ─ {words.playground.adjusted}
      </Text>
    </figure>
  );
}

function Expected({ title, of }: { title: string; of: InnerView["expected"][number] }) {
  const { words, language } = useSpoken();
  return (
    <section aria-label={`${words.playground.expected}: ${title}`}>
      <Title order={3} size="h5">
        {words.playground.expected}: {title}
      </Title>
      <Text size="sm" c="dimmed" mb={4}>
        {words.playground.entropy(formatCount(of.entropy, language))}
      </Text>
      <div className="bars">
        {of.likeliest.map(({ token, share }, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: by rank
          <Bar key={place} token={token} share={share} />
        ))}
      </div>
    </section>
  );
}

function Bar({ token, share }: { token: string; share: number }) {
  const { language } = useSpoken();
  return (
    <>
      <code>{token.replaceAll("\n", "↵")}</code>
      <i style={{ width: `${Math.max(1, share * 100)}%` }} />
      <span>{formatPercent(share, language)}</span>
    </>
  );
}
