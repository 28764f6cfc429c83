// The buttons for what may be asked of a job; what was refused is shown beside them.
import { Button } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay, IconPlayerStop, IconRefresh } from "@tabler/icons-react";
import type { JobView } from "../../api/client";
import { Failure } from "../../ui/states";
import { useWords } from "../../words/words";
import { actionsOf, type JobAction, useJobAction } from "./queries";

const ICONS: Record<JobAction, typeof IconRefresh> = {
  cancel: IconPlayerStop,
  pause: IconPlayerPause,
  resume: IconPlayerPlay,
  retry: IconRefresh,
};

export function JobActions({ job }: { job: JobView }) {
  const words = useWords();
  const acting = useJobAction();
  return (
    <>
      {actionsOf(job).map((action) => {
        const Icon = ICONS[action];
        return (
          <Button
            key={action}
            variant="default"
            leftSection={<Icon size={18} aria-hidden />}
            loading={acting.isPending && acting.variables.action === action}
            onClick={() => acting.mutate({ job: job.id, action })}
          >
            {words.actions[action]}
          </Button>
        );
      })}
      {acting.isError && <Failure error={acting.error} />}
    </>
  );
}
