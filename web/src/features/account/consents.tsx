// What may be done with somebody's recordings, to be switched on and off.
import { Stack, Switch } from "@mantine/core";
import { Confirm } from "../../ui/confirm";
import { Failure, Loading } from "../../ui/states";
import { useWords } from "../../words/words";
import { useAgreeing, useConsents } from "./queries";

/** `user` is empty for oneself. */
export function Consents({ user }: { user: string }) {
  const words = useWords();
  const consents = useConsents(user);
  const agreeing = useAgreeing(user);
  if (consents.isPending) return <Loading />;
  if (consents.isError) return <Failure error={consents.error} again={() => void consents.refetch()} />;
  return (
    <Stack gap="xs">
      {consents.data.map(({ purpose, given }) => (
        <Confirm
          key={purpose}
          title={words.takeBack(words.purposes[purpose].label)}
          hint={words.purposes[purpose].off}
          action={words.switchOff}
          isPending={agreeing.isPending}
          error={agreeing.error}
          act={(close) => agreeing.mutate({ purpose, agrees: false }, { onSuccess: close })}
        >
          {(ask) => (
            <Switch
              size="md"
              label={words.purposes[purpose].label}
              description={words.purposes[purpose].hint}
              checked={given !== null}
              disabled={agreeing.isPending}
              onChange={(event) => (event.currentTarget.checked ? agreeing.mutate({ purpose, agrees: true }) : ask())}
            />
          )}
        </Confirm>
      ))}
      {agreeing.isError && <Failure error={agreeing.error} />}
    </Stack>
  );
}
