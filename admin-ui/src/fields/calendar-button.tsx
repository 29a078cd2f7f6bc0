import { ActionIcon, Popover, Skeleton } from "@mantine/core";
import { IconCalendar } from "@tabler/icons-react";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { lazyPart } from "../parts/lazy-part.ts";

const Calendar = lazyPart(() => import("./calendar.tsx").then((file) => ({ default: file.Calendar })));

type Props = { label: string; date: string | null; onPick: (date: string) => void; isDisabled?: boolean };

/** Opens a calendar beside a day that is typed. */
export function CalendarButton({ label, date, onPick, isDisabled = false }: Props) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-end"
      trapFocus
      returnFocus
      withinPortal
      shadow="md"
    >
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          disabled={isDisabled}
          onClick={() => setOpen(!isOpen)}
          aria-label={t("fields.chooseDay", { label })}
        >
          <IconCalendar size={16} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Suspense fallback={<Skeleton width={252} height={280} />}>
          <Calendar
            date={date}
            onPick={(picked) => {
              setOpen(false);
              onPick(picked);
            }}
          />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
