import { Avatar, Tooltip } from "@mantine/core";

/** The faces of people who are somewhere right now. */
export function Present({ names, className }: { names: string[]; className?: string }) {
  return (
    <Avatar.Group spacing="xs" className={className}>
      {names.map((name, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same person may be there twice
        <Tooltip key={`${name} ${index}`} label={name}>
          <Avatar size={20} radius="xl" name={name} color="initials" role="img" aria-label={name} />
        </Tooltip>
      ))}
    </Avatar.Group>
  );
}
