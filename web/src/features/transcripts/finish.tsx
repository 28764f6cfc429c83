// The end of the work: the corrected transcripts become a corpus of their own.
import { Button, Group, Modal, Stack, Switch, Text, TextInput } from "@mantine/core";
import { IconStack2 } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { Failure } from "../../ui/states";
import { useWords } from "../../words/words";
import type { CorpusView } from "../corpora/queries";
import { useCounts, useNewVersion } from "./queries";

export function Finish({ corpus, isSaved }: { corpus: CorpusView; isSaved: boolean }) {
  const { editor: words, corpora } = useWords();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button leftSection={<IconStack2 size={18} aria-hidden />} onClick={() => setOpened(true)}>
        {words.finish}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={words.finish}
        closeButtonProps={{ "aria-label": corpora.cancel }}
      >
        <Form corpus={corpus} isSaved={isSaved} close={() => setOpened(false)} />
      </Modal>
    </>
  );
}

function Form({ corpus, isSaved, close }: { corpus: CorpusView; isSaved: boolean; close: () => void }) {
  const { editor: words, corpora } = useWords();
  const [name, setName] = useState(words.version(corpus.name).slice(0, 80));
  const [onlyAccepted, setOnlyAccepted] = useState(false);
  const counts = useCounts(corpus.id).data;
  const making = useNewVersion(corpus.id);
  const navigate = useNavigate();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    making.mutate(
      { name: name.trim(), only_accepted: onlyAccepted, language: corpus.language },
      {
        onSuccess: (made) => void navigate({ to: "/corpora/$corpus", params: { corpus: made.id } }),
      },
    );
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text>{words.finishHint}</Text>
        <TextInput
          data-autofocus
          required
          label={words.versionName}
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Switch
          label={words.onlyAccepted}
          description={counts && words.onlyAcceptedHint(String(counts.accepted), String(counts.draft + counts.edited))}
          checked={onlyAccepted}
          onChange={(event) => setOnlyAccepted(event.currentTarget.checked)}
        />
        {!isSaved && <Text role="status">{words.unsaved}</Text>}
        {making.isError && <Failure error={making.error} />}
        <Group justify="end">
          <Button variant="default" onClick={close}>
            {corpora.cancel}
          </Button>
          <Button type="submit" disabled={!isSaved} loading={making.isPending}>
            {words.finish}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
