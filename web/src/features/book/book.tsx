// One book: its pages as they come, then its reader.
import { getRouteApi } from "@tanstack/react-router";
import { isComplete, useBook } from "../../api/books";
import { Screen } from "../../ui/screen";
import { Failure, Loading } from "../../ui/states";
import { useWords } from "../../words/words";
import { Making } from "./making";
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
  return isComplete(book.data) ? <Reading book={book.data} key={id} /> : <Making book={book.data} key={id} />;
}
