// A run as it goes on: its curves and samples as they were read, with what its events have told since.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import type { JobEvent } from "../../api/follow";
import { useFollowedJob } from "../jobs/queries";
import { asCurves, type Curves, mergeCurves, type Point } from "./curve";
import { tuningKeys, useCurve } from "./queries";
import type { RunView } from "./wire";

const SHOW_EVERY = 250; // ms: events may come in hundreds

export function useLiveRun(run: RunView) {
  const queries = useQueryClient();
  const read = useCurve(run.id);
  const [told, setTold] = useState<Curves>({});
  const waiting = useRef<Curves>({});
  const tell = (event: JobEvent) => {
    if (event.kind === "metric") waiting.current = withMetric(waiting.current, event.body);
    if (event.kind === "sample") void queries.invalidateQueries({ queryKey: [...tuningKeys.run(run.id), "samples"] });
    if (event.kind === "state") void queries.invalidateQueries({ queryKey: tuningKeys.run(run.id), exact: true });
  };
  const job = useFollowedJob(run.job, tell);
  useEffect(() => {
    const show = setInterval(() => {
      const news = waiting.current;
      if (!Object.keys(news).length) return;
      waiting.current = {};
      setTold((before) => mergeCurves(before, news));
    }, SHOW_EVERY);
    return () => clearInterval(show);
  }, []);
  const known = useMemo(() => asCurves(read.data?.curves ?? {}), [read.data]);
  const curves = useMemo(() => mergeCurves(known, told), [known, told]);
  return { job, curves, read };
}

function withMetric(curves: Curves, body: Record<string, unknown>): Curves {
  const { name, value, step } = body as { name: string; value: number; step: number };
  const point: Point = [step, value];
  return { ...curves, [name]: [...(curves[name] ?? []), point] };
}
