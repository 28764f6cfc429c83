// Oneself: name and role, what is agreed to, password, tokens for programs, leaving. For the owner, the studio's people.
import { ActionIcon, Button, Checkbox, Group, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { Confirm } from "../../ui/confirm";
import { formatDay } from "../../ui/format";
import { Part } from "../../ui/part";
import { Screen } from "../../ui/screen";
import { Failure, Loading } from "../../ui/states";
import { useSpoken, useWords } from "../../words/words";
import { Consents } from "./consents";
import { Log } from "./log-table";
import { People } from "./people";
import {
  type Scope,
  useDoor,
  useIsGrownUp,
  useLeaving,
  useMakingToken,
  useMe,
  useNewPassword,
  useRevokingToken,
  useTokens,
} from "./queries";
import { Secret } from "./secret";

const SCOPES: Scope[] = ["books", "speech", "language", "pictures", "tuning", "metrics"];
const DAYS = 90;

export function AccountScreen() {
  const words = useWords();
  const me = useMe().data;
  const isGrownUp = useIsGrownUp();
  const door = useDoor().data;
  const asksForConsent = door?.passwords; // on one's own machine nobody is asked
  return (
    <Screen title={words.account}>
      <Stack gap="lg">
        {door?.refusal && <Failure error={{ message: door.refusal.error, hint: door.refusal.hint }} />}
        {me && <Text>{words.youAre(me.name, words.roles[me.role])}</Text>}
        {isGrownUp && asksForConsent && (
          <Part title={words.consents} hint={words.consentsHint}>
            <Consents user="" />
          </Part>
        )}
        {isGrownUp && (
          <Part title={words.tokens} hint={words.tokensHint}>
            <NewToken />
            <Tokens />
          </Part>
        )}
        {me?.role === "owner" && (
          <Part title={words.people} hint={words.peopleHint}>
            <People me={me.id} />
          </Part>
        )}
        {me?.role === "owner" && (
          <Part title={words.log} hint={words.logHint}>
            <Log />
          </Part>
        )}
        <Part title={words.password} hint={words.newPasswordHint}>
          <NewPassword />
        </Part>
        <Part title={words.leaving} hint={words.leavingHint}>
          <Leaving />
        </Part>
      </Stack>
    </Screen>
  );
}

function NewToken() {
  const words = useWords();
  const [label, setLabel] = useState("");
  const [scopes, setScopes] = useState<Scope[]>(["speech"]);
  const making = useMakingToken();
  const send = (event: FormEvent) => {
    event.preventDefault();
    making.mutate({ label, scopes, days: DAYS }, { onSuccess: () => setLabel("") });
  };
  return (
    <form onSubmit={send}>
      <Stack gap="sm" align="start">
        <TextInput
          label={words.tokenLabel}
          required
          maxLength={80}
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <Checkbox.Group label={words.tokenScopes} value={scopes} onChange={(chosen) => setScopes(chosen as Scope[])}>
          <Stack gap="xs" mt="xs">
            {SCOPES.map((scope) => (
              <Checkbox key={scope} value={scope} label={words.scopes[scope]} />
            ))}
          </Stack>
        </Checkbox.Group>
        <Button type="submit" loading={making.isPending} disabled={scopes.length === 0}>
          {words.makeToken(DAYS)}
        </Button>
        {making.isError && <Failure error={making.error} />}
        {making.data && <Secret hint={words.shownOnce} text={making.data.token} />}
      </Stack>
    </form>
  );
}

function Tokens() {
  const { words, language } = useSpoken();
  const tokens = useTokens();
  const revoking = useRevokingToken();
  if (tokens.isPending) return <Loading />;
  if (tokens.isError) return <Failure error={tokens.error} again={() => void tokens.refetch()} />;
  return (
    <>
      {revoking.isError && <Failure error={revoking.error} />}
      <ul className="rows">
        {tokens.data.map((token) => (
          <li key={token.id}>
            <div>
              <Text>{token.label}</Text>
              <Text size="sm" c="dimmed">
                {token.scope
                  .split(" ")
                  .map((scope) => words.scopes[scope as Scope])
                  .join(" · ")}
                {" · "}
                {words.until(formatDay(token.expires, language))}
              </Text>
            </div>
            <Confirm
              title={words.revoke(token.label)}
              hint={words.revokeHint}
              action={words.revokeIt}
              isPending={revoking.isPending}
              error={revoking.error}
              act={(close) => revoking.mutate(token.id, { onSuccess: close })}
            >
              {(ask) => (
                <ActionIcon
                  size={44}
                  variant="subtle"
                  aria-label={words.revoke(token.label)}
                  title={words.revoke(token.label)}
                  onClick={ask}
                >
                  <IconTrash size={20} aria-hidden />
                </ActionIcon>
              )}
            </Confirm>
          </li>
        ))}
      </ul>
    </>
  );
}

function NewPassword() {
  const words = useWords();
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const changing = useNewPassword();
  const send = (event: FormEvent) => {
    event.preventDefault();
    changing.mutate({ current, password });
  };
  return (
    <form onSubmit={send}>
      <Stack gap="sm" maw="24rem">
        <PasswordInput
          label={words.currentPassword}
          description={words.currentPasswordHint}
          autoComplete="current-password"
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <PasswordInput
          label={words.newPassword}
          autoComplete="new-password"
          required
          minLength={10}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {changing.isError && <Failure error={changing.error} />}
        {changing.isSuccess && <Text role="status">{words.passwordChanged}</Text>}
        <Button type="submit" variant="default" loading={changing.isPending}>
          {words.changePassword}
        </Button>
      </Stack>
    </form>
  );
}

function Leaving() {
  const words = useWords();
  const isGrownUp = useIsGrownUp();
  const { leave, everywhere, forGood } = useLeaving();
  const [isSure, setSure] = useState(false);
  const [password, setPassword] = useState("");
  const failed = [leave, everywhere, forGood].find((each) => each.isError);
  return (
    <Stack gap="sm" align="start">
      <Group>
        <Button variant="default" loading={leave.isPending} onClick={() => leave.mutate()}>
          {words.leave}
        </Button>
        <Button variant="default" loading={everywhere.isPending} onClick={() => everywhere.mutate()}>
          {words.leaveEverywhere}
        </Button>
      </Group>
      {isGrownUp && ( // who keeps the studio deletes a child's device
        <Checkbox
          label={words.deleteSure}
          checked={isSure}
          onChange={(event) => setSure(event.currentTarget.checked)}
        />
      )}
      {isSure && (
        <>
          <PasswordInput
            label={words.password}
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            w="24rem"
            maw="100%"
          />
          <Button color="red.9" loading={forGood.isPending} onClick={() => forGood.mutate(password)}>
            {words.deleteMe}
          </Button>
        </>
      )}
      {failed?.error && <Failure error={failed.error} />}
    </Stack>
  );
}
