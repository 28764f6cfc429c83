// What was set aside when the corpus was prepared, and why.
import { Button, Group, Pagination, Stack, Table, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { formatCount } from "../../ui/format";
import { Empty, Failure, Loading } from "../../ui/states";
import { useSpoken } from "../../words/words";
import { useQuarantine } from "./queries";

export function Quarantine({ corpus }: { corpus: string }) {
  const { words, language } = useSpoken();
  const said = words.corpora;
  const [page, setPage] = useState(0);
  const aside = useQuarantine(corpus, page);
  if (aside.isPending) return <Loading />;
  if (aside.isError) return <Failure error={aside.error} again={() => void aside.refetch()} />;
  const { total, reasons, rows } = aside.data;
  if (!total) return <Empty title={said.asideNone} hint={said.asideNoneHint} />;
  const about = new Map(reasons.map((each) => [each.reason, each.about[language]]));
  return (
    <Stack gap="lg">
      <Title order={2} size="h3">
        {said.asideTitle(formatCount(total, language))}
      </Title>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{said.reason}</Table.Th>
            <Table.Th ta="right">{said.count}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {reasons.map((each) => (
            <Table.Tr key={each.reason}>
              <Table.Td>{each.about[language]}</Table.Td>
              <Table.Td ta="right">{formatCount(each.count, language)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: "none" }}>
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one row may be set aside for several reasons
          <li key={`${row.id} ${index}`}>
            <Text fw={500} style={{ overflowWrap: "anywhere" }}>
              {row.id}
            </Text>
            <Text size="sm">{about.get(row.reason) ?? row.reason}</Text>
            {row.detail && (
              <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
                {row.detail}
              </Text>
            )}
          </li>
        ))}
      </Stack>
      {aside.pages > 1 && (
        <Group justify="center">
          <Pages page={page} pages={aside.pages} choose={setPage} label={said.pages} />
        </Group>
      )}
    </Stack>
  );
}

/** How much was set aside, and the way to it; where nothing was, what `none` says. */
export function SetAside({ corpus, none }: { corpus: string; none?: string }) {
  const { words, language } = useSpoken();
  const said = words.corpora;
  const total = useQuarantine(corpus, 0).data?.total;
  if (!total) return total === 0 && none ? <Text role="status">{none}</Text> : null;
  return (
    <Group gap="xs" role="status">
      <Text>{said.asideCount(formatCount(total, language))}</Text>
      <Button
        variant="default"
        size="compact-md"
        renderRoot={(props) => <Link {...props} to="/corpora/$corpus" params={{ corpus }} search={{ tab: "aside" }} />}
      >
        {said.asideShow}
      </Button>
    </Group>
  );
}

interface PagesProps {
  page: number;
  pages: number;
  choose: (page: number) => void;
  label: string;
}

export function Pages({ page, pages, choose, label }: PagesProps) {
  return (
    <Pagination
      component="nav"
      aria-label={label}
      total={pages}
      value={page + 1}
      onChange={(chosen) => choose(chosen - 1)}
      getControlProps={(control) => ({
        "aria-label": { first: "1", last: String(pages), previous: "‹", next: "›" }[control],
      })}
      getItemProps={(item) => ({ "aria-label": String(item) })}
    />
  );
}
