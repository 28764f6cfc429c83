// A finished book: its reader, taking it along, sharing it, and changing its pages.
import { ActionIcon, Button, Group, Menu, Stack, Text, Title } from "@mantine/core";
import { IconDownload, IconHistory, IconMaximize, IconPalette, IconPencil } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import type { BookView, JobView } from "../../api/client";
import { Screen } from "../../ui/screen";
import { Failure, Loading } from "../../ui/states";
import { useWords } from "../../words/words";
import { useIsGrownUp } from "../account/queries";
import { isOver, useFollowedJob } from "../jobs/queries";
import {
  bookKeys,
  COVER,
  type ExportForm,
  thumbnailOf,
  useRedrawing,
  useRewriting,
  useShowingVersion,
  useTakingAlong,
  useWordsOf,
} from "./queries";
import { ShareButton } from "./sharing";
import { Versions } from "./versions";
import { WordsEditor } from "./words-editor";

const route = getRouteApi("/books/$book");

export function Reading({ book }: { book: BookView }) {
  const words = useWords();
  const frame = useRef<HTMLIFrameElement>(null);
  const change = useChange(book);
  const isGrownUp = useIsGrownUp();
  return (
    <Screen
      title={book.title}
      lang={book.language}
      side={
        <Group gap="xs">
          <Button
            variant="default"
            leftSection={<IconMaximize size={18} aria-hidden />}
            onClick={() => void frame.current?.requestFullscreen().then(() => frame.current?.focus())}
          >
            {words.fullScreen}
          </Button>
          {isGrownUp && <ShareButton book={book.id} />}
          <TakeAlong book={book.id} />
        </Group>
      }
    >
      <Stack gap="lg">
        <Reader key={change.version.at} ref={frame} book={book} page={change.version.page} />
        <Pages book={book} change={change} pause={() => stopReading(frame.current)} />
      </Stack>
    </Screen>
  );
}

interface ReaderProps {
  ref: RefObject<HTMLIFrameElement | null>;
  book: BookView;
  page: number; // at which it opens
}

function Reader({ ref, book, page }: ReaderProps) {
  const words = useWords();
  const [isThere, setThere] = useState(false);
  const [address] = useState(`/api/books/${book.id}/reader#${page}`); // kept: another one would be a step in the history
  return (
    <div className="reading">
      {!isThere && <Loading what={words.readerComing} />}
      <iframe
        ref={ref}
        className="reader"
        src={address}
        title={words.reader(book.title)}
        allow="autoplay; fullscreen"
        onLoad={() => setThere(true)}
      />
    </div>
  );
}

/** The reader's own button: it knows how to stop, whoever reads aloud. */
function stopReading(frame: HTMLIFrameElement | null) {
  frame?.contentDocument?.querySelector<HTMLElement>('[data-do="play"][aria-pressed="true"]')?.click();
}

