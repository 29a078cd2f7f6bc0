import { Button, Popover, Select, Stack } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { knownZones, offsetWords } from "../zoned-time.ts";
import { chooseZone, ownZone, useTimeZone } from "./time-zone.ts";

/** Says in which time zone a moment is shown, and lets choose another one. */
export function ZoneButton({ moment }: { moment: string | null }) {
  const { t } = useTranslation();
  const zone = useTimeZone();
  const [isOpen, setOpen] = useState(false);
  const choose = (next: string | null) => {
    if (next === null) return;
    chooseZone(next);
    setOpen(false);
  };
  const city = zone.split("/").at(-1)?.replaceAll("_", " ") ?? zone;
  const offset = offsetWords(moment, zone);
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" trapFocus returnFocus shadow="md">
      <Popover.Target>
        <Button
          variant="subtle"
          color="gray"
          size="xs"
          px={6}
          fw={400}
          rightSection={<IconChevronDown size={12} />}
          onClick={() => setOpen(!isOpen)}
          aria-label={t("fields.zone", { zone: `${city}, ${offset}` })}
        >
          {city === offset ? city : `${city}, ${offset}`}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs" w={260}>
          <Button variant="default" size="xs" justify="flex-start" onClick={() => choose(ownZone())}>
            {t("fields.ownZone", { zone: ownZone() })}
          </Button>
          {ownZone() !== "UTC" && (
            <Button variant="default" size="xs" justify="flex-start" onClick={() => choose("UTC")}>
              UTC
            </Button>
          )}
          <Select
            label={t("fields.otherZone")}
            size="xs"
            searchable
            limit={40}
            data={knownZones()}
            value={zone}
            onChange={choose}
            comboboxProps={{ withinPortal: false }}
          />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
