// A recording of radio: its transmissions, what they name, wrong read-backs first, and corrections to take back.
import { Alert, Badge, Button, Group, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { IconAlertTriangle, IconPlayerPlay, IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { formatPercent, formatTime } from "../../ui/format";
import { Failure, Loading } from "../../ui/states";
import { useSpoken, useWords } from "../../words/words";
import { usePlayer } from "./player";
import { type RadioView, useBatch, useDeciding, useRadio, useReviewing } from "./queries";
import { Pairs, Review } from "./review";

export type Message = RadioView["messages"][number];
type Form = "written" | "spoken";

export function Radio({ batch, number, isOpen }: { batch: string; number: number; isOpen: boolean }) {
  const radio = useRadio(batch, number);
  if (radio.isPending) return <Loading />;
  if (radio.isError) return <Failure error={radio.error} again={() => void radio.refetch()} />;
  return <Transmissions batch={batch} of={radio.data} isOpen={isOpen} />;
}

function Transmissions({ batch, of, isOpen }: { batch: string; of: RadioView; isOpen: boolean }) {
  const words = useWords().transcribing;
  const list = useRef<HTMLOListElement>(null);
  const player = usePlayer(batch, of.number);
  const [form, setForm] = useState<Form>("written");
  const [search, setSearch] = useState("");
  const deciding = useDeciding(batch, of.number);
  const reviewing = useReviewing(batch, of.number);
  const whole = useBatch(batch).data;
  const show = (index: number) => {
    setSearch("");
    list.current?.querySelector<HTMLElement>(`[data-number="${index}"]`)?.focus();
  };
  const shown = of.messages
    .map((message, index) => ({ message, index }))
    .filter(({ message }) => holds(message, search));
  return (
    <Stack>
      {player.sound}
      <Warnings of={of} show={show} />
      <Group align="end">
        <TextInput
          label={words.searchHere}
          leftSection={<IconSearch size={18} aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <SegmentedControl
          aria-label={words.form}
          value={form}
          onChange={(chosen) => setForm(chosen as Form)}
          data={[
            { value: "written", label: words.forms.written },
            { value: "spoken", label: words.forms.spoken },
          ]}
        />
      </Group>
      <Text size="sm" c="dimmed">
        {of.messages.length ? words.radioKeys : words.noSpeech}
      </Text>
      {deciding.isError && <Failure error={deciding.error} />}
      {reviewing.isError && <Failure error={reviewing.error} />}
      <ol className="segments" ref={list}>
        {shown.map(({ message, index }) => (
          <Transmission
            key={index}
            number={index}
            message={message}
            clearance={message.answers === null ? undefined : of.messages[message.answers]}
            form={form}
            isNow={player.isAt(message)}
            isOpen={isOpen}
            play={() => player.play(message.start)}
            decide={(changes, taken) => deciding.mutate({ message: index, changes, taken })}
            review={(accepted, text) => reviewing.mutate({ message: index, accepted, text })}
          />
        ))}
      </ol>
      {isOpen && whole && of.messages.length > 0 && <Pairs batch={whole} />}
    </Stack>
  );
}

function holds(message: Message, search: string): boolean {
  const said = [message.written, message.spoken, ...message.entities.map((entity) => entity.value)].join(" ");
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => said.toLowerCase().includes(word));
}

/** What a controller wants to see first. */
function Warnings({ of, show }: { of: RadioView; show: (index: number) => void }) {
  const words = useWords().transcribing;
  if (!of.warnings.length) return null;
  return (
    <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={words.readbacks(of.warnings.length)}>
      <Stack gap="xs" align="start">
        {of.warnings.map((index) => (
          <Button key={index} variant="default" onClick={() => show(index)}>
            {formatTime(of.messages[index]!.start)}: {differencesOf(of.messages[index]!, words)}
          </Button>
        ))}
      </Stack>
    </Alert>
  );
}

function differencesOf(message: Message, words: ReturnType<typeof useWords>["transcribing"]): string {
  return message.differences
    .map(({ kind, cleared, read_back: said }) =>
      said ? words.readBack(words.entities[kind] ?? kind, cleared, said) : words.notReadBack(cleared),
    )
    .join(", ");
}

interface TransmissionProps {
  number: number;
  message: Message;
  clearance: Message | undefined;
  form: Form;
  isNow: boolean;
  isOpen: boolean;
  play: () => void;
  decide: (changes: number[], taken: boolean) => void;
  review: (accepted: boolean, text: string | null) => void;
}

function Transmission({ number, message, clearance, form, isNow, isOpen, play, decide, review }: TransmissionProps) {
  const line = useRef<HTMLLIElement>(null);
  const [isWriting, setWriting] = useState(false);
  const { words, language } = useSpoken();
  const said = words.transcribing;
  const time = formatTime(message.start);
  const decideAll = (taken: boolean) =>
    !message.edited && message.changes.length && decide([...message.changes.keys()], taken);
  const press = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || !(event.target instanceof HTMLLIElement)) return;
    if (event.key === " " || event.key === "Enter") play();
    else if (event.code === "KeyA" && isOpen) decideAll(true);
    else if (event.code === "KeyR" && isOpen) decideAll(false);
    else if (event.code === "KeyY" && isOpen) review(!message.accepted, message.edited ? message.written : null);
    else if (event.code === "KeyE" && isOpen) setWriting(true);
    else return;
    event.preventDefault();
  };
  const write = (isBegun: boolean) => {
    setWriting(isBegun);
    if (!isBegun) line.current?.focus();
  };
  return (
    <li ref={line} data-now={isNow || undefined} data-number={number} tabIndex={0} onKeyDown={press}>
      <Button
        variant="default"
        leftSection={<IconPlayerPlay size={16} aria-hidden />}
        aria-label={said.playFrom(time)}
        onClick={play}
      >
        {time}
      </Button>
      <div>
        <Said message={message} clearance={clearance} form={form} />
        {(message.edited ? [] : message.changes).map((change, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: corrections are told apart by where they stand
          <Group key={index} gap="xs" mt={4} className="correction" data-taken={change.taken || undefined}>
            <Text size="sm" lang="en">
              <del>{change.instead_of || "∅"}</del> → <ins>{change.what || "∅"}</ins>
            </Text>
            <Text size="sm" c="dimmed">
              {said.supports[change.why] ?? change.why}, {formatPercent(change.confidence, language)}
            </Text>
            {isOpen && (
              <Button size="compact-sm" variant="default" onClick={() => decide([index], !change.taken)}>
                {change.taken ? said.takeBack : said.takeAgain}
              </Button>
            )}
          </Group>
        ))}
        {isOpen && <Review message={message} isWriting={isWriting} setWriting={write} review={review} />}
      </div>
    </li>
  );
}

