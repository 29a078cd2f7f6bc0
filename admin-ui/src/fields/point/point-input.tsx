import { ActionIcon, Button, Group, Skeleton, Stack, TextInput, Tooltip } from "@mantine/core";
import { IconMap2, IconX } from "@tabler/icons-react";
import { type ClipboardEvent, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { lazyPart } from "../../parts/lazy-part.ts";
import { FieldGroup } from "../field-group.tsx";
import { InvalidValue } from "../invalid-value.ts";
import type { InputProps } from "../kind.ts";
import { type Place, placeOf, readDegrees, readPlace } from "./point-text.ts";

const WorldMap = lazyPart(() =>
  import("../../parts/world-map/world-map.tsx").then((file) => ({ default: file.WorldMap })),
);

type Texts = { lat: string; lng: string };

/** A place on the earth: its degrees, and a map to find it on. */
export function PointInput(props: InputProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<(Texts & { value: unknown }) | null>(null);
  const [isMapOpen, setMapOpen] = useState(false);
  const place = placeOf(props.value);
  const isTyping = draft !== null && Object.is(draft.value, props.value);
  const shown = isTyping ? draft : textsOf(props.value);
  const isDisabled = props.isDisabled ?? false;
  const isQuiet = isTyping && (draft.lat.trim() === "" || draft.lng.trim() === "");

  const type = (texts: Texts) => {
    const value = valueOfTexts(texts, t("fields.notPlace"));
    setDraft({ ...texts, value });
    props.onChange(value);
  };
  const set = (next: Place | null) => {
    setDraft(null);
    props.onChange(next);
  };
  const paste = (event: ClipboardEvent) => {
    const pasted = readPlace(event.clipboardData.getData("text/plain"));
    if (!pasted) return;
    event.preventDefault();
    set(pasted);
  };
  const common = {
    disabled: isDisabled,
    inputMode: "decimal" as const,
    autoComplete: "off",
    spellCheck: false,
    flex: 1,
    miw: 100,
    onPaste: paste,
    onBlur: () => {
      setDraft(null);
      props.onBlur?.();
    },
    error: Boolean(props.error) && !isQuiet,
  };
  return (
    <FieldGroup input={{ ...props, error: isQuiet ? undefined : props.error }}>
      <Stack gap={6}>
        <Group gap={6} wrap="nowrap">
          <TextInput
            {...common}
            id={props.id}
            aria-label={`${props.label}: ${t("fields.latitude")}`}
            placeholder={t("fields.latitude")}
            autoFocus={props.autoFocus ?? false}
            value={shown.lat}
            onChange={(event) => type({ lat: event.currentTarget.value, lng: shown.lng })}
          />
          <TextInput
            {...common}
            aria-label={`${props.label}: ${t("fields.longitude")}`}
            placeholder={t("fields.longitude")}
            value={shown.lng}
            onChange={(event) => type({ lat: shown.lat, lng: event.currentTarget.value })}
          />
          <Button
            variant="default"
            leftSection={<IconMap2 size={16} />}
            onClick={() => setMapOpen(!isMapOpen)}
            aria-expanded={isMapOpen}
          >
            {t("fields.map")}
          </Button>
          {props.value !== null && props.value !== undefined && !props.field.required && !isDisabled && (
            <Tooltip label={t("common.clear")}>
              <ActionIcon
                variant="subtle"
                color="gray"
                onClick={() => set(null)}
                aria-label={t("fields.clearNamed", { name: props.label })}
              >
                <IconX size={16} />
              </ActionIcon>
            </Tooltip>
          )}
        </Group>
        {isMapOpen && (
          <Suspense fallback={<Skeleton height={260} />}>
            <WorldMap
              label={props.label}
              height={260}
              points={place ? [{ id: "place", label: props.label, ...place }] : []}
              selected="place"
              {...(isDisabled ? {} : { onPick: set })}
            />
          </Suspense>
        )}
      </Stack>
    </FieldGroup>
  );
}

function textsOf(value: unknown): Texts {
  if (value instanceof InvalidValue) {
    const [lat = "", lng = ""] = value.text.split("\t");
    return { lat, lng };
  }
  const place = placeOf(value);
  return place ? { lat: String(place.lat), lng: String(place.lng) } : { lat: "", lng: "" };
}

function valueOfTexts({ lat, lng }: Texts, problem: string): unknown {
  if (lat.trim() === "" && lng.trim() === "") return null;
  const place = { lat: readDegrees(lat, 90), lng: readDegrees(lng, 180) };
  return placeOf(place) ?? new InvalidValue(`${lat}\t${lng}`, problem);
}
