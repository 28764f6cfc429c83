// A question that keeps small children out of the grown-ups' corner. Rights are the server's matter, this is not one.
import { Button, Group, NumberInput, Stack, Text } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { useWords } from "../../words/words";

const OPEN_FOR = 10 * 60_000; // ms
const KEPT = "soridam-grown-up";

export function GrownUpsOnly({ children }: { children: ReactNode }) {
  const words = useWords();
  const [isOpen, setOpen] = useState(() => Number(sessionStorage.getItem(KEPT)) > Date.now());
  const [one] = useState(digit);
  const [other] = useState(digit);
  const [answer, setAnswer] = useState<string | number>("");
  const [isWrong, setWrong] = useState(false);
  if (isOpen) return children;
  const enter = (event: FormEvent) => {
    event.preventDefault();
    const isRight = Number(answer) === one * other;
    if (isRight) sessionStorage.setItem(KEPT, String(Date.now() + OPEN_FOR));
    setWrong(!isRight);
    setOpen(isRight);
  };
  return (
    <form onSubmit={enter}>
      <Stack maw="24rem">
        <Text>{words.gateHint}</Text>
        <NumberInput
          label={words.gateQuestion(one, other)}
          value={answer}
          onChange={setAnswer}
          hideControls
          error={isWrong ? words.gateWrong : undefined}
        />
        <Group>
          <Button type="submit">{words.gateEnter}</Button>
        </Group>
      </Stack>
    </form>
  );
}

function digit(): number {
  return 3 + Math.floor(Math.random() * 7);
}
