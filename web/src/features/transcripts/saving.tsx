// Whether all is with the server, and what to decide when it is not.
import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconCloudOff, IconCloudUpload } from "@tabler/icons-react";
import { Failure } from "../../ui/states";
import { useWords } from "../../words/words";
import type { Desk } from "./use-desk";

export function Saving({ desk }: { desk: Desk }) {
  const words = useWords().editor;
  const { is } = desk.condition;
  const shown = {
    saved: [IconCheck, words.saved],
    saving: [IconCloudUpload, words.saving],
    away: [IconCloudOff, words.away],
  } as const;
  const [Icon, text] = is === "saved" || is === "saving" || is === "away" ? shown[is] : [null, ""];
  return (
    <Text size="sm" c={is === "away" ? undefined : "dimmed"} role="status" className="save-state">
      {Icon && <Icon size={16} aria-hidden />} {text}
    </Text>
  );
}

export function Decision({ desk }: { desk: Desk }) {
  const words = useWords().editor;
  const { condition } = desk;
  if (condition.is === "refused") {
    return (
      <Stack gap="xs">
        <Failure title={words.refused} error={condition.error} />
        <Group>
          <Button variant="default" onClick={desk.takeTheirs}>
            {words.drop}
          </Button>
        </Group>
      </Stack>
    );
  }
  if (condition.is !== "conflict") return null;
  const { letter, current } = condition;
  const mine = desk.sheets[letter.recording]?.find((segment) => segment.id === letter.step.id);
  return (
    <Alert
      role="alert"
      color="yellow"
      icon={<IconAlertTriangle aria-hidden />}
      title={words.conflict}
      styles={{ title: { color: "var(--mantine-color-text)" } }}
    >
      <dl className="originals">
        <dt>{words.mine}</dt>
        <dd>{mine?.text || "–"}</dd>
        <dt>{words.theirs}</dt>
        <dd>{current.text || "–"}</dd>
      </dl>
      <Group gap="xs" mt="sm">
        <Button onClick={desk.keepMine}>{words.keepMine}</Button>
        <Button variant="default" onClick={desk.takeTheirs}>
          {words.takeTheirs}
        </Button>
      </Group>
    </Alert>
  );
}
