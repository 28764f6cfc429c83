// A finished book: its reader, taking it along, and drawing a picture again.
import { ActionIcon, Button, Group, Menu, Stack, Text, Title } from "@mantine/core";
import { IconDownload, IconMaximize, IconPalette } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { bookKeys, COVER, pictureOf } from "../../api/books";
import type { BookView, JobView } from "../../api/client";
import { isOver, useFollowedJob } from "../../api/jobs";
import { Screen } from "../../ui/screen";
import { Failure, Loading } from "../../ui/states";
import { useWords } from "../../words/words";
import { useRedrawing, useTakingAlong, type ExportForm } from "./queries";

const route = getRouteApi("/books/$book");

export function Reading({ book }: { book: BookView }) {
  const words = useWords();
  const frame = useRef<HTMLIFrameElement>(null);
  const redraw = useRedraw(book);
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
          <TakeAlong book={book.id} />
        </Group>
      }
    >
      <Stack gap="lg">
        <iframe
          key={redraw.version}
          ref={frame}
          className="reader"
          src={`/api/books/${book.id}/reader`}
          title={words.reader(book.title)}
          allow="autoplay; fullscreen"
        />
        <Pictures book={book} redraw={redraw} />
      </Stack>
    </Screen>
  );
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

interface Redraw {
  page: number | undefined;
  job: JobView | undefined;
  error: Error | null;
  version: number;
  begin: (page: number) => void;
}

/** Drawing one picture again. Its job stands in the address, so that a reload goes on following it. */
function useRedraw(book: BookView): Redraw {
  const queries = useQueryClient();
  const { redraw: id, page } = route.useSearch();
  const navigate = route.useNavigate();
  const redrawing = useRedrawing(book.id);
  const job = useFollowedJob(id, () => undefined);
  const [version, setVersion] = useState(0);
  const isDone = job.data?.state === "done";
  useEffect(() => {
    if (!isDone) return;
    setVersion(Date.now());
    void queries.invalidateQueries({ queryKey: bookKeys.one(book.id) });
  }, [isDone, id, book.id, queries]);
  const begin = (number: number) =>
    redrawing.mutate(number, {
      onSuccess: (started) =>
        void navigate({ search: { redraw: started.job, page: number }, replace: true, resetScroll: false }),
    });
  return { page, job: job.data, error: redrawing.error ?? job.error, version, begin };
}

function Pictures({ book, redraw }: { book: BookView; redraw: Redraw }) {
  const words = useWords();
  const nameOf = (number: number) => (number === COVER ? words.cover : words.page(number));
  const isBusy = redraw.job !== undefined && !isOver(redraw.job);
  return (
    <section aria-label={words.pictures}>
      <Title order={2} size="h3" mb="sm">
        {words.pictures}
      </Title>
      <div role="status">
        {isBusy && redraw.page !== undefined && <Loading what={words.redrawing(nameOf(redraw.page))} />}
        {redraw.job?.state === "done" && redraw.page !== undefined && <Text mb="sm">{words.redrawn(nameOf(redraw.page))}</Text>}
      </div>
      {redraw.error && <Failure error={redraw.error} />}
      {redraw.job?.error && <Failure error={{ message: redraw.job.error, hint: redraw.job.hint }} />}
      <ul className="pages">
        {[...book.pages]
          .sort((one, other) => one - other)
          .map((number) => (
            <li key={number}>
              <div className={isBusy && redraw.page === number ? "frame coming" : "frame"}>
                <img src={pictureOf(book.id, number, redraw.version)} alt={nameOf(number)} loading="lazy" />
              </div>
              <Group justify="space-between" mt={4} gap={4} wrap="nowrap">
                <Text size="sm">{nameOf(number)}</Text>
                <ActionIcon
                  size={44}
                  variant="subtle"
                  aria-label={words.redrawPage(nameOf(number))}
                  title={words.redrawPage(nameOf(number))}
                  disabled={isBusy}
                  bg={isBusy ? "transparent" : undefined}
                  onClick={() => redraw.begin(number)}
                >
                  <IconPalette size={22} aria-hidden />
                </ActionIcon>
              </Group>
            </li>
          ))}
      </ul>
    </section>
  );
}
