import { Text, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { TypeLink } from "../types/type-link.tsx";
import classes from "./diagram.module.css";
import type { Edge, Graph } from "./graph.ts";

/** The relations in words, for those who can't see the drawing and for those who would rather read. */
export function RelationList({ graph }: { graph: Graph }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <section aria-label={t("model.relationList")} style={{ marginTop: 12 }}>
      <UnstyledButton
        onClick={() => setOpen(!isOpen)}
        aria-expanded={isOpen}
        style={{ display: "flex", alignItems: "center", gap: 6 }}
      >
        {isOpen ? <IconChevronDown size={15} /> : <IconChevronRight size={15} />}
        {t("model.relationsAsList", { count: graph.edges.length })}
      </UnstyledButton>
      {isOpen && (
        <ul className={classes.relations}>
          {graph.edges.map((edge) => (
            <li key={`${edge.kind} ${edge.id}`}>
              <Relation edge={edge} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Relation({ edge: { kind, from, to } }: { edge: Edge }) {
  const { t } = useTranslation();
  return (
    <Text size="sm">
      <TypeLink name={from.type}>{from.field ? `${from.type}.${from.field}` : from.type}</TypeLink>
      {" → "}
      <TypeLink name={to.type}>{to.field ? `${to.type}.${to.field}` : to.type}</TypeLink>{" "}
      <Text span inherit c="dimmed">
        {kind === "uses"
          ? t("model.holds")
          : `${t(`model.counts.${from.count}`)} – ${t(`model.counts.${to.count}`)}`}
      </Text>
    </Text>
  );
}
