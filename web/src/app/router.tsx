// The addresses of the page. They carry the ids, so that a reload finds everything again.
import { Button } from "@mantine/core";
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Link } from "@tanstack/react-router";
import { readCorpusSearch, readEditorSearch } from "../corpora/addresses";
import { ShelfScreen } from "../features/book/shelf";
import { Screen } from "../ui/screen";
import { Empty } from "../ui/states";
import { useWords } from "../words/words";
import { Shell } from "./shell";

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

// The shelf comes at once; the other screens are fetched when they are first gone to.
const MakeScreen = lazyRouteComponent(() => import("../features/book/make"), "MakeScreen");
const BookScreen = lazyRouteComponent(() => import("../features/book/book"), "BookScreen");
const FamilyScreen = lazyRouteComponent(() => import("../features/book/family"), "FamilyScreen");
const AccountScreen = lazyRouteComponent(() => import("../features/account/account"), "AccountScreen");
const TuningScreen = lazyRouteComponent(() => import("../tuning/runs"), "TuningScreen");
const NewRunScreen = lazyRouteComponent(() => import("../tuning/new-run"), "NewRunScreen");
const RunScreen = lazyRouteComponent(() => import("../tuning/run"), "RunScreen");
const CompareScreen = lazyRouteComponent(() => import("../tuning/compare"), "CompareScreen");
const TryScreen = lazyRouteComponent(() => import("../tuning/try"), "TryScreen");
const EvaluationScreen = lazyRouteComponent(() => import("../tuning/evaluation"), "EvaluationScreen");
const CorporaScreen = lazyRouteComponent(() => import("../corpora/corpora"), "CorporaScreen");
const CorpusScreen = lazyRouteComponent(() => import("../corpora/corpus"), "CorpusScreen");
const EditorScreen = lazyRouteComponent(() => import("../editor/editor"), "EditorScreen");
const TranscribeScreen = lazyRouteComponent(() => import("../transcribe/transcribe"), "TranscribeScreen");
const BatchScreen = lazyRouteComponent(() => import("../transcribe/batch"), "BatchScreen");
const RecordingScreen = lazyRouteComponent(() => import("../transcribe/recording"), "RecordingScreen");
const JobsScreen = lazyRouteComponent(() => import("../features/job/jobs"), "JobsScreen");

const routes = [
  createRoute({ getParentRoute: () => root, path: "/", component: ShelfScreen }),
  createRoute({ getParentRoute: () => root, path: "/make", component: MakeScreen }),
  createRoute({ getParentRoute: () => root, path: "/family", component: FamilyScreen }),
  createRoute({
    getParentRoute: () => root,
    path: "/books/$book",
    component: BookScreen,
    validateSearch: (search): { job?: string; page?: number } => ({
      job: typeof search.job === "string" ? search.job : undefined,
      page: typeof search.page === "number" ? search.page : undefined,
    }),
  }),
  createRoute({ getParentRoute: () => root, path: "/tuning", component: TuningScreen }),
  createRoute({ getParentRoute: () => root, path: "/tuning/new", component: NewRunScreen }),
  createRoute({ getParentRoute: () => root, path: "/tuning/runs/$run", component: RunScreen }),
  createRoute({
    getParentRoute: () => root,
    path: "/tuning/compare",
    component: CompareScreen,
    validateSearch: (search): { runs: string } => ({ runs: typeof search.runs === "string" ? search.runs : "" }),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/tuning/try",
    component: TryScreen,
    validateSearch: (search): { model?: string; against?: string; language?: string } => ({
      model: typeof search.model === "string" ? search.model : undefined,
      against: typeof search.against === "string" ? search.against : undefined,
      language: typeof search.language === "string" ? search.language : undefined,
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
  createRoute({ getParentRoute: () => root, path: "/transcribe/$batch/$number", component: RecordingScreen }),
  createRoute({ getParentRoute: () => root, path: "/jobs", component: JobsScreen }),
  createRoute({ getParentRoute: () => root, path: "/account", component: AccountScreen }),
] as const;

export const router = createRouter({ routeTree: root.addChildren(routes), scrollRestoration: true, defaultPreload: "intent" });

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
