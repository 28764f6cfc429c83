// The addresses of the page. They carry the ids, so that a reload finds everything again.
import { Button } from "@mantine/core";
import { createRootRoute, createRoute, createRouter, Link } from "@tanstack/react-router";
import { BookScreen } from "../features/book/book";
import { MakeScreen } from "../features/book/make";
import { ShelfScreen } from "../features/book/shelf";
import { JobsScreen } from "../features/job/jobs";
import { Screen } from "../ui/screen";
import { Empty } from "../ui/states";
import { useWords } from "../words/words";
import { Shell } from "./shell";

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const routes = [
  createRoute({ getParentRoute: () => root, path: "/", component: ShelfScreen }),
  createRoute({ getParentRoute: () => root, path: "/make", component: MakeScreen }),
  createRoute({
    getParentRoute: () => root,
    path: "/books/$book",
    component: BookScreen,
    validateSearch: (search): { redraw?: string; page?: number } => ({
      redraw: typeof search.redraw === "string" ? search.redraw : undefined,
      page: typeof search.page === "number" ? search.page : undefined,
    }),
  }),
  createRoute({ getParentRoute: () => root, path: "/jobs", component: JobsScreen }),
] as const;

export const router = createRouter({ routeTree: root.addChildren(routes), scrollRestoration: true });

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
