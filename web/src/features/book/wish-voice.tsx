// Saying the wish: talk, see that it is heard, get it as text that can be corrected.
import { Button, Group, Stack, Text } from "@mantine/core";
import { IconMicrophone, IconPlayerStop } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { formatBytes } from "../../ui/format";
import { type Recording, record } from "../../ui/recorder";
import { Failure, Loading } from "../../ui/states";
import { Wave } from "../../ui/wave";
import { type Language, useSpoken, useWords } from "../../words/words";
import { Agreed } from "../account/agreed";
import { useHearing, useRecognizer } from "./queries";

const LONGEST = 60_000; // ms

export function WishVoice({ language, tell }: { language: Language; tell: (topic: string) => void }) {
  const words = useWords();
  const [recording, setRecording] = useState<Recording | null>(null);
  const [refused, setRefused] = useState(false);
  const hearing = useHearing();
  useRecognizer(); // known before somebody waits

  const hear = (said: Blob) =>
    hearing.mutate({ recording: said, language }, { onSuccess: (heard) => tell(heard.topic) });
  const listen = () => {
    hearing.reset();
    setRefused(false);
    record().then(setRecording, () => setRefused(true));
  };
  const end = async () => {
    setRecording(null);
    if (recording) hear(await recording.stop());
  };
  useEffect(() => () => recording?.discard(), [recording]);

  return (
    <Stack gap="xs">
      {recording ? (
        <Listening recording={recording} end={() => void end()} />
      ) : (
        <Agreed then={listen}>
          {(begin) => (
            <Group>
              <Button
                size="md"
                variant="light"
                leftSection={<IconMicrophone size={22} aria-hidden />}
                disabled={hearing.isPending}
                onClick={begin}
              >
                {words.speak}
              </Button>
            </Group>
          )}
        </Agreed>
      )}
      {hearing.isPending && <Hearing />}
      {hearing.data && (
        <Text role="status">
          {words.heard(hearing.data.transcript)}{" "}
          <Text span c="dimmed">
            {words.heardHint}
          </Text>
        </Text>
      )}
      {refused && <Failure title={words.noMicrophone} error={{ message: words.noMicrophoneHint }} />}
      {hearing.isError && <Failure error={hearing.error} again={() => hear(hearing.variables.recording)} />}
    </Stack>
  );
}

/** The first wish takes minutes where the recognizer is not here yet. */
function Hearing() {
  const { words, language } = useSpoken();
  const recognizer = useRecognizer().data;
  const size = recognizer?.bytes ? formatBytes(recognizer.bytes, language) : "";
  return <Loading what={recognizer?.here === false ? words.fetchingRecognizer(size) : words.hearing} />;
}

function Listening({ recording, end }: { recording: Recording; end: () => void }) {
  const words = useWords();
  const [level, setLevel] = useState(0);
  const latest = useRef(end);
  useEffect(() => {
    latest.current = end;
  });
  useEffect(() => {
    const look = setInterval(() => setLevel(recording.level()), 80);
    const enough = setTimeout(() => latest.current(), LONGEST);
    return () => (clearInterval(look), clearTimeout(enough));
  }, [recording]);
  return (
    <Group gap="md">
      <Button size="md" autoFocus leftSection={<IconPlayerStop size={22} aria-hidden />} onClick={end}>
        {words.stop}
      </Button>
      <meter className="level" min={0} max={1} value={level} aria-label={words.level} />
      <Text role="status">{words.listening}</Text>
      <Wave recording={recording} />
    </Group>
  );
}
