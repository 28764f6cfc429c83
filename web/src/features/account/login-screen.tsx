// For somebody who has not come in yet: by password, by a provider, or for the first time by an invitation.
import { Anchor, Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, ask } from "../../api/client";
import { useMutation } from "../../ui/mutation";
import { Screen } from "../../ui/screen";
import { Failure, Loading } from "../../ui/states";
import { useWords } from "../../words/words";
import { useDoor } from "./queries";

const SHORTEST_PASSWORD = 10;

export function LoginScreen() {
  const words = useWords();
  const door = useDoor();
  const invitation = new URLSearchParams(window.location.search).get("invitation") ?? "";
  return (
    <Screen title={invitation ? words.join : words.comeIn}>
      <Stack maw="24rem">
        {door.isPending && <Loading />}
        {door.isError && <Failure error={door.error} again={() => void door.refetch()} />}
        {door.data?.refusal && <Failure error={{ message: door.data.refusal.error, hint: door.data.refusal.hint }} />}
        {door.data?.oidc && (
          <Button component="a" href={`/api/oidc/login?${new URLSearchParams({ invitation })}`} variant="default">
            {words.comeInThrough(door.data.oidc)}
          </Button>
        )}
        {door.data &&
          (invitation ? (
            <Join invitation={invitation} />
          ) : door.data.passwords ? (
            <LogIn />
          ) : (
            <Text>{words.linkHint}</Text>
          ))}
      </Stack>
    </Screen>
  );
}

function LogIn() {
  const words = useWords();
  const queries = useQueryClient();
  const logIn = useMutation({
    mutationFn: (body: Credentials) => ask(api.POST("/api/login", { body })),
    onSuccess: () => queries.invalidateQueries(),
  });
  return (
    <>
      <Text>{words.comeInHint}</Text>
      <CredentialsForm
        submit={logIn.mutate}
        label={words.logIn}
        passwordKind="current-password"
        error={logIn.error}
        isPending={logIn.isPending}
      />
    </>
  );
}

function Join({ invitation }: { invitation: string }) {
  const words = useWords();
  const join = useMutation({
    mutationFn: (body: Credentials) => ask(api.POST("/api/join", { body: { ...body, invitation } })),
    onSuccess: () => window.location.replace("/"), // the invitation is used up: it leaves the address
  });
  return (
    <>
      <Text>{words.joinHint}</Text>
      <CredentialsForm
        submit={join.mutate}
        label={words.join}
        passwordKind="new-password"
        error={join.error}
        isPending={join.isPending}
      />
      <Anchor href="/">{words.haveAccount}</Anchor>
    </>
  );
}

interface Credentials {
  name: string;
  password: string;
}

interface CredentialsFormProps {
  submit: (credentials: Credentials) => void;
  label: string;
  passwordKind: "current-password" | "new-password";
  error: Error | null;
  isPending: boolean;
}

function CredentialsForm({ submit, label, passwordKind, error, isPending }: CredentialsFormProps) {
  const words = useWords();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const isNew = passwordKind === "new-password";
  const send = (event: FormEvent) => {
    event.preventDefault();
    submit({ name, password });
  };
  return (
    <form onSubmit={send}>
      <Stack>
        <TextInput
          label={words.yourName}
          autoComplete="username"
          required
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PasswordInput
          label={words.password}
          description={isNew ? words.passwordHint(SHORTEST_PASSWORD) : undefined}
          autoComplete={passwordKind}
          required
          minLength={isNew ? SHORTEST_PASSWORD : undefined}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {error && <Failure error={error} />}
        <Button type="submit" loading={isPending}>
          {label}
        </Button>
      </Stack>
    </form>
  );
}
