// For somebody who has not come in yet.
import { Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { api, ask } from "../../api/client";
import { Screen } from "../../ui/screen";
import { Failure } from "../../ui/states";
import { useWords } from "../../words/words";

export function ComeIn() {
  const words = useWords();
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const logIn = useMutation({
    mutationFn: () => ask(api.POST("/api/login", { body: { name, password } })),
    onSuccess: () => queries.invalidateQueries(),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    logIn.mutate();
  };
  return (
    <Screen title={words.comeIn}>
      <form onSubmit={submit}>
        <Stack maw="24rem">
          <Text>{words.comeInHint}</Text>
          <TextInput
            label={words.yourName}
            autoComplete="username"
            required
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <PasswordInput
            label={words.password}
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          {logIn.isError && <Failure error={logIn.error} />}
          <Button type="submit" loading={logIn.isPending}>
            {words.logIn}
          </Button>
        </Stack>
      </form>
    </Screen>
  );
}
