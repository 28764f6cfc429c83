// Keeping sliders: by name, as a file, and written into a model to take home.
import { Anchor, Button, FileButton, Group, List, Stack, Text, TextInput, Title } from "@mantine/core";
import { useState } from "react";
import { formatBytes } from "../../ui/format";
import { Failure, Loading } from "../../ui/states";
import { useSpoken } from "../../words/words";
import { isMoving } from "../jobs/queries";
import { useAdjusted, useDeletingAdjusted, useForgetting, useSaved, useSaving, useWriting } from "./queries";
import { fromFile, toFile } from "./sliders";
import type { OpenedView, Sliders } from "./wire";

interface Props {
  model: OpenedView;
  sliders: Sliders;
  change: (sliders: Sliders) => void;
}

export function Keeping({ model, sliders, change }: Props) {
  const { words } = useSpoken();
  const said = words.playground;
  const [name, setName] = useState("");
  const [isBad, setBad] = useState(false);
  const saving = useSaving();
  const writing = useWriting();
  const form = { name: name.trim(), model: model.id, sliders };
  const read = async (file: File | null) => {
    const found = file && fromFile(await file.text(), model.layers);
    setBad(file !== null && !found);
    if (found) change(found);
  };
  return (
    <Stack gap="md">
      <Group align="end">
        <TextInput
          label={said.name}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={80}
        />
        <Button disabled={!form.name} loading={saving.isPending} onClick={() => saving.mutate(form)}>
          {said.save}
        </Button>
        <Button
          variant="default"
          disabled={!form.name}
          loading={writing.isPending}
          onClick={() => writing.mutate(form)}
        >
          {said.write}
        </Button>
      </Group>
      <Text size="sm" c="dimmed">
        {said.writeHint}
      </Text>
      {saving.isError && <Failure error={saving.error} />}
      {writing.isError && <Failure error={writing.error} />}
      <Group>
        <Button
          variant="default"
          component="a"
          download={`${form.name || "sliders"}.json`}
          href={`data:application/json,${encodeURIComponent(toFile(model.id, sliders))}`}
        >
          {said.file}
        </Button>
        <FileButton accept="application/json,.json" onChange={(file) => void read(file)}>
          {(props) => (
            <Button {...props} variant="default">
              {said.fromFile}
            </Button>
          )}
        </FileButton>
      </Group>
      {isBad && <Failure title={said.badFile} error={{ message: said.badFileHint }} />}
      <SavedList apply={change} />
      <AdjustedList />
    </Stack>
  );
}

function SavedList({ apply }: { apply: (sliders: Sliders) => void }) {
  const { words } = useSpoken();
  const said = words.playground;
  const saved = useSaved();
  const forgetting = useForgetting();
  if (saved.isError) return <Failure error={saved.error} again={() => void saved.refetch()} />;
  return (
    <section aria-label={said.saved}>
      <Title order={3} size="h5">
        {said.saved}
      </Title>
      {saved.data?.length ? (
        <Stack gap="xs" mt="xs">
          {saved.data.map((each) => (
            <Group key={each.id} gap="xs">
              <Text fw={600}>{each.name}</Text>
              <Button
                size="compact-md"
                variant="default"
                onClick={() => apply({ ...each.sliders, layers: each.sliders.layers ?? null } as Sliders)}
              >
                {said.apply(each.name)}
              </Button>
              <Button size="compact-md" variant="subtle" onClick={() => forgetting.mutate(each.id)}>
                {said.forget(each.name)}
              </Button>
            </Group>
          ))}
        </Stack>
      ) : (
        <Text c="dimmed">{said.noSaved}</Text>
      )}
    </section>
  );
}

function AdjustedList() {
  const { words, language } = useSpoken();
  const said = words.playground;
  const adjusted = useAdjusted();
  const deleting = useDeletingAdjusted();
  if (!adjusted.data?.length) return null;
  return (
    <section aria-label={said.written}>
      <Title order={3} size="h5">
        {said.written}
      </Title>
      {deleting.isError && <Failure error={deleting.error} />}
      <List mt="xs" listStyleType="none">
        {adjusted.data.map((each) => (
          <List.Item key={each.id}>
            <Group gap="xs">
              {each.state === "done" ? (
                <Anchor href={`/api/playground/adjusted/${each.id}/download`}>
                  {said.download(each.name)} {each.bytes && `(${formatBytes(each.bytes, language)})`}
                </Anchor>
              ) : isMoving(each) ? (
                <Loading what={each.name} />
              ) : (
                <Text>
                  {each.name}: {words.states[each.state] ?? each.state}
                </Text>
              )}
              <Button size="compact-md" variant="subtle" onClick={() => deleting.mutate(each.id)}>
                {said.forget(each.name)}
              </Button>
            </Group>
          </List.Item>
        ))}
      </List>
    </section>
  );
}
