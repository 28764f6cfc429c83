// The shelf: all books with their covers, those that are being made too.
import { Badge, Button, SimpleGrid, Text } from "@mantine/core";
import { IconSparkles } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { COVER, isComplete, pictureOf, useShelf } from "../../api/books";
import type { BookView } from "../../api/client";
import { Screen } from "../../ui/screen";
import { Empty, Failure, Loading } from "../../ui/states";
import { useSpoken, useWords } from "../../words/words";
import { asAddress, useHeroes } from "./queries";

export function ShelfScreen() {
  const words = useWords();
  const shelf = useShelf();
  return (
    <Screen title={words.shelfTitle} side={shelf.data?.length ? <MakeBook /> : undefined}>
      {shelf.isPending && <Loading />}
      {shelf.isError && <Failure error={shelf.error} again={() => void shelf.refetch()} />}
      {shelf.data?.length === 0 && (
        <Empty title={words.noBooks} hint={words.noBooksHint} picture={<Friends />}>
          <MakeBook />
        </Empty>
      )}
      <SimpleGrid component="ul" cols={{ base: 2, sm: 3, md: 4 }} spacing="lg" p={0} m={0} style={{ listStyle: "none" }}>
        {shelf.data?.map((book) => (
          <li key={book.id}>
            <Spine book={book} />
          </li>
        ))}
      </SimpleGrid>
    </Screen>
  );
}

function MakeBook() {
  const words = useWords();
  return (
    <Button component={Link} to="/make" size="md" leftSection={<IconSparkles size={20} aria-hidden />}>
      {words.makeBook}
    </Button>
  );
}

function Spine({ book }: { book: BookView }) {
  const words = useWords();
  const hasCover = book.pages.includes(COVER);
  return (
    <Link to="/books/$book" params={{ book: book.id }} className="book">
      <div className="frame">
        {hasCover ? (
          <img src={pictureOf(book.id, COVER)} alt="" loading="lazy" />
        ) : (
          <IconSparkles size={48} stroke={1.2} className="coming" aria-hidden />
        )}
      </div>
      <Text mt={8} fw={600} lineClamp={2} lang={book.language}>
        {book.title}
      </Text>
      {!isComplete(book) && (
        <Badge variant="light" c="var(--mantine-color-text)" tt="none" mt={4}>
          {book.total ? words.pagesReady(book.pages.length, book.total + 1) : words.beingMade}
        </Badge>
      )}
    </Link>
  );
}

/** Three of the heroes, where there is no book to show yet. */
function Friends() {
  const { language } = useSpoken();
  const heroes = useHeroes(language).data?.slice(0, 3) ?? [];
  return (
    <div style={{ display: "flex", minHeight: 110 }}>
      {heroes.map((hero) => (
        <img key={hero.kind} src={asAddress(hero.portrait)} alt="" width={110} height={110} />
      ))}
    </div>
  );
}
