// A new corpus: its name, what is in it, the language, and where its recordings are. What was typed survives a refusal and a reload.
import { Button, Group, Modal, Radio, Select, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { useSessionStorage } from "@mantine/hooks";
import { IconArrowUp, IconFolder } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { Failure, Loading } from "../../ui/states";
import { useWords } from "../../words/words";
import { type Family, useCreateCorpus, useFolder, useLimits } from "./queries";
import { SampleButton } from "./samples";

interface Draft {
  name: string;
  family: Family;
  language: string;
  folder: string | null; // null: from this device
}

const EMPTY: Draft = { name: "", family: "speech", language: "", folder: null };

export function NewCorpus({ opened, close }: { opened: boolean; close: () => void }) {
  const words = useWords().corpora;
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={words.create}
      size="lg"
      closeButtonProps={{ "aria-label": words.cancel }}
    >
      <Form close={close} />
    </Modal>
  );
}

function Form({ close }: { close: () => void }) {
  const words = useWords().corpora;
  const [draft, setDraft] = useSessionStorage<Draft>({ key: "soridam-new-corpus", defaultValue: EMPTY });
  const [isMissing, setMissing] = useState(false);
  const creating = useCreateCorpus();
  const navigate = useNavigate();
  const change = (changes: Partial<Draft>) => setDraft((old) => ({ ...old, ...changes }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const name = draft.name.trim();
    setMissing(!name);
    if (!name) return;
    const where = draft.family === "speech" ? draft : EMPTY; // others have no spoken language and come from this device
    creating.mutate(
      { name, family: draft.family, language: where.language, folder: where.folder },
      {
        onSuccess: (corpus) => {
          setDraft(EMPTY);
          close();
          void navigate({ to: "/corpora/$corpus", params: { corpus: corpus.id } });
        },
      },
    );
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <TextInput
          data-autofocus
          label={words.name}
          placeholder={words.nameExample}
          maxLength={80}
          autoComplete="off"
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
          error={isMissing && !draft.name.trim() ? words.nameMissing : undefined}
        />
        <Radio.Group
          label={words.family}
          value={draft.family}
          onChange={(family) => change({ family: family as Family })}
        >
          <Stack mt="xs" gap="xs">
            <Radio value="speech" label={words.families.speech} />
            <Radio value="language" label={words.families.language} />
            <Radio value="image" label={words.families.image} />
          </Stack>
        </Radio.Group>
        {draft.family === "speech" && (
          <>
            <LanguageChoice value={draft.language} choose={(language) => change({ language })} />
            <Where folder={draft.folder} choose={(folder) => change({ folder })} />
          </>
        )}
        <Group gap="xs">
          <Text size="sm">{words.nothingAtHand}</Text>
          <SampleButton family={draft.family} size="sm" made={close} />
        </Group>
        {creating.isError && <Failure error={creating.error} />}
        <Group justify="end">
          <Button variant="default" onClick={close}>
            {words.cancel}
          </Button>
          <Button type="submit" loading={creating.isPending}>
            {words.start}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

export function LanguageChoice({ value, choose }: { value: string; choose: (language: string) => void }) {
  const words = useWords().corpora;
  const data = Object.entries(words.languages).map(([code, label]) => ({ value: code, label }));
  return (
    <Select
      label={words.language}
      data={data}
      value={value}
      allowDeselect={false}
      onChange={(language) => choose(language ?? "")}
    />
  );
}

/** Hidden where the server lets nobody point to its folders. */
function Where({ folder, choose }: { folder: string | null; choose: (folder: string | null) => void }) {
  const words = useWords().corpora;
  const limits = useLimits();
  if (!limits.data?.folders.length) return null;
  return (
    <>
      <Radio.Group
        label={words.where}
        value={folder === null ? "device" : "server"}
        onChange={(where) => choose(where === "device" ? null : "")}
      >
        <Group mt="xs">
          <Radio value="device" label={words.onThisDevice} />
          <Radio value="server" label={words.onServer} />
        </Group>
      </Radio.Group>
      {folder !== null && <Folders path={folder} choose={choose} />}
    </>
  );
}

function Folders({ path, choose }: { path: string; choose: (folder: string) => void }) {
  const words = useWords().corpora;
  const folder = useFolder(path, true);
  if (folder.isPending) return <Loading />;
  if (folder.isError) return <Failure error={folder.error} again={() => void folder.refetch()} />;
  const { data } = folder;
  return (
    <Stack gap={4}>
      <Text size="sm" fw={500} style={{ overflowWrap: "anywhere" }}>
        {words.folder}: {data.path || "…"}
      </Text>
      {data.path && (
        <Text size="sm" c="dimmed" role="status">
          {words.folderHolds(data.recordings)}
          {data.reader && ` · ${words.folderLayout(data.reader)}`}
        </Text>
      )}
      <Stack gap={2} mah={220} style={{ overflowY: "auto" }} component="ul" p={0} m={0}>
        {data.path && (
          <FolderButton name={words.folderUp} icon={IconArrowUp} onClick={() => choose(data.parent ?? "")} />
        )}
        {data.folders.map((inner) => (
          <FolderButton key={inner.path} name={inner.name} icon={IconFolder} onClick={() => choose(inner.path)} />
        ))}
      </Stack>
      {!data.folders.length && (
        <Text size="sm" c="dimmed">
          {words.folderNone}
        </Text>
      )}
    </Stack>
  );
}

function FolderButton({ name, icon: Icon, onClick }: { name: string; icon: typeof IconFolder; onClick: () => void }) {
  return (
    <li style={{ listStyle: "none" }}>
      <UnstyledButton className="folder-line" onClick={onClick} mih={40}>
        <Icon size={20} aria-hidden />
        <span>{name}</span>
      </UnstyledButton>
    </li>
  );
}