function TakeAlong({ book }: { book: string }) {
  const words = useWords();
  const taking = useTakingAlong(book);
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button leftSection={<IconDownload size={18} aria-hidden />} loading={taking.isPending}>
            {words.takeAlong}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {Object.entries(words.forms).map(([form, label]) => (
            <Menu.Item key={form} onClick={() => taking.mutate(form as ExportForm)}>
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {taking.isError && <Failure error={taking.error} />}
    </>
  );
}

interface Change {
  page: number | undefined;
  job: JobView | undefined;
  error: Error | null;
  version: { at: number; page: number }; // when the book changed last, and where
  redraw: (page: number) => void;
  rewrite: (page: number, text: string) => void;
  show: (page: number, version: number) => void; // an earlier one
  shown: number | undefined; // the page of which an earlier one was shown
}

/** Drawing or wording a page anew. Its job stands in the address, so that a reload goes on following it. */
function useChange(book: BookView): Change {
  const queries = useQueryClient();
  const { job: id, page } = route.useSearch();
  const navigate = route.useNavigate();
  const redrawing = useRedrawing(book.id);
  const rewriting = useRewriting(book.id);
  const job = useFollowedJob(id, () => undefined);
  const showing = useShowingVersion(book.id);
  const [version, setVersion] = useState({ at: 0, page: page ?? COVER });
  const isDone = job.data?.state === "done";
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of a page is a job of its own
  useEffect(() => {
    if (!isDone) return;
    setVersion({ at: Date.now(), page: page ?? COVER });
    void queries.invalidateQueries({ queryKey: bookKeys.one(book.id) });
  }, [isDone, id, page, book.id, queries]);
  const follow = (number: number) => ({
    onSuccess: (started: { [name: string]: string }) =>
      void navigate({ search: { job: started.job, page: number }, replace: true, resetScroll: false }),
  });
  const show = (number: number, wanted: number) =>
    showing.mutate(
      { page: number, version: wanted },
      {
        onSuccess: () => {
          setVersion({ at: Date.now(), page: number });
          void navigate({ search: {}, replace: true, resetScroll: false }); // no longer what the last job has made
        },
      },
    );
  return {
    page,
    job: job.data,
    error: redrawing.error ?? rewriting.error ?? showing.error ?? job.error,
    version,
    redraw: (number) => redrawing.mutate(number, follow(number)),
    rewrite: (number, text) => rewriting.mutate({ page: number, text }, follow(number)),
    show,
    shown: !page && showing.isSuccess ? showing.variables.page : undefined,
  };
}

function Pages({ book, change, pause }: { book: BookView; change: Change; pause: () => void }) {
  const words = useWords();
  const isGrownUp = useIsGrownUp();
  const texts = useWordsOf(book.id);
  const [edited, setEdited] = useState<number | null>(null);
  const [opened, setOpened] = useState<number | null>(null); // whose earlier versions are looked at
  const nameOf = (number: number) => (number === COVER ? words.cover : words.page(number));
  const isBusy = change.job !== undefined && !isOver(change.job);
  const isHere = change.page !== undefined;
  const isRewrite = change.job?.kind === "rewrite";
  return (
    <section aria-label={words.pictures}>
      <Title order={2} size="h3" mb="sm">
        {words.pictures}
      </Title>
      <div role="status">
        {isBusy && isHere && <Loading what={(isRewrite ? words.rewriting : words.redrawing)(nameOf(change.page!))} />}
        {change.job?.state === "done" && isHere && <Text mb="sm">{words.redrawn(nameOf(change.page!))}</Text>}
        {change.shown !== undefined && <Text mb="sm">{words.shownAgain(nameOf(change.shown))}</Text>}
      </div>
      {change.error && <Failure error={change.error} />}
      {change.job?.error && <Failure error={{ message: change.job.error, hint: change.job.hint }} />}
      <ul className="pages">
        {[...book.pages]
          .sort((one, other) => one - other)
          .map((number) => (
            <li key={number}>
              <div className={isBusy && change.page === number ? "frame coming" : "frame"}>
                <img
                  src={thumbnailOf(book.id, number, { since: change.version.at })}
                  alt={nameOf(number)}
                  loading="lazy"
                />
              </div>
              <Group justify="space-between" mt={4} gap={4} wrap="nowrap">
                <Text size="sm">{nameOf(number)}</Text>
                <Group gap={0} wrap="nowrap">
                  {isGrownUp && book.changed.includes(number) && (
                    <Tool
                      label={words.earlierVersions(nameOf(number))}
                      isBusy={isBusy}
                      act={() => (pause(), setOpened(number))}
                    >
                      <IconHistory size={22} aria-hidden />
                    </Tool>
                  )}
                  {isGrownUp && number !== COVER && (
                    <Tool
                      label={words.rewritePage(nameOf(number))}
                      isBusy={isBusy}
                      act={() => (pause(), setEdited(number))}
                    >
                      <IconPencil size={22} aria-hidden />
                    </Tool>
                  )}
                  <Tool label={words.redrawPage(nameOf(number))} isBusy={isBusy} act={() => change.redraw(number)}>
                    <IconPalette size={22} aria-hidden />
                  </Tool>
                </Group>
              </Group>
            </li>
          ))}
      </ul>
      {opened !== null && (
        <Versions
          book={book}
          page={opened}
          title={words.earlierVersions(nameOf(opened))}
          show={(version) => change.show(opened, version)}
          close={() => setOpened(null)}
        />
      )}
      {edited !== null && texts.data && (
        <WordsEditor
          book={book}
          page={edited}
          title={words.rewritePage(nameOf(edited))}
          now={texts.data.find((each) => each.number === edited)?.text ?? ""}
          save={(text) => change.rewrite(edited, text)}
          close={() => setEdited(null)}
        />
      )}
    </section>
  );
}

function Tool({
  label,
  isBusy,
  act,
  children,
}: {
  label: string;
  isBusy: boolean;
  act: () => void;
  children: ReactNode;
}) {
  return (
    <ActionIcon
      size={44}
      variant="subtle"
      aria-label={label}
      title={label}
      disabled={isBusy}
      bg={isBusy ? "transparent" : undefined}
      onClick={act}
    >
      {children}
    </ActionIcon>
  );
}