/** What was said, by whom, what it names, and whether it reads back what was cleared. */
export function Said({ message, clearance, form }: Pick<TransmissionProps, "message" | "clearance" | "form">) {
  const { words, language } = useSpoken();
  const said = words.transcribing;
  return (
    <>
      <Text lang="en" style={{ overflowWrap: "anywhere" }}>
        {message[form]}
      </Text>
      <Group gap={6} mt={4}>
        <Badge variant="outline" tt="none" c="var(--mantine-color-text)">
          {said.speakers[message.speaker]} ({formatPercent(message.probability, language)})
        </Badge>
        {message.overlap && (
          <Badge color="yellow" variant="light" tt="none" c="var(--mantine-color-text)" title={said.overlapHint}>
            {said.overlap}
          </Badge>
        )}
        {message.entities.map((entity, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a value may be said twice
          <Badge key={index} variant="light" tt="none" c="var(--mantine-color-text)" title={entity.spoken}>
            {said.entities[entity.kind] ?? entity.kind}: {entity.value}
          </Badge>
        ))}
      </Group>
      {message.match && message.match !== "matches" && (
        <Text size="sm" c={message.match === "differs" ? "var(--mantine-color-error)" : "dimmed"} mt={4}>
          {differencesOf(message, said)}
          {clearance && ` (${formatTime(clearance.start)})`}
        </Text>
      )}
    </>
  );
}
