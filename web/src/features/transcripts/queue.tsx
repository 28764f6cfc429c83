// The list to work through, those first of which the recognizer was least sure.
import { Badge, Button, Group, SegmentedControl, Select, Stack, Text } from "@mantine/core";
import { memo, useEffect, useRef } from "react";
import { formatPercent, formatTime } from "../../ui/format";
import { useSpoken } from "../../words/words";
import type { Counts, Filter, Order } from "./queries";
import { STATUS_COLORS } from "./segment-card";
import type { Segment } from "./segments";
import type { Place } from "./use-desk";

const FILTERS: Filter[] = ["", "draft", "edited", "accepted", "rejected"];

interface Props {
  items: readonly (Segment & { recording: string })[];
  current: Place | null;
  confidences: ReadonlyMap<string, number>;
  counts: Counts | undefined;
  order: Order;
  filter: Filter;
  choose: (changes: { order?: Order; filter?: Exclude<Filter, ""> }) => void;
  select: (place: Place) => void;
  more: (() => void) | null;
}

export function Queue({ items, current, confidences, counts, order, filter, choose, select, more }: Props) {
  const said = useSpoken().words.editor;
  const list = useRef<HTMLOListElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls when another segment is the current one
  useEffect(() => {
    const here = list.current?.querySelector("[aria-current]");
    here?.scrollIntoView({ block: "nearest" });
  }, [current?.segment]);
  const all = counts ? Object.values(counts).reduce((sum, count) => sum + count, 0) : 0;
  const filters = FILTERS.map((status) => {
    const count = status ? counts?.[status] : all;
    return { value: status, label: `${status ? said.statuses[status] : said.all}${counts ? ` (${count})` : ""}` };
  });
  return (
    <Stack gap="xs" component="section" aria-label={said.queue}>
      <Group gap="xs" align="end">
        <SegmentedControl
          aria-label={said.order}
          value={order}
          onChange={(chosen) => choose({ order: chosen as Order })}
          data={[
            { value: "worst", label: said.worst },
            { value: "time", label: said.inOrder },
          ]}
        />
        <Select
          aria-label={said.show}
          w={150}
          data={filters}
          value={filter}
          allowDeselect={false}
          onChange={(chosen) => choose({ filter: FILTERS.find((each) => each === chosen) || undefined })}
        />
      </Group>
      {counts && (
        <Text size="sm" c="dimmed">
          {said.left(String(counts.accepted), String(all - counts.rejected))}
        </Text>
      )}
      {!items.length && <Text role="status">{said.noneLeft}</Text>}
      <ol ref={list} className="queue">
        {items.map((item) => (
          <Queued
            key={item.id}
            id={item.id}
            recording={item.recording}
            text={item.text}
            start={item.start}
            status={item.status}
            confidence={confidences.get(item.id)}
            isCurrent={item.id === current?.segment}
            select={select}
          />
        ))}
      </ol>
      {more && (
        <Button variant="default" onClick={more}>
          {said.more}
        </Button>
      )}
    </Stack>
  );
}

interface QueuedProps {
  id: string;
  recording: string;
  text: string;
  start: number;
  status: Segment["status"];
  confidence: number | undefined;
  isCurrent: boolean;
  select: (place: Place) => void;
}

/** Drawn again only when it changes: every letter that is typed draws the list. */
const Queued = memo(function Queued({
  id,
  recording,
  text,
  start,
  status,
  confidence,
  isCurrent,
  select,
}: QueuedProps) {
  const { words, language } = useSpoken();
  const said = words.editor;
  return (
    <li>
      <button
        type="button"
        className="queued"
        aria-current={isCurrent || undefined}
        onClick={() => select({ recording, segment: id })}
      >
        <span className="queued-text" data-rejected={status === "rejected" || undefined}>
          {text || "–"}
        </span>
        <span className="queued-facts">
          {formatTime(start)}
          {confidence !== undefined && ` · ${said.sure(formatPercent(confidence, language))}`}
          {status !== "draft" && (
            <Badge size="sm" variant="light" c="var(--mantine-color-text)" color={STATUS_COLORS[status]} tt="none">
              {said.statuses[status]}
            </Badge>
          )}
        </span>
      </button>
    </li>
  );
});
