// Radio from the microphone: each transmission appears when it is over.
import { Badge, Button, Group, Stack, Text, Title } from "@mantine/core";
import { IconMicrophone, IconPlayerStop } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { formatTime } from "../../ui/format";
import { type Listening, listen } from "../../ui/listening";
import { Failure } from "../../ui/states";
import { Wave } from "../../ui/wave";
import { useWords } from "../../words/words";
import { Agreed } from "../account/agreed";
import { type Message, Said } from "./radio";
import "./transcribe.css";

export interface RadioNames {
  callsigns: string;
  waypoints: string;
}

interface Props {
  model: string;
  names: RadioNames;
}

/** What the server says; what it does not understand it tells as an error. */
type Told =
  | { type: "transmission"; number: number; message: Message }
  | { type: "error"; error: string; hint: string | null }
  | { type: "done" };

export function LiveRadio(props: Props) {
  const words = useWords();
  const said = words.transcribing;
  const live = useLive();
  return (
    <Stack gap="xs">
      {live.state === "listening" && live.listening ? (
        <Group gap="md">
          <Button size="md" autoFocus leftSection={<IconPlayerStop size={22} aria-hidden />} onClick={live.end}>
            {said.stopLive}
          </Button>
          <Text role="status">{said.listeningLive}</Text>
          <Wave recording={live.listening} />
        </Group>
      ) : (
        <Agreed then={() => void live.begin(props)}>
          {(ask) => (
            <Group>
              <Button
                size="md"
                variant="light"
                leftSection={<IconMicrophone size={20} aria-hidden />}
                loading={live.state !== "off"}
                onClick={ask}
              >
                {said.live}
              </Button>
            </Group>
          )}
        </Agreed>
      )}
      <Text size="sm" c="dimmed">
        {said.liveHint}
      </Text>
      {live.refused && <Failure title={words.noMicrophone} error={{ message: words.noMicrophoneHint }} />}
      {live.error && <Failure error={live.error} />}
      {live.begun && <Heard messages={live.messages} />}
    </Stack>
  );
}

function Heard({ messages }: { messages: readonly Message[] }) {
  const said = useWords().transcribing;
  return (
    <section aria-labelledby="live-radio">
      <Title order={2} size="h3" mb="xs" id="live-radio">
        {said.liveTitle}
      </Title>
      {!messages.length && <Text c="dimmed">{said.liveNothing}</Text>}
      <ol className="segments" aria-live="polite" aria-relevant="additions">
        {messages.map((message, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: transmissions are numbered as they come, and none goes
          <li key={index}>
            <Badge variant="default" size="lg" tt="none">
              {formatTime(message.start)}
            </Badge>
            <div>
              <Said
                message={message}
                clearance={message.answers === null ? undefined : messages[message.answers]}
                form="written"
              />
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

type State = "off" | "opening" | "listening" | "ending";

/** The microphone and the connection of one screen; both end with it. */
function useLive() {
  const [state, setState] = useState<State>("off");
  const [begun, setBegun] = useState(false);
  const [messages, setMessages] = useState<Message[]>([]);
  const [refused, setRefused] = useState(false);
  const [error, setError] = useState<{ message: string; hint: string | null } | null>(null);
  const [listening, setListening] = useState<Listening | null>(null);
  const socket = useRef<WebSocket | null>(null);
  const isHere = useRef(true);
  const lost = useWords().wentWrong;

  const hear = ({ data }: MessageEvent<string>) => {
    const told = JSON.parse(data) as Told;
    if (told.type === "transmission") setMessages((before) => [...before, told.message]);
    if (told.type === "error") setError({ message: told.error, hint: told.hint });
  };
  const connect = (opened: Listening, { model, names }: Props) => {
    const connection = new WebSocket(addressOf(model, opened.rate));
    socket.current = connection;
    connection.onopen = () => {
      connection.send(JSON.stringify(names));
      opened.begin((samples) => connection.readyState === WebSocket.OPEN && connection.send(samples));
      setState("listening");
    };
    connection.onmessage = hear;
    connection.onerror = () => setError({ message: lost, hint: null });
    connection.onclose = () => {
      opened.stop();
      setListening(null);
      setState("off");
    };
  };
  const begin = async (props: Props) => {
    setState("opening");
    setRefused(false);
    setError(null);
    setMessages([]);
    try {
      const opened = await listen();
      if (!isHere.current) return opened.stop();
      setListening(opened);
      setBegun(true);
      connect(opened, props);
    } catch {
      setRefused(true);
      setState("off");
    }
  };
  const end = () => {
    listening?.stop();
    setState("ending");
    if (socket.current?.readyState === WebSocket.OPEN) socket.current.send("end");
    else socket.current?.close();
  };
  const open = useRef(listening);
  open.current = listening;
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
      open.current?.stop();
      socket.current?.close();
    };
  }, []);
  return { state, begun, messages, refused, error, listening, begin, end };
}

function addressOf(model: string, rate: number): string {
  const address = new URL("/api/live/radio", window.location.href);
  address.protocol = address.protocol.replace("http", "ws");
  address.search = new URLSearchParams({ model, rate: String(Math.round(rate)) }).toString();
  return address.href;
}
