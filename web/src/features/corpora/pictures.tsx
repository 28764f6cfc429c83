// The pictures of a corpus: bringing them in, and captioning one after the other by keyboard.
import {
  ActionIcon,
  Badge,
  Button,
  Card,
  Group,
  Image,
  SegmentedControl,
  Stack,
  Text,
  Textarea,
  Title,
} from "@mantine/core";
import { IconArrowBackUp, IconTrash } from "@tabler/icons-react";
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from "react";
import { Confirm } from "../../ui/confirm";
import { formatCount } from "../../ui/format";
import { Empty, Failure, Loading } from "../../ui/states";
import { useSpoken, useWords } from "../../words/words";
import { placeAfter, type Saved, tidied, withoutLast, withSaved } from "./captions";
import { Pages, SetAside } from "./quarantine";
import {
  type CorpusView,
  GUESSED,
  type Mark,
  PICTURES_A_PAGE,
  type PictureView,
  type Place,
  thumbnailOf,
  useCaption,
  useDeletePicture,
  usePictures,
  usePrepare,
} from "./queries";
import { uploadsOf } from "./upload";
import { Uploading } from "./uploading";

export function Pictures({ corpus }: { corpus: CorpusView }) {
  const words = useWords().corpora;
  const isOpen = corpus.state !== "working";
  const place: Place = { kind: "corpora", id: corpus.id };
  return (
    <Stack gap="lg">
      <Uploading place={place} isOpen={isOpen} hint={words.dropPictures} />
      {isOpen && corpus.files > 0 && <Read corpus={corpus} place={place} />}
      {corpus.utterances !== null && (
        <>
          <SetAside corpus={corpus.id} />
          <Captions corpus={corpus.id} isOpen={isOpen} />
        </>
      )}
    </Stack>
  );
}

