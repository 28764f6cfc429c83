// What splits have in common and should not.
import { Stack, Text } from "@mantine/core";
import { formatCount, formatPercent } from "../../ui/format";
import { useSpoken } from "../../words/words";
import type { LeakView } from "./queries";

export function Leaks({ leaks }: { leaks: readonly LeakView[] }) {
  const { words, language } = useSpoken();
  const said = words.corpora;
  const found = leaks.filter((leak) => leak.speakers || leak.sentences);
  if (!found.length) return <Text>{said.leaksNone}</Text>;
  return (
    <Stack component="ul" gap={4} m={0} pl="lg">
      {found.map((leak) => {
        const touched = Math.max(leak.rows_with_shared_speaker, leak.rows_with_shared_sentence) / leak.rows;
        return (
          <li key={`${leak.first} ${leak.second}`}>
            {said.leak(
              leak.first,
              leak.second,
              formatCount(leak.speakers, language),
              formatCount(leak.sentences, language),
            )}
            {" · "}
            {said.leakRows(formatPercent(touched, language), leak.second)}
          </li>
        );
      })}
    </Stack>
  );
}
