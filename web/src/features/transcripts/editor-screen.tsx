// The transcript editor: waveform and text together, worked through by keys, saved by itself.
import { Text } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useEffect } from "react";
import "../corpora/corpora.css";
import { Screen } from "../../ui/screen";
import { Empty, Failure, Loading } from "../../ui/states";
import { useWords } from "../../words/words";
import { type CorpusView, useCorpus } from "../corpora/queries";
import { DraftForm, Drafting } from "./drafting";
import "./transcripts.css";
import { type Filter, type Order, useCounts, useQueue } from "./queries";
import { Queue } from "./queue";
import { type Place, queueNow, useDesk } from "./use-desk";
import { Work } from "./work";

const route = getRouteApi("/corpora/$corpus/editor");

const AHEAD = 20; // segments before the end of what is there, at which more are fetched

export function EditorScreen() {
  const words = useWords();
  const { corpus: id } = route.useParams();
  const corpus = useCorpus(id);
  if (!corpus.data) {
    return (
      <Screen title={words.corpora.toEditor}>
        {corpus.isError ? <Failure error={corpus.error} again={() => void corpus.refetch()} /> : <Loading />}
      </Screen>
    );
  }
  const isDrafting = corpus.data.state === "working" && corpus.data.job_kind === "draft";
  return (
    <Screen title={words.editor.title(corpus.data.name)}>
      <Text mb="md" className="corpus-inside">
        <Link to="/corpora/$corpus" params={{ corpus: id }}>
          {words.editor.toCorpus}
        </Link>
      </Text>
      {corpus.data.has_draft && !isDrafting ? (
        <Editor corpus={corpus.data} key={id} />
      ) : (
        <Drafting corpus={corpus.data} />
      )}
    </Screen>
  );
}

function Editor({ corpus }: { corpus: CorpusView }) {
  const words = useWords().editor;
  const desk = useDesk(corpus.id);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const order: Order = search.order ?? "worst";
  const filter: Filter = search.filter ?? "";
  const queue = useQueue(corpus.id, order, filter);
  const counts = useCounts(corpus.id);
  const loaded = queue.data?.pages.flatMap((page) => page.segments) ?? [];
  const items = queueNow(loaded, desk.sheets);
  const confidences = new Map(loaded.map((segment) => [segment.id, segment.confidence]));

  const first = items[0];
  const hasPlace = desk.current !== null;
  useEffect(() => {
    if (hasPlace) return;
    if (search.recording && search.segment) desk.select({ recording: search.recording, segment: search.segment });
    else if (first) desk.select({ recording: first.recording, segment: first.id });
  }, [hasPlace, first, search, desk]);

  const here = desk.current;
  const named = here ? (desk.view(here.segment)?.id ?? here.segment) : undefined;
  useEffect(() => {
    if (!here || (search.recording === here.recording && search.segment === named)) return;
    void navigate({
      search: (old) => ({ ...old, recording: here.recording, segment: named }),
      replace: true,
      resetScroll: false,
    });
  }, [here, named, navigate, search]);

  const index = items.findIndex((item) => item.id === here?.segment);
  const isNearEnd = index >= items.length - AHEAD && queue.hasNextPage && !queue.isFetchingNextPage;
  const { fetchNextPage } = queue;
  useEffect(() => {
    if (isNearEnd) void fetchNextPage();
  }, [isNearEnd, fetchNextPage]);

  if (queue.isPending) return <Loading />;
  if (queue.isError) return <Failure error={queue.error} again={() => void queue.refetch()} />;
  const isEmpty = counts.data && Object.values(counts.data).every((count) => count === 0);
  if (isEmpty) {
    return (
      <Empty title={words.draftEmpty} hint={words.draftEmptyHint}>
        <DraftForm corpus={corpus} replace />
      </Empty>
    );
  }
  const list = (
    <Queue
      items={items}
      current={here}
      confidences={confidences}
      counts={counts.data}
      order={order}
      filter={filter}
      choose={(changes) =>
        void navigate({ search: (old) => ({ ...old, ...changes }), replace: true, resetScroll: false })
      }
      select={desk.select}
      more={queue.hasNextPage ? () => void fetchNextPage() : null}
    />
  );
  const neighbor = (by: 1 | -1): Place | null => {
    const item = index >= 0 ? items[index + by] : undefined;
    return item ? { recording: item.recording, segment: item.id } : null;
  };
  return (
    <div className="editor">
      <Work corpus={corpus} desk={desk} neighbor={neighbor} />
      {list}
    </div>
  );
}
