// A book while it is made: its pages appear one by one, told by the events of its job.
import { Group, Progress, Stack, Text } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import type { BookView, JobView } from "../../api/client";
import { Screen } from "../../ui/screen";
import { Failure, Loading } from "../../ui/states";
import { useWords, type Words } from "../../words/words";
import { JobActions } from "../jobs/job-actions";
import { useFollowedJob } from "../jobs/queries";
import { bookKeys, COVER, thumbnailOf } from "./queries";

export function Making({ book }: { book: BookView }) {
  const queries = useQueryClient();
  const job = useFollowedJob(book.job, () => queries.invalidateQueries({ queryKey: bookKeys.one(book.id) }));
  return (
    <Screen title={book.title} lang={book.language}>
      <Stack gap="lg">
        {job.data ? <Condition job={job.data} book={book} /> : <Loading />}
        {job.isError && <Failure error={job.error} again={() => void job.refetch()} />}
        {book.total && book.approved ? <ComingPages book={book} /> : <BlankPages />}
      </Stack>
    </Screen>
  );
}

function Condition({ job, book }: { job: JobView; book: BookView }) {
  const words = useWords();
  const percent = book.total ? (100 * book.pages.length) / (book.total + 1) : 0;
  return (
    <Stack gap="sm">
      {job.state === "failed" ? (
        <Failure title={words.failed} error={{ message: job.error ?? "", hint: job.hint }} />
      ) : (
        <Text role="status" size="lg">
          {conditionOf(job, book, words)}
        </Text>
      )}
      <Progress value={percent} size="lg" animated={job.state === "running"} aria-label={words.progress} />
      <Group>
        <JobActions job={job} />
      </Group>
      {(job.state === "running" || job.state === "waiting") && <Text c="dimmed">{words.makingHint}</Text>}
    </Stack>
  );
}

function conditionOf(job: JobView, book: BookView, words: Words): string {
  if (job.wanted !== "run" && job.state === "running") return words.stopping;
  if (job.state === "waiting") return words.waiting;
  if (job.state === "paused") return words.paused;
  if (job.state === "cancelled") return words.cancelled;
  return book.total ? `${words.making} · ${words.pagesReady(book.pages.length, book.total + 1)}` : words.writing;
}

function ComingPages({ book }: { book: BookView }) {
  const words = useWords();
  const numbers = Array.from({ length: book.total + 1 }, (_, number) => number);
  return (
    <ol className="pages" aria-label={words.pictures}>
      {numbers.map((number) => (
        <li key={number}>
          <ComingPage book={book} number={number} />
        </li>
      ))}
    </ol>
  );
}

/** While nobody knows yet how many there will be. */
function BlankPages() {
  return (
    <div className="pages" aria-hidden>
      {["one", "two", "three", "four", "five"].map((key) => (
        <div key={key} className="frame coming" />
      ))}
    </div>
  );
}

function ComingPage({ book, number }: { book: BookView; number: number }) {
  const words = useWords();
  const isReady = book.pages.includes(number);
  return (
    <>
      <div className={isReady ? "frame appear" : "frame coming"}>
        {isReady ? (
          <img src={thumbnailOf(book.id, number)} alt="" />
        ) : (
          <IconPencil
            size={36}
            stroke={1.2}
            role="img"
            aria-label={number === COVER ? words.coverComing : words.pageComing(number)}
          />
        )}
      </div>
      <Text size="sm" ta="center" mt={4}>
        {number === COVER ? words.cover : words.page(number)}
      </Text>
    </>
  );
}
