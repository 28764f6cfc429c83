// Both answers side by side, as they are written.
import { Card, SimpleGrid, Text, Title } from "@mantine/core";
import { Failure } from "../../ui/states";
import { useWords } from "../../words/words";
import type { Answer } from "./queries";

interface Props {
  untouched: Answer;
  adjusted: Answer;
  isSame: boolean;
  isAnswering: boolean;
  failure: Error | null;
  again: () => void;
}

export function AnswersCard({ untouched, adjusted, isSame, isAnswering, failure, again }: Props) {
  const { playground: said } = useWords();
  return (
    <section aria-busy={isAnswering} className="answers">
      {failure && <Failure error={failure} again={again} />}
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <OneAnswer title={said.untouched} answer={untouched} />
        <OneAnswer title={said.adjusted} answer={adjusted} note={isSame ? said.same : undefined} />
      </SimpleGrid>
    </section>
  );
}

function OneAnswer({ title, answer, note }: { title: string; answer: Answer; note?: string }) {
  const { playground: said } = useWords();
  const isEmpty = answer.text.trim() === "";
  const placeholder = answer.end ? said.nothing : said.notYet;
  return (
    <Card withBorder component="article" aria-label={title}>
      <Title order={2} size="h4" mb="xs">
        {title}
      </Title>
      <Text className="answer" aria-live={answer.end ? "polite" : "off"} c={isEmpty ? "dimmed" : undefined}>
        {isEmpty ? placeholder : answer.text.trimStart()}
      </Text>
      {answer.end === "length" && (
        <Text size="sm" c="dimmed">
          {said.cut}
        </Text>
      )}
      {note && (
        <Text size="sm" c="dimmed">
          {note}
        </Text>
      )}
    </Card>
  );
}
