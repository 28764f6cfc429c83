// Jobs as the server has them: the list, one of them, what may be asked of it, and following it while it runs.
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { api, ask, type JobView } from "../../api/client";
import { followJob, type JobEvent } from "../../api/follow";
import { useMutation } from "../../ui/mutation";

export type JobAction = "cancel" | "pause" | "resume" | "retry";

export const jobKeys = {
  all: ["jobs"] as const,
  one: (job: string) => ["jobs", job] as const,
};

const LOOK_AGAIN = 2_000; // ms

export function isOver(job: JobView): boolean {
  return ["done", "failed", "cancelled"].includes(job.state);
}

export function isMoving(job: { state: string }): boolean {
  return job.state === "waiting" || job.state === "running";
}

/** How soon what waits or runs is looked at again, in milliseconds; never where nothing does. */
export function whileMoving(items: readonly { state: string }[] | undefined, every: number): number | false {
  return items?.some(isMoving) ? every : false;
}

/** What the server would not refuse, the most likely first. */
export function actionsOf(job: JobView): JobAction[] {
  if (job.wanted !== "run" && job.state === "running") return [];
  switch (job.state) {
    case "waiting":
    case "running":
      return ["pause", "cancel"];
    case "paused":
      return ["resume", "cancel"];
    case "failed":
    case "cancelled":
      return ["retry"];
    default:
      return [];
  }
}

/** 0 to 100; null while nobody knows. */
export function percentOf(job: JobView): number | null {
  return job.total ? Math.min(100, Math.round((100 * job.done) / job.total)) : null;
}

/** Jobs that are done before this one: what runs on its machines, and what waits there with a better right. */
export function aheadOf(job: JobView, jobs: readonly JobView[]): JobView[] {
  const isBefore = (other: JobView) =>
    other.priority !== job.priority ? other.priority > job.priority : other.submitted < job.submitted;
  return jobs.filter(
    (other) =>
      other.id !== job.id &&
      other.queue === job.queue &&
      (other.state === "running" || (other.state === "waiting" && isBefore(other))),
  );
}

/** What a job that is done warns of, in the reader's language. */
export function warningsOf(job: JobView | undefined): string[] {
  const warnings: unknown = job?.result?.warnings;
  return Array.isArray(warnings) ? warnings.filter((warning) => typeof warning === "string") : [];
}

/** The machine of a runner: what stands before its process. */
export function placeOf(runner: string): string {
  return runner.split(":")[0] ?? runner;
}

const PAGE = 50;

/** The newest first, page by page; looks again while one moves. */
export function useJobs() {
  return useInfiniteQuery({
    queryKey: jobKeys.all,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: before }) =>
      ask(api.GET("/api/jobs", { params: { query: { limit: PAGE, ...(before && { before }) } } })),
    getNextPageParam: (page) => (page.length < PAGE ? undefined : cursorOf(page.at(-1)!)),
    refetchInterval: (query) => whileMoving(query.state.data?.pages.flat(), LOOK_AGAIN),
  });
}

function cursorOf(job: JobView): string {
  return `${job.submitted}.${job.id}`;
}

export function useJob(job: string | null | undefined) {
  return useQuery({
    queryKey: jobKeys.one(job ?? ""),
    queryFn: () => ask(api.GET("/api/jobs/{job}", { params: { path: { job: job! } } })),
    enabled: Boolean(job),
  });
}

export function useJobAction() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ job, action }: { job: string; action: JobAction }) =>
      ask(api.POST("/api/jobs/{job}/{action}", { params: { path: { job, action } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: jobKeys.all }),
  });
}

/** A job with its state kept fresh by its events, which are told too. Follows again when a job that had ended goes on. */
export function useFollowedJob(id: string | null | undefined, tell: (event: JobEvent) => void) {
  const queries = useQueryClient();
  const job = useJob(id);
  const over = job.data ? isOver(job.data) : true;
  const latest = useRef(tell);
  useEffect(() => {
    latest.current = tell;
  });
  useEffect(() => {
    if (!id || over) return;
    const ending = new AbortController();
    const refresh = () => queries.invalidateQueries({ queryKey: jobKeys.one(id) });
    const told = (event: JobEvent) => {
      void refresh();
      latest.current(event);
    };
    followJob(id, told, ending.signal)
      .catch(() => undefined)
      .finally(refresh); // the query shows what is wrong
    return () => ending.abort();
  }, [id, over, queries]);
  return job;
}
