// The addresses of the page. They carry the ids, so that a reload finds everything again.
import { Button } from "@mantine/core";
import { createRootRoute, createRoute, createRouter, Link, lazyRouteComponent } from "@tanstack/react-router";
import { ShelfScreen } from "../features/book/shelf-screen";
import { readCorpusSearch } from "../features/corpora/addresses";
import { readEditorSearch } from "../features/transcripts/addresses";
import { Screen } from "../ui/screen";
import { secondOf, textOf } from "../ui/search-params";
import { Empty } from "../ui/states";
import { useWords } from "../words/words";
import { Shell } from "./shell";

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

// The shelf comes at once; the other screens are fetched when they are first gone to.
const MakeScreen = lazyRouteComponent(() => import("../features/book/make-screen"), "MakeScreen");
const BookScreen = lazyRouteComponent(() => import("../features/book/book-screen"), "BookScreen");
const FamilyScreen = lazyRouteComponent(() => import("../features/book/family-screen"), "FamilyScreen");
const AccountScreen = lazyRouteComponent(() => import("../features/account/account-screen"), "AccountScreen");
const TuningScreen = lazyRouteComponent(() => import("../features/tuning/runs-screen"), "TuningScreen");
const NewRunScreen = lazyRouteComponent(() => import("../features/tuning/new-run-screen"), "NewRunScreen");
const RunScreen = lazyRouteComponent(() => import("../features/tuning/run-screen"), "RunScreen");
const CompareScreen = lazyRouteComponent(() => import("../features/tuning/compare-screen"), "CompareScreen");
const TryScreen = lazyRouteComponent(() => import("../features/tuning/try-screen"), "TryScreen");
const EvaluationScreen = lazyRouteComponent(() => import("../features/tuning/evaluation-screen"), "EvaluationScreen");
const CorporaScreen = lazyRouteComponent(() => import("../features/corpora/corpora-screen"), "CorporaScreen");
const CorpusScreen = lazyRouteComponent(() => import("../features/corpora/corpus-screen"), "CorpusScreen");
const EditorScreen = lazyRouteComponent(() => import("../features/transcripts/editor-screen"), "EditorScreen");
const TranscribeScreen = lazyRouteComponent(
  () => import("../features/transcribe/transcribe-screen"),
  "TranscribeScreen",
);
const BatchScreen = lazyRouteComponent(() => import("../features/transcribe/batch-screen"), "BatchScreen");
const RecordingScreen = lazyRouteComponent(() => import("../features/transcribe/recording-screen"), "RecordingScreen");
const PlaygroundScreen = lazyRouteComponent(
  () => import("../features/playground/playground-screen"),
  "PlaygroundScreen",
);
const JobsScreen = lazyRouteComponent(() => import("../features/jobs/jobs-screen"), "JobsScreen");

const routes = [
  createRoute({ getParentRoute: () => root, path: "/", component: ShelfScreen }),
  createRoute({ getParentRoute: () => root, path: "/make", component: MakeScreen }),
  createRoute({ getParentRoute: () => root, path: "/family", component: FamilyScreen }),
  createRoute({
    getParentRoute: () => root,
    path: "/books/$book",
    component: BookScreen,
    validateSearch: (search): { job?: string; page?: number } => ({
      job: textOf(search.job),
      page: typeof search.page === "number" ? search.page : undefined,
    }),
  }),
  createRoute({ getParentRoute: () => root, path: "/tuning", component: TuningScreen }),
  createRoute({
    getParentRoute: () => root,
    path: "/tuning/new",
    component: NewRunScreen,
    validateSearch: (search): { corpus?: string; recipe?: string } => ({
      corpus: textOf(search.corpus),
      recipe: textOf(search.recipe),
    }),
  }),
  createRoute({ getParentRoute: () => root, path: "/tuning/runs/$run", component: RunScreen }),
  createRoute({
    getParentRoute: () => root,
    path: "/tuning/compare",
    component: CompareScreen,
    validateSearch: (search): { runs: string } => ({ runs: textOf(search.runs) ?? "" }),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/tuning/try",
    component: TryScreen,
    validateSearch: (search): { model?: string; against?: string; language?: string } => ({
      model: textOf(search.model),
      against: textOf(search.against),
      language: textOf(search.language),
    }),
  }),
  createRoute({ getParentRoute: () => root, path: "/tuning/evaluations/$evaluation", component: EvaluationScreen }),
  createRoute({ getParentRoute: () => root, path: "/corpora", component: CorporaScreen }),
  createRoute({
    getParentRoute: () => root,
    path: "/corpora/$corpus",
    component: CorpusScreen,
    validateSearch: readCorpusSearch,
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/corpora/$corpus/editor",
    component: EditorScreen,
    validateSearch: readEditorSearch,
  }),
  createRoute({ getParentRoute: () => root, path: "/transcribe", component: TranscribeScreen }),
  createRoute({ getParentRoute: () => root, path: "/transcribe/$batch", component: BatchScreen }),
  createRoute({
    getParentRoute: () => root,
    path: "/transcribe/$batch/$number",
    component: RecordingScreen,
    validateSearch: (search): { at?: number } => ({ at: secondOf(search.at) }),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/playground",
    component: PlaygroundScreen,
    validateSearch: (search): { model?: string; family?: "speech" | "image" } => ({
      model: textOf(search.model),
      family: search.family === "speech" || search.family === "image" ? search.family : undefined,
    }),
  }),
  createRoute({ getParentRoute: () => root, path: "/jobs", component: JobsScreen }),
  createRoute({ getParentRoute: () => root, path: "/account", component: AccountScreen }),
] as const;

export const router = createRouter({
  routeTree: root.addChildren(routes),
  scrollRestoration: true,
  defaultPreload: "intent",
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}

function NotFound() {
  const words = useWords();
  return (
    <Screen title={words.notFound}>
      <Empty title={words.notFound} hint={words.notFoundHint}>
        <Button component={Link} to="/">
          {words.toShelf}
        </Button>
      </Empty>
    </Screen>
  );
}
