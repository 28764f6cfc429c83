// The people of the studio, for its owner: inviting, roles, a lost password, what is agreed to for a child.
import { Button, Collapse, Group, Select, Stack } from "@mantine/core";
import { useState } from "react";
import type { Schemas } from "../../api/client";
import { Confirm } from "../../ui/confirm";
import { Failure, Loading } from "../../ui/states";
import { useWords } from "../../words/words";
import { Consents } from "./consents";
import { type Role, useChangingRole, useDeletingPerson, useInviting, usePeople, useResetting } from "./queries";
import { Secret } from "./secret";

type Person = Schemas["PersonView"];

const ROLES: Role[] = ["maker", "listener", "owner"];

export function People({ me }: { me: string }) {
  const people = usePeople();
  if (people.isPending) return <Loading />;
  if (people.isError) return <Failure error={people.error} again={() => void people.refetch()} />;
  return (
    <Stack>
      <Invite />
      <Stack component="ul" p={0} m={0} gap="md" style={{ listStyle: "none" }}>
        {people.data.map((person) => (
          <li key={person.id}>
            <PersonRow person={person} isMe={person.id === me} />
          </li>
        ))}
      </Stack>
    </Stack>
  );
}

function Invite() {
  const words = useWords();
  const [role, setRole] = useState<Role>("maker");
  const inviting = useInviting();
  return (
    <Stack gap="xs" align="start">
      <Group align="end">
        <RoleSelect label={words.inviteAs} role={role} change={setRole} />
        <Button loading={inviting.isPending} onClick={() => inviting.mutate(role)}>
          {words.invite}
        </Button>
      </Group>
      {inviting.isError && <Failure error={inviting.error} />}
      {inviting.data && (
        <Secret
          hint={words.invitationOnce}
          text={`${window.location.origin}/join?${new URLSearchParams({ invitation: inviting.data.invitation })}`}
        />
      )}
    </Stack>
  );
}

function RoleSelect({ label, role, change }: { label: string; role: Role; change: (role: Role) => void }) {
  const words = useWords();
  return (
    <Select
      label={label}
      allowDeselect={false}
      data={ROLES.map((each) => ({ value: each, label: words.roles[each] }))}
      value={role}
      onChange={(chosen) => change(chosen as Role)}
    />
  );
}

function PersonRow({ person, isMe }: { person: Person; isMe: boolean }) {
  const words = useWords();
  const [isOpen, setOpen] = useState(false);
  const [wanted, setWanted] = useState<Role>(person.role);
  const changing = useChangingRole();
  const resetting = useResetting();
  const deleting = useDeletingPerson();
  const failed = [changing, resetting, deleting].find((each) => each.isError);
  return (
    <Stack gap="xs">
      <Group justify="space-between" align="end">
        <Confirm
          title={words.changeRole(person.name)}
          hint={words.changeRoleHint(words.roles[wanted])}
          action={words.changeIt}
          isPending={changing.isPending}
          error={changing.error}
          act={(close) => changing.mutate({ user: person.id, role: wanted }, { onSuccess: close })}
        >
          {(ask) => (
            <RoleSelect
              label={isMe ? words.thatIsYou(person.name) : person.name}
              role={person.role}
              change={(role) => {
                if (role === person.role) return;
                setWanted(role);
                ask();
              }}
            />
          )}
        </Confirm>
        {!isMe && (
          <Button variant="default" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {words.more(person.name)}
          </Button>
        )}
      </Group>
      {failed?.error && <Failure error={failed.error} />}
      <Collapse expanded={isOpen && !isMe}>
        <Stack gap="sm" align="start" pl="md">
          {person.role === "listener" && isOpen && <Consents user={person.id} />}
          <Confirm
            title={words.resetPassword}
            hint={words.resetHint(person.name)}
            action={words.resetIt}
            isPending={resetting.isPending}
            error={resetting.error}
            act={(close) => resetting.mutate(person.id, { onSuccess: close })}
          >
            {(ask) => (
              <Button variant="default" onClick={ask}>
                {words.resetPassword}
              </Button>
            )}
          </Confirm>
          {resetting.data && (
            <Secret
              hint={words.linkOnce}
              text={`${window.location.origin}/login?${new URLSearchParams({ link: resetting.data.link })}`}
            />
          )}
          <Confirm
            title={words.deletePerson(person.name)}
            hint={words.deletePersonHint(person.name)}
            action={words.delete}
            isPending={deleting.isPending}
            error={deleting.error}
            act={(close) => deleting.mutate(person.id, { onSuccess: close })}
          >
            {(ask) => (
              <Button color="red.9" onClick={ask}>
                {words.deletePerson(person.name)}
              </Button>
            )}
          </Confirm>
        </Stack>
      </Collapse>
    </Stack>
  );
}
