// A book that is there already, for somebody who has none yet: how it will be, before anything is said or waited for.
import { Text } from "@mantine/core";
import { useSpoken } from "../../words/words";
import { useSampleBook } from "./queries";

export function FinishedBook() {
  const { language, words } = useSpoken();
  const sample = useSampleBook(language).data;
  if (!sample || sample.state === "failed") return null;
  if (sample.state === "making") {
    return (
      <Text c="dimmed" role="status">
        {words.finishedBookComing}
      </Text>
    );
  }
  return (
    <a className="finished" href={`/api/sample/${language}/reader`} target="_blank" rel="noreferrer">
      <img src={`/api/sample/${language}/cover`} alt="" width={240} height={180} />
      <span>
        <Text span fw={600} size="lg" display="block">
          {words.finishedBook}
        </Text>
        <Text span c="dimmed" lang={language}>
          {sample.title}
        </Text>
      </span>
    </a>
  );
}
