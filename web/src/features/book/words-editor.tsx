// Other words for a page, or having it written anew. What was typed is kept in this tab until it is saved, so that a reload loses nothing.
import { Button, Group, Modal, Stack, Textarea } from "@mantine/core";
import { useSessionStorage } from "@mantine/hooks";
import { IconWand } from "@tabler/icons-react";
import type { BookView } from "../../api/client";
import { useWords } from "../../words/words";
import { thumbnailOf } from "./queries";

const MOST_LETTERS = 1_000;

interface Props {
  book: BookView;
  page: number;
  title: string;
  now: string;
  save: (text: string) => void;
  close: () => void;
}

export function WordsEditor({ book, page, title, now, save, close }: Props) {
  const words = useWords();
  const [text, setText, forget] = useSessionStorage({
    key: `soridam-words-${book.id}-${page}`,
    defaultValue: now,
    getInitialValueInEffect: false,
  });
  const finish = () => {
    save(text.trim());
    forget();
    close();
  };
  return (
    <Modal opened onClose={close} title={title} size="lg" closeButtonProps={{ "aria-label": words.close }}>
      <Stack>
        <div className="frame">
          <img src={thumbnailOf(book.id, page)} alt="" />
        </div>
        <Textarea
          label={words.pageWords}
          description={words.pageWordsHint}
          lang={book.language}
          autosize
          minRows={3}
          maxLength={MOST_LETTERS}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={text.trim() ? undefined : words.wordsMissing}
          data-autofocus
        />
        <Group justify="end">
          <Button
            variant="default"
            leftSection={<IconWand size={18} aria-hidden />}
            me="auto"
            onClick={() => (save(""), forget(), close())}
          >
            {words.writeAnew}
          </Button>
          <Button variant="default" onClick={() => (forget(), close())}>
            {words.cancel}
          </Button>
          <Button disabled={!text.trim() || text.trim() === now} onClick={finish}>
            {words.save}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
