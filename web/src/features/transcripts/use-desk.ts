// The state of a transcript editor: what is open, which segment is at hand, what was changed, and sending it.
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useReducer, useState } from "react";
import { adoptDrawers, ownDrawer } from "./drawers";
import { EMPTY, history } from "./history";
import { Outbox } from "./outbox";
import { courierOf, editorKeys, readSheet, restoreRecording, type SegmentView } from "./queries";
import type { Segment, Step } from "./segments";

const outboxes = new Map<string, Outbox<SegmentView>>();

/** It outlives the screen, so that leaving right after a letter was typed loses nothing. */
function outboxOf(corpus: string): Outbox<SegmentView> {
  const known = outboxes.get(corpus);
  if (known) return known;
  const prefix = `soridam-edits-${corpus}`;
  const own = ownDrawer(prefix, sessionStorage, window);
  const made = new Outbox<SegmentView>(own, localStorage, courierOf(corpus));
  outboxes.set(corpus, made);
  adoptDrawers(prefix, own, localStorage, navigator.locks, (kept) => made.adopted(made.adopt(kept)));
  return made;
}

export interface Place {
  recording: string;
  segment: string;
}

/** The outbox of a corpus for as long as its editor is open; the screen is drawn anew as it fills and empties. */
function useOutbox(corpus: string, open: (recording: string) => void): Outbox<SegmentView> {
  const [, redraw] = useReducer((times: number) => times + 1, 0);
  const outbox = outboxOf(corpus);
  useEffect(() => {
    outbox.tell = redraw;
    outbox.adopted = (recordings) => recordings.forEach(open);
    outbox.recordings.forEach(open); // what an earlier visit could not send
    const flush = () => outbox.flush();
    window.addEventListener("online", flush);
    return () => {
      window.removeEventListener("online", flush);
      outbox.tell = () => undefined;
      outbox.adopted = () => undefined;
      outbox.flush();
    };
  }, [outbox, open]);
  return outbox;
}

/** What is known of each recording, with all changes; `open` reads a recording from the server. */
function useSheets(corpus: string) {
  const [state, dispatch] = useReducer(history, EMPTY);
  const [failure, setFailure] = useState<Error | null>(null);
  const outbox = outboxOf(corpus);
  const learn = useCallback(
    (recording: string, views: readonly SegmentView[]) =>
      dispatch({ do: "open", recording, segments: outbox.learn(recording, views) }),
    [outbox],
  );
  const open = useCallback(
    (recording: string) => {
      setFailure(null);
      readSheet(corpus, recording).then((views) => learn(recording, views), setFailure);
    },
    [corpus, learn],
  );
  return { state, dispatch, failure, learn, open };
}

export function useDesk(corpus: string) {
  const { state, dispatch, failure, learn, open } = useSheets(corpus);
  const outbox = useOutbox(corpus, open);
  const [current, setCurrent] = useState<Place | null>(null);
  const queries = useQueryClient();

  const isOpen = current ? current.recording in state.sheets : true;
  useEffect(() => {
    if (current && !isOpen) open(current.recording);
  }, [current, isOpen, open]);

  const condition = outbox.condition;
  useEffect(() => {
    if (condition.is === "saved") void queries.invalidateQueries({ queryKey: editorKeys.counts(corpus) });
  }, [condition.is, queries, corpus]);

  const change = (kind: string, steps: readonly Step[]) => {
    if (!current || !steps.length) return;
    dispatch({ do: "change", ...current, steps, kind, at: Date.now() });
    outbox.put(current.recording, steps);
  };
  const walk = (to: "undo" | "redo") => {
    const change = (to === "undo" ? state.past : state.future).at(-1);
    if (!change) return;
    dispatch({ do: to });
    outbox.put(change.recording, to === "undo" ? change.back : change.steps);
    setCurrent({ recording: change.recording, segment: change.segment });
  };
  const takeTheirs = () => {
    const recording = outbox.takeTheirs();
    if (recording) open(recording);
  };
  const restore = async (recording: string) => {
    const restored = await restoreRecording(corpus, recording);
    learn(recording, restored.segments);
    void queries.invalidateQueries({ queryKey: editorKeys.counts(corpus) });
  };

  return {
    sheets: state.sheets,
    canUndo: state.past.length > 0,
    canRedo: state.future.length > 0,
    current,
    select: setCurrent,
    segments: current ? state.sheets[current.recording] : undefined,
    view: (id: string) => outbox.view(id),
    change,
    undo: () => walk("undo"),
    redo: () => walk("redo"),
    condition,
    keepMine: () => outbox.keepMine(),
    takeTheirs,
    restore,
    failure,
    again: () => current && open(current.recording),
  };
}

export type Desk = ReturnType<typeof useDesk>;

/** The list to work through as it is now: halves of a split stand where the whole was, what was joined is gone. */
export function queueNow(queue: readonly SegmentView[], sheets: Desk["sheets"]): (Segment & { recording: string })[] {
  return queue.flatMap((item) => {
    const sheet = sheets[item.recording];
    if (!sheet) return [item];
    const here = sheet.filter((segment) => segment.id === item.id || segment.id.startsWith(`${item.id}/`));
    return here.map((segment) => ({ ...segment, recording: item.recording }));
  });
}
