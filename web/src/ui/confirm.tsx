// A question before something that cannot be taken back.
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useWords } from "../words/words";
import { Failure, type Told } from "./states";

interface Props {
  title: string;
  hint: string;
  action: string; // what the button of the answer yes says
  act: (close: () => void) => void; // calls `close` once it is done
  isPending?: boolean;
  error?: Told | null;
  children: (ask: () => void) => ReactNode; // what is clicked first
}

export function Confirm({ title, hint, action, act, isPending, error, children }: Props) {
  const words = useWords();
  const [isAsked, setAsked] = useState(false);
  const close = () => setAsked(false);
  return (
    <>
      {children(() => setAsked(true))}
      <Modal opened={isAsked} onClose={close} title={title} closeButtonProps={{ "aria-label": words.close }}>
        <Stack>
          <Text>{hint}</Text>
          {error && <Failure error={error} />}
          <Group justify="end">
            <Button variant="default" onClick={close} data-autofocus>
              {words.cancel}
            </Button>
            <Button color="red.9" loading={isPending} onClick={() => act(close)}>
              {action}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
