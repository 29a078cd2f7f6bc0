import { Alert, Anchor, Button, Group, List, Loader, Text } from "@mantine/core";
import {
  IconAlertTriangle,
  IconCloudOff,
  IconFileAlert,
  IconHistory,
  IconUserEdit,
} from "@tabler/icons-react";
import { type CSSProperties, type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useModel } from "../api/use-model.ts";
import type { Collection } from "../model/model.ts";
import { errorWords } from "../parts/error-words.ts";
import { Moment } from "../parts/moment.tsx";
import classes from "./entry.module.css";
import { type FormStore, useFormState } from "./form-store.ts";
import { placeWords } from "./place-words.ts";
import type { useDraft } from "./use-draft.ts";
import type { EntryActions } from "./use-entry-actions.ts";
import type { useSaving } from "./use-saving.ts";

type Props = {
  collection: Collection;
  store: FormStore;
  saving: ReturnType<typeof useSaving>;
  draft: ReturnType<typeof useDraft>;
  isGone: boolean;
  actions: EntryActions;
  onJump: (path: string) => void;
};

const mostListed = 12;

/** What whoever edits should know before they go on: above the form, the most urgent first. */
export function EntryNotices(props: Props) {
  const { collection, store, saving, draft, isGone, actions } = props;
  const { t } = useTranslation();
  const dispute = useFormState(store, (state) => state.dispute);
  const labels = (names: string[]) => names.map((name) => labelOf(collection, name)).join(", ");
  const someone = t("entry.someone");
  // Whoever saves by the keyboard, far down in a long form, sees why it did not work.
  const around = useRef<HTMLDivElement>(null);
  const { kind } = saving.state;
  const isAboutAll = useFormState(store, (state) => state.problems.some(({ path }) => path === ""));
  const isFailed = kind === "failed" || kind === "unreachable" || (isAboutAll && kind === "idle");
  useEffect(() => {
    if (isFailed) around.current?.scrollIntoView({ block: "nearest" });
  }, [isFailed]);
  return (
    <div aria-live="polite" ref={around} className={classes.notices}>
      {isGone && (
        <Notice icon={<IconFileAlert />} color="red" title={t("entry.gone")}>
          <Text size="sm" mb="xs">
            {t("entry.goneHint")}
          </Text>
          <Button size="xs" variant="default" onClick={actions.save}>
            {t("entry.createAgain")}
          </Button>
        </Notice>
      )}
      {saving.state.kind === "unreachable" && (
        <Notice icon={<IconCloudOff />} color="orange" title={t("entry.unreachable")}>
          <Text size="sm" mb="xs">
            {t("entry.unreachableHint")}
          </Text>
          <Button size="xs" onClick={actions.save}>
            {t("entry.saveAgain")}
          </Button>
        </Notice>
      )}
      {saving.state.kind === "saving" && saving.state.isSlow && (
        <Notice icon={<Loader size={16} />} color="gray" title={t("entry.slow")} />
      )}
      {saving.state.kind === "failed" && <Failure error={saving.state.error} onClose={saving.dismiss} />}
      {dispute && (
        <Notice
          icon={<IconUserEdit />}
          color="orange"
          title={t("entry.disputed", { name: dispute.theirs.updatedBy ?? someone })}
        >
          <Text size="sm" mb="xs">
            {t("entry.disputedFields", { fields: labels(dispute.fields) })}
          </Text>
          <Button size="xs" onClick={actions.compare}>
            {t("entry.compare")}
          </Button>
        </Notice>
      )}
      <Summary {...props} />
      {draft.left && !isGone && (
        <Notice icon={<IconHistory />} color="water" title={t("entry.draft")}>
          <Text size="sm" mb="xs">
            {t("entry.draftHint", { fields: labels(Object.keys(draft.left.values)) })} (
            <Moment at={draft.left.at} />)
          </Text>
          <Group gap="xs">
            <Button size="xs" onClick={draft.restore}>
              {t("entry.draftRestore")}
            </Button>
            <Button size="xs" variant="default" onClick={draft.forgetLeft}>
              {t("entry.draftForget")}
            </Button>
          </Group>
        </Notice>
      )}
    </div>
  );
}

/** How many values are wrong, and a way to each. */
function Summary({ collection, store, onJump }: Pick<Props, "collection" | "store" | "onJump">) {
  const { t } = useTranslation();
  const model = useModel();
  const problems = useFormState(store, (state) => state.problems);
  if (problems.length === 0) return null;
  return (
    <Notice icon={<IconAlertTriangle />} color="red" title={t("entry.problems", { count: problems.length })}>
      <List size="sm" spacing={2}>
        {problems.slice(0, mostListed).map((problem) => (
          <List.Item key={`${problem.path} ${problem.code} ${problem.message}`}>
            {problem.path !== "" && (
              <>
                <Anchor component="button" type="button" inherit onClick={() => onJump(problem.path)}>
                  {placeWords(problem.path, store.read().values, collection, model)}
                </Anchor>
                {": "}
              </>
            )}
            {problem.message}
          </List.Item>
        ))}
      </List>
      {problems.length > mostListed && (
        <Text size="sm" mt={4}>
          {t("entry.moreProblems", { count: problems.length - mostListed })}
        </Text>
      )}
    </Notice>
  );
}

function Failure({ error, onClose }: { error: unknown; onClose: () => void }) {
  const { t } = useTranslation();
  const { title, detail } = errorWords(error, t);
  return (
    <Notice icon={<IconAlertTriangle />} color="red" title={title} onClose={onClose}>
      {detail}
    </Notice>
  );
}

type NoticeProps = {
  icon: ReactNode;
  color: string;
  title: string;
  onClose?: () => void;
  children?: ReactNode;
};

function Notice({ icon, color, title, onClose, children }: NoticeProps) {
  const { t } = useTranslation();
  return (
    <Alert
      className={classes.notice}
      style={{ "--notice-color": `var(--mantine-color-${color}-6)` } as CSSProperties}
      icon={icon}
      color={color}
      title={title}
      variant="transparent"
      role={color === "red" ? "alert" : "status"}
      withCloseButton={onClose !== undefined}
      onClose={onClose}
      closeButtonLabel={t("common.close")}
    >
      {children}
    </Alert>
  );
}

function labelOf(collection: Collection, name: string): string {
  return collection.fields.find((field) => field.name === name)?.label ?? name;
}
