// One corpus: its recordings, text or pictures, what is in it, what was set aside, how it may be split.
import { Button, Checkbox, Group, List, Modal, Stack, Tabs, Text } from "@mantine/core";
import { IconPencil, IconSchool, IconTrash } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { Screen } from "../../ui/screen";
import { Failure, Loading } from "../../ui/states";
import { useWords } from "../../words/words";
import { TABS, type Tab } from "./addresses";
import "./corpora.css";
import { CorpusState } from "./corpora-screen";
import { CorpusJob } from "./corpus-job";
import { Description } from "./description";
import { Examples } from "./examples";
import { Listening } from "./listening";
import { Pictures } from "./pictures";
import { Quarantine } from "./quarantine";
import { type CorpusView, type Family, useCorpora, useCorpus, useDeleteCorpus, useLearned } from "./queries";
import { Recordings } from "./recordings";
import { Splits } from "./splits";
import { TextDescription } from "./text-description";
import { TextFiles } from "./text-files";

const route = getRouteApi("/corpora/$corpus");

export function CorpusScreen() {
  const words = useWords();
  const { corpus: id } = route.useParams();
  const corpus = useCorpus(id);
  if (!corpus.data) {
    return (
      <Screen title={words.corpora.title}>
        {corpus.isError ? <Failure error={corpus.error} again={() => void corpus.refetch()} /> : <Loading />}
      </Screen>
    );
  }
  return <Corpus corpus={corpus.data} key={id} />;
}

