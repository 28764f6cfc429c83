// A recording for a model: spoken into the microphone, or a file.
import { Button, FileButton, Group, Stack, Text } from "@mantine/core";
import { IconMicrophone, IconPlayerStop, IconUpload } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { type Recording, record } from "../../ui/recorder";
import { Failure } from "../../ui/states";
import { Wave } from "../../ui/wave";
import { useWords } from "../../words/words";
import { Agreed } from "../account/agreed";

const LONGEST = 29_500; // ms: a little less than the 30 s that Whisper hears at once

interface Props {
  hear: (recording: Blob) => void;
  isBusy: boolean;
  children?: ReactNode; // another way to a recording
}

/** Hands over each recording; a microphone stops by itself before it is too long. */
export function Voice({ hear, isBusy, children }: Props) {
  const words = useWords();
  const [recording, setRecording] = useState<Recording | null>(null);
  const [isRefused, setRefused] = useState(false);
  useEffect(() => () => recording?.discard(), [recording]);
  const listen = () => (setRefused(false), void record().then(setRecording, () => setRefused(true)));
  const end = async () => {
    setRecording(null);
    if (recording) hear(await recording.stop());
  };
  const latest = useRef(end);
  latest.current = end;
  useEffect(() => {
    if (!recording) return;
    const enough = setTimeout(() => void latest.current(), LONGEST);
    return () => clearTimeout(enough);
  }, [recording]);
  return (
    <Stack gap="xs">
      <Group>
        {recording ? (
          <>
            <Button
              size="md"
              autoFocus
              leftSection={<IconPlayerStop size={22} aria-hidden />}
              onClick={() => void end()}
            >
              {words.stop}
            </Button>
            <Wave recording={recording} />
            <Text role="status">{words.listening}</Text>
          </>
        ) : (
          <>
            <Agreed then={listen}>
              {(begin) => (
                <Button
                  size="md"
                  leftSection={<IconMicrophone size={22} aria-hidden />}
                  disabled={isBusy}
                  onClick={begin}
                >
                  {words.speak}
                </Button>
              )}
            </Agreed>
            <FileButton accept="audio/*,video/*" onChange={(file) => file && hear(file)}>
              {(props) => (
                <Button
                  {...props}
                  size="md"
                  variant="default"
                  leftSection={<IconUpload size={20} aria-hidden />}
                  disabled={isBusy}
                >
                  {words.tuning.fromFile}
                </Button>
              )}
            </FileButton>
            {children}
          </>
        )}
      </Group>
      {isRefused && <Failure title={words.noMicrophone} error={{ message: words.tuning.noMicrophoneHint }} />}
    </Stack>
  );
}
