// Questions over one's recordings and documents, answered with quotes; and the documents. Begin with `Asking`.
import { ActionIcon, Alert, Anchor, Button, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconFilePlus, IconMessageQuestion, IconTrash } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useRef, useState } from "react";
import { Confirm } from "../../ui/confirm";
import { formatBytes, formatTime } from "../../ui/format";
import { Failure, Loading } from "../../ui/states";
import { useSpoken, useWords } from "../../words/words";
import { Agreed } from "../account/agreed";
import {
  type AnswerView,
  type DocumentsView,
  documentOf,
  type QuoteView,
  useAsking,
  useDeletingDocument,
  useDocuments,
  useSendingDocuments,
} from "./documents-queries";

export function Asking() {
  const words = useWords().transcribing;
  const [question, setQuestion] = useState("");
  const [starts, setStarts] = useState("");
  const asking = useAsking();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (question.trim()) asking.mutate({ question: question.trim(), starts: starts.trim() });
  };
  return (
    <section aria-label={words.ask}>
      <Title order={2} size="h3" mb="xs">
        {words.ask}
      </Title>
      <Stack>
        <Text c="dimmed">{words.askHint}</Text>
        <form onSubmit={submit}>
          <Group align="end">
            <TextInput
              label={words.question}
              placeholder={words.questionExample}
              maxLength={500}
              style={{ flex: "1 1 20rem" }}
              value={question}
              onChange={(event) => setQuestion(event.currentTarget.value)}
            />
            <TextInput
              label={words.starts}
              placeholder="14:00"
              maxLength={40}
              w="12rem"
              value={starts}
              onChange={(event) => setStarts(event.currentTarget.value)}
            />
            <Button
              type="submit"
              size="md"
              leftSection={<IconMessageQuestion size={20} aria-hidden />}
              disabled={!question.trim()}
              loading={asking.isPending}
            >
              {words.askNow}
            </Button>
          </Group>
        </form>
        {asking.isError && <Failure error={asking.error} />}
        <div aria-live="polite">{asking.data && !asking.isPending && <Answer of={asking.data} />}</div>
        <Documents />
      </Stack>
    </section>
  );
}

function Answer({ of }: { of: AnswerView }) {
  const words = useWords().transcribing;
  return (
    <Stack gap="xs">
      {!of.found && <Text fw={600}>{words.notInMaterial}</Text>}
      {of.values.length > 0 && (
        <Text fw={700} size="lg">
          {of.values.join(", ")}
        </Text>
      )}
      <ul className="rows">
        {of.quotes.map((quote) => (
          <li key={`${quote.kind} ${quote.transcription} ${quote.number} ${quote.name} ${quote.place} ${quote.text}`}>
            <Quote of={quote} isValued={of.values.length > 0} />
          </li>
        ))}
      </ul>
      {of.unread.map(({ name, error, hint }) => (
        <Alert key={name} color="yellow">
          <strong>{name}</strong>: {error} {hint}
        </Alert>
      ))}
    </Stack>
  );
}

function Quote({ of, isValued }: { of: QuoteView; isValued: boolean }) {
  const words = useWords().transcribing;
  const place = of.kind === "recording" ? formatTime(of.seconds ?? 0) : placeIn(of.place, words);
  const where = [of.time, of.name, place, of.heading];
  return (
    <div style={{ minWidth: 0 }}>
      <Text component="blockquote" m={0} style={{ overflowWrap: "anywhere" }}>
        {!isValued && of.values.length > 0 && <strong>{of.values.join(", ")}: </strong>}
        <q>{of.text}</q>
      </Text>
      <Source of={of}>{where.filter(Boolean).join(" · ")}</Source>
    </div>
  );
}

/** "page 3" in the reader's words; names of rows stay as they are. */
function placeIn(place: string, words: ReturnType<typeof useWords>["transcribing"]): string {
  const [, kind, number] = /^(line|page|row) (\d+)$/.exec(place) ?? [];
  return kind ? words.places[kind]!(number!) : place;
}

function Source({ of, children }: { of: QuoteView; children: string }) {
  if (of.kind === "document")
    return (
      <Anchor href={documentOf(of.name)} size="sm" download>
        {children}
      </Anchor>
    );
  return (
    <Link
      to="/transcribe/$batch/$number"
      params={{ batch: of.transcription, number: String(of.number) }}
      search={{ at: of.seconds ?? 0 }}
      className="name"
    >
      {children}
    </Link>
  );
}

function Documents() {
  const words = useWords().transcribing;
  const documents = useDocuments();
  if (documents.isPending) return <Loading />;
  if (documents.isError) return <Failure error={documents.error} again={() => void documents.refetch()} />;
  return (
    <section aria-label={words.documents}>
      <Title order={3} size="h4">
        {words.documents}
      </Title>
      <Adding of={documents.data} />
      <ul className="rows">
        {documents.data.documents.map((document) => (
          <li key={document.name}>
            <DocumentLine of={document} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Adding({ of }: { of: DocumentsView }) {
  const { words, language } = useSpoken();
  const said = words.transcribing;
  const input = useRef<HTMLInputElement>(null);
  const sending = useSendingDocuments();
  return (
    <Stack gap="xs" my="xs">
      <Text size="sm" c="dimmed">
        {said.documentsHint(formatBytes(of.most_bytes, language))}
      </Text>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept={of.suffixes.join(",")}
        aria-label={said.addDocuments}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = "";
          if (files.length) sending.mutate(files);
        }}
      />
      <Agreed purposes={["store"]} then={() => input.current?.click()}>
        {(ask) => (
          <Button
            variant="default"
            style={{ alignSelf: "start" }}
            leftSection={<IconFilePlus size={18} aria-hidden />}
            loading={sending.isPending}
            onClick={ask}
          >
            {said.addDocuments}
          </Button>
        )}
      </Agreed>
      {sending.isError && <Failure error={sending.error} />}
    </Stack>
  );
}

function DocumentLine({ of }: { of: DocumentsView["documents"][number] }) {
  const { words, language } = useSpoken();
  const said = words.transcribing;
  const deleting = useDeletingDocument();
  return (
    <>
      <Anchor href={documentOf(of.name)} download className="name">
        {of.name}
      </Anchor>
      <Group gap="xs" wrap="nowrap">
        <Text c="dimmed">{formatBytes(of.bytes, language)}</Text>
        <Confirm
          title={said.documentRemoveAsk(of.name)}
          hint={said.documentRemoveHint}
          action={said.remove}
          act={(close) => deleting.mutate(of.name, { onSuccess: close })}
          isPending={deleting.isPending}
          error={deleting.error}
        >
          {(ask) => (
            <ActionIcon variant="subtle" color="gray" size={44} aria-label={said.documentRemove(of.name)} onClick={ask}>
              <IconTrash size={18} aria-hidden />
            </ActionIcon>
          )}
        </Confirm>
      </Group>
    </>
  );
}