/** Uploaded files become pictures of the corpus, and are then no longer kept as they were sent. */
function Read({ corpus, place }: { corpus: CorpusView; place: Place }) {
  const words = useWords().corpora;
  const preparing = usePrepare(corpus.id);
  const read = () => preparing.mutate(GUESSED, { onSuccess: () => uploadsOf(place).forget() });
  return (
    <Card withBorder padding="lg" component="section" aria-label={words.readPictures}>
      <Stack>
        <Text>{words.readPicturesHint}</Text>
        {preparing.isError && <Failure error={preparing.error} />}
        <Group>
          <Button size="md" loading={preparing.isPending} onClick={read}>
            {words.readPictures}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}

function Captions({ corpus, isOpen }: { corpus: string; isOpen: boolean }) {
  const { words, language } = useSpoken();
  const said = words.corpora;
  const [mark, setMark] = useState<Mark | "all">("all");
  const [page, setPage] = useState(0);
  const [history, setHistory] = useState<Saved[]>([]);
  const found = usePictures(corpus, mark === "all" ? undefined : mark, page);
  const saving = useCaption(corpus);
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failure error={found.error} again={() => void found.refetch()} />;
  const { total, counts, pictures } = found.data;
  const save = (picture: PictureView, text: string) => {
    if (tidied(text) === picture.caption) return;
    saving.mutate(
      { picture: picture.id, version: picture.version, caption: text },
      { onSuccess: (after) => setHistory((old) => withSaved(old, picture, after)) },
    );
  };
  const undo = () => {
    const last = history.at(-1);
    if (!last) return;
    saving.mutate(
      { picture: last.picture, version: last.version, caption: last.before },
      {
        onSuccess: (after) => setHistory((old) => withoutLast(old, after)),
        onError: () => setHistory((old) => old.slice(0, -1)), // somebody else has changed it since
      },
    );
  };
  const choose = (chosen: string) => {
    setMark(chosen as Mark | "all");
    setPage(0);
  };
  const count = (value: number) => formatCount(value, language);
  return (
    <Stack component="section" aria-label={said.captions}>
      <Group justify="space-between">
        <Title order={2} size="h3">
          {said.captions}
        </Title>
        <Button
          variant="default"
          disabled={!history.length}
          leftSection={<IconArrowBackUp size={18} aria-hidden />}
          onClick={undo}
        >
          {said.undoCaption}
        </Button>
      </Group>
      <Text c="dimmed">{said.captionsHint}</Text>
      <SegmentedControl
        aria-label={said.marksLabel}
        value={mark}
        onChange={choose}
        data={[
          { value: "all", label: said.marks.all },
          { value: "uncaptioned", label: `${said.marks.uncaptioned} (${count(counts.uncaptioned ?? 0)})` },
          { value: "alike", label: `${said.marks.alike} (${count(counts.alike ?? 0)})` },
        ]}
      />
      {saving.isError && <Failure error={saving.error} />}
      {pictures.length ? (
        <Grid corpus={corpus} pictures={pictures} isOpen={isOpen} save={save} undo={undo} />
      ) : (
        <Empty title={said.picturesNone} hint={said.picturesNoneHint} />
      )}
      {total > PICTURES_A_PAGE && (
        <Group justify="center">
          <Pages page={page} pages={Math.ceil(total / PICTURES_A_PAGE)} choose={setPage} label={said.pages} />
        </Group>
      )}
    </Stack>
  );
}

interface GridProps {
  corpus: string;
  pictures: readonly PictureView[];
  isOpen: boolean;
  save: (picture: PictureView, text: string) => void;
  undo: () => void;
}

/** One picture is reached by Tab; arrow keys lead to the others, Enter into the caption and on to the next one. */
function Grid({ corpus, pictures, isOpen, save, undo }: GridProps) {
  const [current, setCurrent] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const here = Math.min(current, pictures.length - 1);
  const cards = () => [...(list.current?.querySelectorAll<HTMLElement>(":scope > li") ?? [])];
  const press = (event: KeyboardEvent) => {
    const isOnCard = event.target instanceof HTMLLIElement;
    const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z";
    if (isUndo && !(event.target instanceof HTMLElement && event.target.dataset.changed)) undo();
    else if (!isOnCard || event.altKey || event.ctrlKey || event.metaKey) return;
    else if (event.key === "Enter") captionOf(cards()[here])?.focus();
    else if (event.key === "Delete") cards()[here]?.querySelector("button")?.click();
    else {
      const next = placeAfter(event.key, here, columnsOf(cards()), pictures.length);
      if (next === here) return;
      cards()[next]?.focus();
    }
    event.preventDefault();
  };
  return (
    <ul ref={list} className="pictures" onKeyDown={press}>
      {pictures.map((picture, index) => (
        <Picture
          key={picture.id}
          corpus={corpus}
          picture={picture}
          isOpen={isOpen}
          tabIndex={index === here ? 0 : -1}
          focus={() => setCurrent(index)}
          save={(text) => save(picture, text)}
          go={(step) => captionOf(cards()[index + step])?.focus()}
          canGo={(step) => index + step >= 0 && index + step < pictures.length}
        />
      ))}
    </ul>
  );
}

interface PictureProps {
  corpus: string;
  picture: PictureView;
  isOpen: boolean;
  tabIndex: number;
  focus: () => void;
  save: (text: string) => void;
  go: (step: 1 | -1) => void;
  canGo: (step: 1 | -1) => boolean;
}

function Picture({ corpus, picture, isOpen, tabIndex, focus, save, go, canGo }: PictureProps) {
  const said = useWords().corpora;
  const [text, setText] = useState(picture.caption);
  const card = useRef<HTMLLIElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version may have the same caption
  useEffect(() => setText(picture.caption), [picture.caption, picture.version]);
  const isLeft = useRef(false); // by Escape: what was written is not saved
  const leave = () => {
    if (!isLeft.current) save(text);
    isLeft.current = false;
  };
  const isChanged = tidied(text) !== picture.caption;
  const press = (event: KeyboardEvent) => {
    const step = event.shiftKey ? -1 : 1;
    if (event.key === "Escape") {
      isLeft.current = true;
      setText(picture.caption);
      card.current?.focus();
    } else if ((event.key === "Enter" && !event.nativeEvent.isComposing) || (event.key === "Tab" && canGo(step))) {
      if (canGo(step)) go(step);
      else card.current?.focus();
    } else return;
    event.preventDefault();
  };
  return (
    <li ref={card} className="picture" tabIndex={tabIndex} onFocus={focus} aria-label={picture.name}>
      <Image
        src={thumbnailOf(corpus, picture)}
        alt={picture.caption || picture.name}
        loading="lazy"
        fit="contain"
        h={180}
      />
      <Group gap={4} mih={24}>
        {!picture.caption && (
          <Badge variant="light" color="yellow" c="var(--mantine-color-text)" tt="none">
            {said.captionMissing}
          </Badge>
        )}
        {picture.alike_name && (
          <Badge variant="light" color="coral" c="var(--mantine-color-text)" tt="none" maw="100%">
            {said.alikeTo(picture.alike_name)}
          </Badge>
        )}
      </Group>
      <Group gap={4} align="start" wrap="nowrap">
        <Textarea
          aria-label={said.captionOf(picture.name)}
          placeholder={said.captionExample}
          autosize
          minRows={2}
          maxRows={6}
          maxLength={2000}
          flex={1}
          value={text}
          data-changed={isChanged || undefined}
          onChange={(event) => setText(event.currentTarget.value)}
          onBlur={leave}
          onKeyDown={press}
        />
        {isOpen && <Remove corpus={corpus} picture={picture} back={card} />}
      </Group>
      <Text size="xs" c="dimmed" truncate>
        {picture.name} · {picture.width} × {picture.height}
        {picture.part !== "train" && ` · ${picture.part}`}
      </Text>
    </li>
  );
}

function Remove({
  corpus,
  picture,
  back,
}: {
  corpus: string;
  picture: PictureView;
  back: RefObject<HTMLLIElement | null>;
}) {
  const said = useWords().corpora;
  const deleting = useDeletePicture(corpus);
  const next = () => (back.current?.nextElementSibling ?? back.current?.previousElementSibling) as HTMLElement | null;
  return (
    <Confirm
      title={said.removePictureAsk(picture.name)}
      hint={said.removePictureHint}
      action={said.remove}
      act={(close) => {
        const after = next();
        deleting.mutate(picture.id, { onSuccess: () => (close(), after?.focus()) });
      }}
      isPending={deleting.isPending}
      error={deleting.error}
    >
      {(ask) => (
        <ActionIcon
          variant="subtle"
          color="gray"
          size={44}
          tabIndex={-1}
          aria-label={said.removePicture(picture.name)}
          onClick={ask}
        >
          <IconTrash size={18} aria-hidden />
        </ActionIcon>
      )}
    </Confirm>
  );
}

function captionOf(card: HTMLElement | undefined): HTMLTextAreaElement | null {
  return card?.querySelector<HTMLTextAreaElement>("textarea:not([aria-hidden])") ?? null;
}

/** How many pictures stand in the first line. */
function columnsOf(cards: readonly HTMLElement[]): number {
  const top = cards[0]?.offsetTop;
  return Math.max(1, cards.filter((card) => card.offsetTop === top).length);
}
