// Who did what, for the owner of the studio: the newest first, older ones on demand.
import { Button, Group, Table, Text } from "@mantine/core";
import { Failure, Loading } from "../../ui/states";
import { WideTable } from "../../ui/wide-table";
import { type Language, useSpoken, type Words } from "../../words/words";
import { type Action, actionFinder, foldEntries, type Line } from "./log";
import { useLog, usePeople } from "./queries";

export function Log() {
  const { words, language } = useSpoken();
  const log = useLog();
  const names = new Map(usePeople().data?.map((person) => [person.id, person.name]));
  if (log.isPending) return <Loading />;
  if (log.isError) return <Failure error={log.error} again={() => void log.refetch()} />;
  const lines = foldEntries(log.data.pages.flat(), actionFinder(Object.keys(words.audit) as Action[]));
  const who = ({ user }: Line["entry"]) => (user ? (names.get(user) ?? words.somebodyGone) : words.nobody);
  return (
    <>
      <WideTable label={words.log} width={560}>
        <Table.Thead>
          <Table.Tr>
            {[words.logWhen, words.logWhat, words.logWho, words.logWhere].map((title) => (
              <Table.Th key={title}>{title}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.map((line) => (
            <Table.Tr key={line.number}>
              <Table.Td>{timesOf(line, language)}</Table.Td>
              <Table.Td>
                {whatOf(line, words)}
                {line.outcome !== "done" && (
                  <Text size="sm" c="var(--mantine-color-error)">
                    {words.outcomes[line.outcome]}
                  </Text>
                )}
              </Table.Td>
              <Table.Td>{who(line.entry)}</Table.Td>
              <Table.Td>{line.entry.address}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
      {log.hasNextPage && (
        <Group justify="center">
          <Button variant="default" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
            {words.logMore}
          </Button>
        </Group>
      )}
    </>
  );
}

function timesOf({ first, last }: Line, language: Language): string {
  const dated = new Intl.DateTimeFormat(language, { dateStyle: "short", timeStyle: "short" });
  return dated.formatRange(first, last);
}

function whatOf({ action, count, entry }: Line, words: Words): string {
  const what = action ? words.audit[action] : words.otherAction;
  const more = [count > 1 && words.times(count), entry.token && words.byToken].filter(Boolean);
  return more.length ? `${what} (${more.join(", ")})` : what;
}
