// The grown-ups' corner: all that was made and from which wish, approving where settings ask for it, deleting.
import "./book.css";
import { Badge, Button, Card, Group, Modal, Stack, Text, Title } from "@mantine/core";
import { IconCheck, IconEye, IconTrash } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useRef, useState } from "react";
import type { Schemas } from "../../api/client";
import { formatMoment } from "../../ui/format";
import { Screen } from "../../ui/screen";
import { Empty, Failure, Loading } from "../../ui/states";
import { useSpoken, useWords, type Words } from "../../words/words";
import { Confidences } from "./confidences";
import { GrownUpsOnly } from "./gate";
import { COVER, isComplete, thumbnailOf, useApproving, useDeleting, useFamily, useWordsOf } from "./queries";

type FamilyBook = Schemas["FamilyBookView"];

export function FamilyScreen() {
  const words = useWords();
  return (
    <Screen title={words.family}>
      <GrownUpsOnly>
        <Stack>
          <Confidences />
          <Corner />
        </Stack>
      </GrownUpsOnly>
    </Screen>
  );
}

function Corner() {
  const words = useWords();
  const family = useFamily();
  if (family.isPending) return <Loading />;
  if (family.isError) return <Failure error={family.error} again={() => void family.refetch()} />;
  if (family.data.length === 0) return <Empty title={words.noBooks} hint={words.familyHint} />;
  return (
    <Stack>
      <Text>{words.familyHint}</Text>
      <Stack component="ul" p={0} m={0} gap="sm" style={{ listStyle: "none" }}>
        {family.data.map((book) => (
          <li key={book.id}>
            <BookCard book={book} />
          </li>
        ))}
      </Stack>
    </Stack>
  );
}

function BookCard({ book }: { book: FamilyBook }) {
  const { words, language } = useSpoken();
  const [isShown, setShown] = useState(false);
  const [isGoing, setGoing] = useState(false); // its pictures are no longer there to be asked for
  const card = useRef<HTMLDivElement>(null);
  const approving = useApproving();
  const when = formatMoment(book.created, language);
  const leave = () => {
    card.current?.querySelectorAll("img").forEach((picture) => picture.removeAttribute("src")); // those on their way too
    setGoing(true);
  };
  return (
    <Card withBorder padding="md" component="article" ref={card}>
      <div className="family">
        <div className="frame">
          {!isGoing && book.pages.includes(COVER) && <img src={thumbnailOf(book.id, COVER)} alt="" loading="lazy" />}
        </div>
        <Stack gap={6} align="start">
          <Title order={2} size="h4" lang={book.language}>
            {book.title}
          </Title>
          <Text size="sm">{words.wishedFor(book.topic)}</Text>
          <Text size="sm" c="dimmed">
            {[when, book.maker, words.ages[book.age_band], madeWith(book, words)].filter(Boolean).join(" · ")}
          </Text>
          {isComplete(book) && !book.approved && (
            <Badge variant="light" color="yellow" c="var(--mantine-color-text)" tt="none">
              {words.waitsForGrownUp}
            </Badge>
          )}
          <Group gap="xs">
            {!book.approved && isComplete(book) && (
              <Button
                leftSection={<IconCheck size={18} aria-hidden />}
                loading={approving.isPending}
                onClick={() => approving.mutate(book.id)}
              >
                {words.approve}
              </Button>
            )}
            <Button
              variant="default"
              leftSection={<IconEye size={18} aria-hidden />}
              aria-expanded={isShown}
              onClick={() => setShown(!isShown)}
            >
              {words.lookInside}
            </Button>
            {book.approved && (
              <Button component={Link} to={`/books/${book.id}`} variant="default">
                {words.openBook}
              </Button>
            )}
            <DeleteButton book={book} leave={leave} stay={() => setGoing(false)} />
          </Group>
          {approving.isError && <Failure error={approving.error} />}
        </Stack>
      </div>
      {isShown && !isGoing && <Inside book={book} />}
    </Card>
  );
}

/** Which parts wrote and drew it; a part that this page does not know is named as it is. */
function madeWith({ made_by: { writer, illustrator } }: FamilyBook, words: Words): string {
  if (!writer || !illustrator) return "";
  return words.madeWith(words.writers[writer] ?? writer, words.illustrators[illustrator] ?? illustrator);
}

/** All pages with their words, as they would be read. */
function Inside({ book }: { book: FamilyBook }) {
  const words = useWords();
  const texts = useWordsOf(book.id);
  if (texts.isPending) return <Loading />;
  if (texts.isError) return <Failure error={texts.error} again={() => void texts.refetch()} />;
  return (
    <ol className="pages" style={{ marginTop: "1rem" }}>
      {texts.data.map((page) => (
        <li key={page.number}>
          <div className="frame">
            {book.pages.includes(page.number) && (
              <img src={thumbnailOf(book.id, page.number)} alt={words.page(page.number)} loading="lazy" />
            )}
          </div>
          <Text size="sm" mt={4} lang={book.language}>
            {page.text}
          </Text>
        </li>
      ))}
    </ol>
  );
}

interface DeleteProps {
  book: FamilyBook;
  leave: () => void;
  stay: () => void;
}

function DeleteButton({ book, leave, stay }: DeleteProps) {
  const words = useWords();
  const [isAsked, setAsked] = useState(false);
  const deleting = useDeleting();
  const forGood = () => {
    leave();
    deleting.mutate(book.id, { onSuccess: () => setAsked(false), onError: stay });
  };
  return (
    <>
      <Button variant="default" leftSection={<IconTrash size={18} aria-hidden />} onClick={() => setAsked(true)}>
        {words.delete}
      </Button>
      <Modal
        opened={isAsked}
        onClose={() => setAsked(false)}
        title={words.deleteBook(book.title)}
        closeButtonProps={{ "aria-label": words.close }}
      >
        <Stack>
          <Text>{words.deleteHint}</Text>
          {deleting.isError && <Failure error={deleting.error} />}
          <Group justify="end">
            <Button variant="default" onClick={() => setAsked(false)} data-autofocus>
              {words.cancel}
            </Button>
            <Button loading={deleting.isPending} onClick={forGood}>
              {words.delete}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
