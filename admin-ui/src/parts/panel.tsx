import { Group, Paper, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

type Props = {
  title: string;
  hint?: ReactNode;
  /** What can be done about all of it, at the right. */
  action?: ReactNode;
  children?: ReactNode;
};

/** A titled part of a page. */
export function Panel({ title, hint, action, children }: Props) {
  return (
    <Paper component="section" withBorder p="md" aria-label={title}>
      <Group justify="space-between" align="flex-start" gap="sm" wrap="nowrap">
        <Stack gap={2} miw={0}>
          <Title order={2} size="h5">
            {title}
          </Title>
          {hint && (
            <Text c="dimmed" size="sm" maw={620}>
              {hint}
            </Text>
          )}
        </Stack>
        {action}
      </Group>
      {children && <div style={{ marginTop: 14 }}>{children}</div>}
    </Paper>
  );
}
