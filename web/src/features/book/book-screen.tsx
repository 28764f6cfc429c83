// One book: its pages as they come, then its reader.
import "./book.css";
import { Button } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Screen } from "../../ui/screen";
import { Empty, Failure, Loading } from "../../ui/states";
import { useWords } from "../../words/words";
import { useIsGrownUp } from "../account/queries";
import { Making } from "./making";
import { isComplete, useBook } from "./queries";
import { Reading } from "./reading";

const route = getRouteApi("/books/$book");

export function BookScreen() {
  const words = useWords();
  const { book: id } = route.useParams();
  const book = useBook(id);
  if (!book.data) {
    return (
      <Screen title={words.shelfTitle}>
        {book.isError ? <Failure error={book.error} again={() => void book.refetch()} /> : <Loading />}
      </Screen>
    );
  }
  if (isComplete(book.data) && !book.data.approved) return <Unapproved title={book.data.title} />;
  return isComplete(book.data) ? <Reading book={book.data} key={id} /> : <Making book={book.data} key={id} />;
}

/** A finished book that a grown-up has not looked at yet. */
function Unapproved({ title }: { title: string }) {
  const words = useWords();
  const isGrownUp = useIsGrownUp();
  return (
    <Screen title={title}>
      <Empty title={words.waitsForGrownUp} hint={words.waitsForGrownUpHint}>
        {isGrownUp && (
          <Button component={Link} to="/family">
            {words.family}
          </Button>
        )}
      </Empty>
    </Screen>
  );
}
