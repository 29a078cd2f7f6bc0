import { Avatar, Tooltip } from "@mantine/core";

type Person = { name: string; hint?: string };

type Props = { people: Person[]; className?: string; size?: number };

/** The faces of people who are somewhere right now. */
export function Present({ people, className, size = 24 }: Props) {
  return (
    <Avatar.Group spacing="xs" className={className}>
      {people.map(({ name, hint = name }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same person may be there twice
        <Tooltip key={`${name} ${index}`} label={hint}>
          <Avatar
            size={size}
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
