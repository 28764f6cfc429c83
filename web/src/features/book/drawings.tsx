// A hero that a child drew on paper: photographed, cut out by the server, chosen or deleted.
import { ActionIcon, Button, Group, Stack, Text } from "@mantine/core";
import { IconCamera, IconTrash } from "@tabler/icons-react";
import { useRef } from "react";
import { Confirm } from "../../ui/confirm";
import { Failure } from "../../ui/states";
import { useWords } from "../../words/words";
import { Agreed } from "../account/agreed";
import { pictureOfDrawing, useAddingDrawing, useDeletingDrawing, useDrawings } from "./queries";

interface Props {
  chosen: string | null;
  choose: (drawing: string | null) => void;
}

/** The drawings there are, and a way to add one. None is chosen at first. */
export function Drawings({ chosen, choose }: Props) {
  const words = useWords();
  const drawings = useDrawings();
  const adding = useAddingDrawing();
  const input = useRef<HTMLInputElement>(null);
  const add = (photo: File | undefined) =>
    photo && adding.mutate(photo, { onSuccess: (drawing) => choose(drawing.id) });
  return (
    <Stack gap="xs">
      {drawings.isError && <Failure error={drawings.error} again={() => void drawings.refetch()} />}
      {Boolean(drawings.data?.length) && (
        <div className="heroes" role="radiogroup" aria-label={words.myDrawings}>
          <label className="hero">
            <input type="radio" name="drawing" checked={chosen === null} onChange={() => choose(null)} />
            <Text size="sm" my="auto">
              {words.noDrawing}
            </Text>
          </label>
          {drawings.data?.map((drawing, index) => (
            <div key={drawing.id} className="drawn">
              <label className="hero">
                <input
                  type="radio"
                  name="drawing"
                  aria-label={words.drawingNumber(drawings.data.length - index)}
                  checked={drawing.id === chosen}
                  onChange={() => choose(drawing.id)}
                />
                <img src={pictureOfDrawing(drawing.id)} alt="" />
              </label>
              <DeleteDrawing
                drawing={drawing.id}
                name={words.drawingNumber(drawings.data.length - index)}
                then={() => drawing.id === chosen && choose(null)}
              />
            </div>
          ))}
        </div>
      )}
      <Agreed purposes={["store"]} what="pictures" then={() => input.current?.click()}>
        {(begin) => (
          <Group>
            <Button
              variant="default"
              leftSection={<IconCamera size={20} aria-hidden />}
              loading={adding.isPending}
              onClick={begin}
            >
              {words.addDrawing}
            </Button>
          </Group>
        )}
      </Agreed>
      <input
        ref={input}
        type="file"
        accept="image/jpeg,image/png,image/webp"
        hidden
        aria-label={words.addDrawing}
        onChange={(event) => {
          add(event.currentTarget.files?.[0]);
          event.currentTarget.value = "";
        }}
      />
      <Text size="sm" c="dimmed" aria-live="polite">
        {adding.isPending ? words.cuttingOut : words.drawingHint}
      </Text>
      {adding.isError && <Failure error={adding.error} />}
    </Stack>
  );
}

function DeleteDrawing({ drawing, name, then }: { drawing: string; name: string; then: () => void }) {
  const words = useWords();
  const deleting = useDeletingDrawing();
  return (
    <Confirm
      title={words.deleteDrawing}
      hint={words.deleteDrawingHint}
      action={words.delete}
      isPending={deleting.isPending}
      error={deleting.error}
      act={(close) =>
        deleting.mutate(drawing, {
          onSuccess: () => {
            close();
            then();
          },
        })
      }
    >
      {(ask) => (
        <ActionIcon variant="subtle" color="gray" aria-label={`${words.delete}: ${name}`} onClick={ask}>
          <IconTrash size={18} aria-hidden />
        </ActionIcon>
      )}
    </Confirm>
  );
}
