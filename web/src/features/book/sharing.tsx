// Sharing a book by a link: none until it is asked for, each with an end, revocable.
import { ActionIcon, Alert, Button, Group, Modal, SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { IconShare, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { Confirm } from "../../ui/confirm";
import { Copied } from "../../ui/copied";
import { formatMoment } from "../../ui/format";
import { Failure, Loading } from "../../ui/states";
import { useSpoken, useWords } from "../../words/words";
import { QrCode } from "./qr-code";
import { useRevoking, useShares, useSharing } from "./queries";

const DAYS = [1, 7, 30, 90];

export function ShareButton({ book }: { book: string }) {
  const words = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="default" leftSection={<IconShare size={18} aria-hidden />} onClick={() => setOpen(true)}>
        {words.share}
      </Button>
      {isOpen && (
        <Modal
          opened
          onClose={() => setOpen(false)}
          title={words.shareTitle}
          size="lg"
          closeButtonProps={{ "aria-label": words.close }}
        >
          <Stack>
            <Text>{words.shareHint}</Text>
            <NewLink book={book} />
            <Links book={book} />
          </Stack>
        </Modal>
      )}
    </>
  );
}

function NewLink({ book }: { book: string }) {
  const { words, language } = useSpoken();
  const [days, setDays] = useState(7);
  const sharing = useSharing(book);
  const address = sharing.data && window.location.origin + sharing.data.path;
  return (
    <Stack gap="xs">
      <Text id="share-days" size="sm" fw={500}>
        {words.shareFor}
      </Text>
      <Group>
        <SegmentedControl
          aria-labelledby="share-days"
          value={String(days)}
          onChange={(chosen) => setDays(Number(chosen))}
          data={DAYS.map((each) => ({ value: String(each), label: words.days(each) }))}
        />
        <Button loading={sharing.isPending} onClick={() => sharing.mutate(days)}>
          {words.shareMake}
        </Button>
      </Group>
      {sharing.isError && <Failure error={sharing.error} />}
      {address && (
        <Stack gap="xs" role="status">
          <Text>{words.shareOnce(formatMoment(sharing.data.expires, language))}</Text>
          {isOnThisMachine() ? <Alert color="yellow">{words.shareHereOnly}</Alert> : <QrCode text={address} />}
          <Copied text={address} label={words.copy}>
            {"share" in navigator && (
              <Button
                variant="light"
                leftSection={<IconShare size={18} aria-hidden />}
                onClick={() => void navigator.share({ url: address }).catch(() => undefined)}
              >
                {words.shareSend}
              </Button>
            )}
          </Copied>
        </Stack>
      )}
    </Stack>
  );
}

function Links({ book }: { book: string }) {
  const { words, language } = useSpoken();
  const shares = useShares(book);
  const revoking = useRevoking(book);
  if (shares.isPending) return <Loading />;
  if (shares.isError) return <Failure error={shares.error} again={() => void shares.refetch()} />;
  return (
    <div>
      <Title order={3} size="h5">
        {words.shareLinks}
      </Title>
      {shares.data.length === 0 && <Text c="dimmed">{words.shareNone}</Text>}
      {revoking.isError && <Failure error={revoking.error} />}
      <ul className="rows">
        {shares.data.map((share) => (
          <li key={share.id}>
            <Text>
              {words.shareUntil(formatMoment(share.created, language), formatMoment(share.expires, language))}
            </Text>
            <Confirm
              title={words.shareEnd(formatMoment(share.created, language))}
              hint={words.shareEndHint}
              action={words.shareEndIt}
              isPending={revoking.isPending}
              error={revoking.error}
              act={(close) => revoking.mutate(share.id, { onSuccess: close })}
            >
              {(ask) => (
                <ActionIcon
                  size={44}
                  variant="subtle"
                  aria-label={words.shareEnd(formatMoment(share.created, language))}
                  title={words.shareEnd(formatMoment(share.created, language))}
                  onClick={ask}
                >
                  <IconTrash size={20} aria-hidden />
                </ActionIcon>
              )}
            </Confirm>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Whether the page's address is one that only this machine knows. */
function isOnThisMachine(): boolean {
  return ["localhost", "127.0.0.1", "[::1]"].includes(window.location.hostname);
}
