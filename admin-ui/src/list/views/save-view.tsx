import { Alert, Button, Group, MultiSelect, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Model } from "../../model/model.ts";
import { errorWords } from "../../parts/error-words.ts";
import type { SavedView } from "./use-views.ts";

type Props = {
  model: Model;
  view: SavedView | null;
  onSave: (name: string, roles: string[]) => Promise<void>;
  onClose: () => void;
};

/** What a view is called, and who sees it. */
export function SaveView({ model, view, onSave, onClose }: Props) {
  const { t } = useTranslation();
  const [name, setName] = useState(view?.name ?? "");
  const [roles, setRoles] = useState<string[]>(view?.roles ?? []);
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await onSave(name.trim(), roles);
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label={t("common.name")}
          required
          data-autofocus
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <MultiSelect
          label={t("list.views.share")}
          description={t("list.views.shareHint")}
          placeholder={roles.length === 0 ? t("list.views.onlyMe") : undefined}
          data={model.roles
            .filter((role) => role.name !== "public")
            .map((role) => ({ value: role.name, label: role.label }))}
          value={roles}
          onChange={setRoles}
        />
        {error !== null && (
          <Alert color="red" title={errorWords(error, t).title}>
            {errorWords(error, t).detail}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button type="submit" loading={isBusy} disabled={name.trim() === ""}>
            {t("common.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
