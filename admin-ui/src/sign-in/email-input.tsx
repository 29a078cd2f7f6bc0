import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

type Props = { value: string; onChange: (email: string) => void; autoFocus: boolean };

/** The address that every step asks for, named so that password managers know it. */
export function EmailInput({ value, onChange, autoFocus }: Props) {
  const { t } = useTranslation();
  return (
    <TextInput
      label={t("signIn.email")}
      name="email"
      type="email"
      autoComplete="username"
      required
      withAsterisk={false}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data-autofocus
      autoFocus={autoFocus}
    />
  );
}
