// The shelf: all books with their covers, those that are being made too.
import "./book.css";
import { Badge, Button, Group, SimpleGrid, Text } from "@mantine/core";
import { IconHeartHandshake, IconMicrophone2, IconSchool, IconSparkles } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { BookView } from "../../api/client";
import { Screen } from "../../ui/screen";
import { Empty, Failure, Loading } from "../../ui/states";
import { useWords } from "../../words/words";
import { useIsGrownUp } from "../account/queries";
import { FinishedBook } from "./finished-book";
import { COVER, isComplete, thumbnailOf, useShelf } from "./queries";
import { Samples } from "./samples";

export function ShelfScreen() {
  const words = useWords();
  const shelf = useShelf();
  return (
    <Screen title={words.shelfTitle} side={shelf.data?.length ? <Doors /> : undefined}>
      {shelf.isPending && <Loading />}
      {shelf.isError && <Failure error={shelf.error} again={() => void shelf.refetch()} />}
      {shelf.data?.length === 0 && (
        <Empty title={words.welcome} hint={words.welcomeHint}>
          <Ways />
          <FinishedBook />
          <Samples />
        </Empty>
      )}
      <SimpleGrid
        component="ul"
        cols={{ base: 2, sm: 3, md: 4 }}
        spacing="lg"
        p={0}
        m={0}
        style={{ listStyle: "none" }}
      >
        {shelf.data?.map((book) => (
          <li key={book.id}>
            <Spine book={book} />
          </li>
        ))}
      </SimpleGrid>
    </Screen>
  );
}

/** What can be done here, for somebody who has just come. */
function Ways() {
  const { ways } = useWords();
  const isGrownUp = useIsGrownUp();
  return (
    <SimpleGrid
      component="ul"
      cols={{ base: 1, sm: isGrownUp ? 3 : 1 }}
      w="100%"
      p={0}
      my="md"
      style={{ listStyle: "none" }}
    >
      <Way to="/make" icon={<IconSparkles size={36} aria-hidden />} {...ways.books} />
      {isGrownUp && <Way to="/transcribe" icon={<IconMicrophone2 size={36} aria-hidden />} {...ways.voices} />}
      {isGrownUp && <Way to="/tuning" icon={<IconSchool size={36} aria-hidden />} {...ways.models} />}
    </SimpleGrid>
  );
}

function Way({ to, icon, title, hint }: { to: string; icon: ReactNode; title: string; hint: string }) {
  return (
    <li>
      <Link to={to} className="way">
        {icon}
        <Text span fw={600} size="lg">
          {title}
        </Text>
        <Text span c="dimmed">
          {hint}
        </Text>
      </Link>
    </li>
  );
}

function Doors() {
  const words = useWords();
  const isGrownUp = useIsGrownUp();
  return (
    <Group gap="xs">
      {isGrownUp && (
        <Button
          component={Link}
          to="/family"
          variant="default"
          leftSection={<IconHeartHandshake size={20} aria-hidden />}
        >
          {words.family}
        </Button>
      )}
      <MakeBook />
    </Group>
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
  const hasCover = book.pages.includes(COVER) && book.approved;
  return (
    <Link to="/books/$book" params={{ book: book.id }} className="book">
      <div className="frame">
        {hasCover ? (
          <img src={thumbnailOf(book.id, COVER)} alt="" loading="lazy" />
        ) : (
          <IconSparkles size={48} stroke={1.2} className="coming" aria-hidden />
        )}
      </div>
      <Text mt={8} fw={600} lineClamp={2} lang={book.language}>
        {book.title}
      </Text>
      {isComplete(book) && !book.approved && (
        <Badge variant="light" c="var(--mantine-color-text)" tt="none" mt={4}>
          {words.waitsForGrownUp}
        </Badge>
      )}
      {!isComplete(book) && (
        <Badge variant="light" c="var(--mantine-color-text)" tt="none" mt={4}>
          {book.total ? words.pagesReady(book.pages.length, book.total + 1) : words.beingMade}
        </Badge>
      )}
    </Link>
  );
}
