import { Stack, Text, ThemeIcon } from "@mantine/core";
import type { ComponentType, ReactNode } from "react";

type Props = {
  icon: ComponentType<{ size?: number; stroke?: number }>;
  title: string;
  /** What to do about it. */
  hint?: ReactNode;
  action?: ReactNode;
};

/** Where there is nothing, and why. */
export function EmptyState({ icon: Icon, title, hint, action }: Props) {
  return (
    <Stack align="center" gap="xs" py={56} px="md" ta="center">
      <ThemeIcon variant="light" color="gray" size={48} radius="xl">
        <Icon size={24} stroke={1.5} />
      </ThemeIcon>
      <Text fw={600}>{title}</Text>
      {hint && (
        <Text c="dimmed" maw={420}>
          {hint}
        </Text>
      )}
      {action}
    </Stack>
  );
}
