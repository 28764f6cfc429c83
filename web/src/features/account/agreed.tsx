// Asking whether recordings may be transcribed, before the microphone opens.
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useIsGrownUp } from "../../api/me";
import { Failure } from "../../ui/states";
import { useWords } from "../../words/words";
import { useAgreeing, useConsents, useDoor } from "./queries";

interface Props {
  then: () => void; // what may be done only with consent
  children: (begin: () => void) => ReactNode;
}

/** On one's own machine nobody is asked. On a child's device only the owner can agree, and the child is told so. */
export function Agreed({ then, children }: Props) {
  const words = useWords();
  const isGrownUp = useIsGrownUp();
  const isAsked = Boolean(useDoor().data?.passwords);
  const consents = useConsents("", isAsked);
  const agreeing = useAgreeing("");
  const [isOpen, setOpen] = useState(false);
  const hasAgreed = !isAsked || Boolean(consents.data?.find(({ purpose }) => purpose === "transcribe")?.given);
  const close = () => setOpen(false);
  const agree = () => agreeing.mutate({ purpose: "transcribe", agrees: true }, { onSuccess: () => (close(), then()) });
  return (
    <>
      {children(() => (hasAgreed ? then() : setOpen(true)))}
      <Modal opened={isOpen} onClose={close} title={words.agreeFirst} closeButtonProps={{ "aria-label": words.close }}>
        <Stack>
          <Text>{isGrownUp ? words.agreeFirstHint : words.askOwner}</Text>
          {agreeing.isError && <Failure error={agreeing.error} />}
          <Group justify="end">
            <Button variant="default" onClick={close}>
              {isGrownUp ? words.cancel : words.close}
            </Button>
            {isGrownUp && (
              <Button loading={agreeing.isPending} onClick={agree} data-autofocus>
                {words.agree}
              </Button>
            )}
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