function Corpus({ corpus }: { corpus: CorpusView }) {
  const words = useWords().corpora;
  const asked = route.useSearch().tab;
  const navigate = route.useNavigate();
  const isReady = corpus.state === "ready" || (corpus.state === "working" && corpus.utterances !== null);
  const offered = tabsOf(corpus, isReady);
  const first = isReady && offered.includes("about") ? "about" : offered[0]!;
  const tab = asked && offered.includes(asked) ? asked : first;
  return (
    <Screen title={corpus.name} side={<Actions corpus={corpus} />}>
      <Stack className="corpus-inside">
        <Group gap="xs">
          <CorpusState corpus={corpus} />
          <Parent corpus={corpus} />
        </Group>
        <CorpusJob corpus={corpus} />
        {offered.length > 0 && (
          <Tabs
            value={tab}
            keepMounted={false}
            onChange={(chosen) => void navigate({ search: { tab: chosen as Tab }, replace: true, resetScroll: false })}
          >
            <Tabs.List aria-label={words.tabsLabel} className="corpus-tabs">
              {offered.map((each) => (
                <Tabs.Tab key={each} value={each} mih={44}>
                  {words.tabs[each]}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            <Tabs.Panel value={tab} pt="md">
              <View tab={tab} corpus={corpus} />
            </Tabs.Panel>
          </Tabs>
        )}
      </Stack>
    </Screen>
  );
}

/** The views that corpora of each family may have. */
const VIEWS: Record<Family, readonly Tab[]> = {
  speech: ["files", "about", "listen", "aside", "splits"],
  language: ["text", "about", "examples", "aside"],
  image: ["pictures", "aside"],
};

/** The views that this corpus has by now. */
function tabsOf(corpus: CorpusView, isReady: boolean): Tab[] {
  const isSampleOfText = corpus.origin === "sample" && corpus.family === "language"; // its pairs are a file like others
  const hasFiles = corpus.origin === "upload" || corpus.origin === "folder" || isSampleOfText;
  return TABS.filter((tab) => {
    if (!VIEWS[corpus.family].includes(tab)) return false;
    if (tab === "pictures") return true;
    if (tab === "files" || tab === "text") return hasFiles;
    return isReady || (tab === "aside" && corpus.state === "failed");
  });
}

function View({ tab, corpus }: { tab: Tab; corpus: CorpusView }) {
  switch (tab) {
    case "files":
      return <Recordings corpus={corpus} />;
    case "text":
      return <TextFiles corpus={corpus} />;
    case "pictures":
      return <Pictures corpus={corpus} />;
    case "examples":
      return <Examples corpus={corpus} />;
    case "about":
      return corpus.family === "language" ? <TextDescription corpus={corpus} /> : <Description corpus={corpus} />;
    case "listen":
      return <Listening corpus={corpus} />;
    case "aside":
      return <Quarantine corpus={corpus.id} />;
    case "splits":
      return <Splits corpus={corpus} />;
  }
}

function Parent({ corpus }: { corpus: CorpusView }) {
  const words = useWords().corpora;
  const parent = useCorpora().data?.find((each) => each.id === corpus.parent);
  if (!parent) return null;
  return (
    <Text size="sm" c="dimmed">
      {words.madeFrom}:{" "}
      <Link to="/corpora/$corpus" params={{ corpus: parent.id }}>
        {parent.name}
      </Link>
    </Text>
  );
}

function Actions({ corpus }: { corpus: CorpusView }) {
  const words = useWords().corpora;
  const isSpeech = corpus.family === "speech";
  const recipe = RECIPES[corpus.normalizer];
  const canEdit = isSpeech && (corpus.has_draft || corpus.files > 0 || corpus.state === "ready");
  return (
    <Group gap="xs">
      {corpus.state === "ready" && (!isSpeech || recipe) && <Teach corpus={corpus.id} recipe={recipe} />}
      {canEdit && (
        <Button
          component={Link}
          to={`/corpora/${corpus.id}/editor`}
          variant="light"
          leftSection={<IconPencil size={18} aria-hidden />}
        >
          {words.toEditor}
        </Button>
      )}
      {corpus.state !== "working" && <Remove corpus={corpus} />}
    </Group>
  );
}

/** The recipe that suits text of this form. */
const RECIPES: Record<string, string | undefined> = { "airtraffic-train": "air-traffic" };

function Teach({ corpus, recipe }: { corpus: string; recipe: string | undefined }) {
  const words = useWords().corpora;
  return (
    <Button
      renderRoot={(props) => <Link {...props} to="/tuning/new" search={{ corpus, recipe }} />}
      leftSection={<IconSchool size={18} aria-hidden />}
    >
      {words.teach}
    </Button>
  );
}

function Remove({ corpus }: { corpus: CorpusView }) {
  const words = useWords().corpora;
  const [isAsking, setAsking] = useState(false);
  const [isWithModels, setWithModels] = useState(false);
  const removing = useDeleteCorpus();
  const learned = useLearned(corpus.id, isAsking);
  const navigate = route.useNavigate();
  const remove = () =>
    removing.mutate(
      { corpus: corpus.id, models: isWithModels },
      { onSuccess: () => void navigate({ to: "/corpora" }) },
    );
  return (
    <>
      <Button variant="default" leftSection={<IconTrash size={18} aria-hidden />} onClick={() => setAsking(true)}>
        {words.remove}
      </Button>
      <Modal
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={words.removeAsk(corpus.name)}
        closeButtonProps={{ "aria-label": words.cancel }}
      >
        <Stack>
          <Text>{words.removeHint}</Text>
          {learned.isError && <Failure error={learned.error} again={() => void learned.refetch()} />}
          {learned.isPending && <Loading />}
          {Boolean(learned.data?.length) && (
            <>
              <Text>{words.learned(learned.data!.length)}</Text>
              <List>
                {learned.data!.map((model) => (
                  <List.Item key={model.id}>
                    {model.name} ({words.learnedKinds[model.kind]})
                  </List.Item>
                ))}
              </List>
              <Checkbox
                label={words.removeLearned}
                checked={isWithModels}
                onChange={(event) => setWithModels(event.currentTarget.checked)}
              />
            </>
          )}
          {removing.isError && <Failure error={removing.error} />}
          <Group justify="end">
            <Button variant="default" data-autofocus onClick={() => setAsking(false)}>
              {words.cancel}
            </Button>
            <Button loading={removing.isPending} disabled={!learned.isSuccess} onClick={remove}>
              {words.remove}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
