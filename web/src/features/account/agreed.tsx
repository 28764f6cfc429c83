// Asking whether recordings may be transcribed or kept, or pictures kept, before the microphone opens or a file goes out.
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { Failure } from "../../ui/states";
import { useWords } from "../../words/words";
import { type Purpose, useAgreeing, useConsents, useDoor, useIsGrownUp } from "./queries";

interface Props {
  purposes?: readonly Purpose[]; // what is done with the recordings
  what?: "recordings" | "pictures"; // what is kept
  then: () => void; // what may be done only with consent
  children: (begin: () => void) => ReactNode;
}

/** On one's own machine nobody is asked. On a child's device only the owner can agree, and the child is told so. */
export function Agreed({ purposes = ["transcribe"], what = "recordings", then, children }: Props) {
  const words = useWords();
  const isGrownUp = useIsGrownUp();
  const isAsked = Boolean(useDoor().data?.passwords);
  const consents = useConsents("", isAsked);
  const agreeing = useAgreeing("");
  const [isOpen, setOpen] = useState(false);
  const missing = isAsked
    ? purposes.filter((purpose) => !consents.data?.find((consent) => consent.purpose === purpose)?.given)
    : [];
  const close = () => setOpen(false);
  const keptHint = what === "pictures" ? words.agreePicturesHint : words.agreeKeptHint;
  const hint = purposes.includes("store") ? keptHint : words.agreeFirstHint;
  const agree = async () => {
    for (const purpose of missing) await agreeing.mutateAsync({ purpose, agrees: true });
    close();
    then();
  };
  return (
    <>
      {children(() => (missing.length ? setOpen(true) : then()))}
      <Modal
        opened={isOpen}
        onClose={close}
        title={what === "pictures" ? words.agreePictures : words.agreeFirst}
        closeButtonProps={{ "aria-label": words.close }}
      >
        <Stack>
          <Text>{isGrownUp ? hint : what === "pictures" ? words.askOwnerPictures : words.askOwner}</Text>
          {agreeing.isError && <Failure error={agreeing.error} />}
          <Group justify="end">
            <Button variant="default" onClick={close}>
              {isGrownUp ? words.cancel : words.close}
            </Button>
            {isGrownUp && (
              <Button loading={agreeing.isPending} onClick={() => void agree().catch(() => undefined)} data-autofocus>
                {words.agree}
              </Button>
            )}
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
