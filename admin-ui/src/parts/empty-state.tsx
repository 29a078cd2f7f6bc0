import { Stack, Text, ThemeIcon, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import type { ComponentType, ReactNode } from "react";

type Props = {
  icon: ComponentType<{ size?: number; stroke?: number }>;
  title: string;
  /** What to do about it. */
  hint?: ReactNode;
  action?: ReactNode;
  /** Whether it is all that the page shows, and so names the page. */
  isPage?: boolean | undefined;
};

/** Where there is nothing, and why. */
export function EmptyState({ icon: Icon, title, hint, action, isPage = false }: Props) {
  useDocumentTitle(isPage ? `${title} · Headwater` : "");
  return (
    <Stack align="center" gap="xs" py={56} px="md" ta="center">
      <ThemeIcon variant="light" color="gray" size={48} radius="xl">
        <Icon size={24} stroke={1.5} />
      </ThemeIcon>
      {isPage ? (
        <Title order={1} fz="md" fw={600}>
          {title}
        </Title>
      ) : (
        <Text fw={600}>{title}</Text>
      )}
      {hint && (
        <Text c="dimmed" maw={420}>
          {hint}
        </Text>
      )}
      {action}
    </Stack>
  );
}
