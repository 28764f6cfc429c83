// All that a page has been: to look at, and to show again.
import { Button, Card, Modal, SimpleGrid, Stack, Text } from "@mantine/core";
import type { BookView } from "../../api/client";
import { Failure, Loading } from "../../ui/states";
import { useWords } from "../../words/words";
import { thumbnailOf, useVersions } from "./queries";

interface Props {
  book: BookView;
  page: number;
  title: string;
  show: (version: number) => void;
  close: () => void;
}

export function Versions({ book, page, title, show, close }: Props) {
  const words = useWords();
  const versions = useVersions(book.id, page);
  return (
    <Modal opened onClose={close} title={title} size="lg" closeButtonProps={{ "aria-label": words.close }}>
      <Stack>
        <Text>{words.versionsHint}</Text>
        {versions.isPending && <Loading />}
        {versions.isError && <Failure error={versions.error} again={() => void versions.refetch()} />}
        <SimpleGrid cols={{ base: 1, xs: 2 }} component="ul" p={0} m={0} style={{ listStyle: "none" }}>
          {versions.data?.map(({ version, shown, text }) => (
            <Card component="li" withBorder padding="sm" key={version}>
              <div className="frame">
                <img src={thumbnailOf(book.id, page, { version })} alt={words.version(version)} loading="lazy" />
              </div>
              <Text size="sm" my="xs" lang={book.language}>
                {text}
              </Text>
              {shown ? (
                <Text size="sm" c="dimmed" mt="auto">
                  {words.shownNow}
                </Text>
              ) : (
                <Button variant="default" mt="auto" onClick={() => (show(version), close())}>
                  {words.showVersion(version)}
                </Button>
              )}
            </Card>
          ))}
        </SimpleGrid>
      </Stack>
    </Modal>
  );
}
