import { Avatar, Tooltip } from "@mantine/core";

type Person = { name: string; hint?: string };

/** The faces of people who are somewhere right now. */
export function Present({ people, className }: { people: Person[]; className?: string }) {
  return (
    <Avatar.Group spacing="xs" className={className}>
      {people.map(({ name, hint = name }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same person may be there twice
        <Tooltip key={`${name} ${index}`} label={hint}>
          <Avatar
            size={24}
            radius="xl"
            name={name}
            color="water"
            variant="filled"
            role="img"
            aria-label={hint}
          />
        </Tooltip>
      ))}
    </Avatar.Group>
  );
}
