import { ActionIcon, Group, MultiSelect, Select, Switch, Text, Tooltip } from "@mantine/core";
import {
  IconDownload,
  IconMaximize,
  IconMinus,
  IconPlus,
  IconSchemaOff,
  IconSearch,
} from "@tabler/icons-react";
import { type ReactNode, useEffect, useEffectEvent, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { download } from "../../parts/download.ts";
import { EmptyState } from "../../parts/empty-state.tsx";
import { useAddress, useGo } from "../model-address.ts";
import { useModelPage } from "../model-context.ts";
import { curvesOf } from "./curve.ts";
import classes from "./diagram.module.css";
import { DrawnCurve, DrawnNode, groupTone } from "./drawing.tsx";
import { type Graph, modelGraph, neighboursOf } from "./graph.ts";
import { layoutGraph } from "./layout.ts";
import { RelationList } from "./relation-list.tsx";
import { svgFile } from "./svg-file.ts";
import { useViewport } from "./use-viewport.ts";

/** Below this size fields can't be read, and are not drawn. */
const nearScale = 0.45;

/** What the address calls the collections without a group. */
const ungrouped = "-";

/** The types and their relations as a drawing, and the relations as a list. */
export function DiagramView() {
  const { t } = useTranslation();
  const { model, changes } = useModelPage();
  const address = useAddress();
  const go = useGo();
  const groups = useMemo(
    () => [...new Set([...model.collections.values()].map((collection) => collection.group ?? null))],
    [model],
  );
  const chosen = address.groups?.join("\n") ?? null;
  const parts = address.parts ?? false;
  const graph = useMemo(() => {
    const names = chosen?.split("\n").map((name) => (name === ungrouped ? null : name)) ?? null;
    const gone = new Set([...changes].filter(([, change]) => change === "removed").map(([name]) => name));
    return modelGraph(model, { groups: names, parts, gone });
  }, [model, changes, chosen, parts]);
  return (
    <>
      <Group mb="sm" gap="md">
        <Select
          aria-label={t("model.findType")}
          placeholder={t("model.findType")}
          leftSection={<IconSearch size={15} />}
          data={graph.nodes.map((node) => node.name)}
          value={graph.nodes.some((node) => node.name === address.type) ? (address.type ?? null) : null}
          onChange={(type) => {
            const { type: _, ...rest } = address;
            go(type ? { ...rest, type } : rest, { replace: true });
          }}
          nothingFoundMessage={t("model.nothingFound")}
          searchable
          clearable
          w={220}
        />
        <MultiSelect
          aria-label={t("model.groups")}
          placeholder={address.groups ? undefined : t("model.allGroups")}
          data={groups.map((group) => ({
            value: group ?? ungrouped,
            label: group ?? t("model.sections.ungrouped"),
          }))}
          value={address.groups ?? []}
          onChange={(next) => {
            const { groups: _, ...rest } = address;
            go(next.length > 0 ? { ...rest, groups: next } : rest, { replace: true });
          }}
          clearable
          maw={420}
          miw={220}
        />
        <Switch
          label={t("model.withComponents")}
          checked={parts}
          onChange={(event) => go({ ...address, parts: event.currentTarget.checked }, { replace: true })}
        />
      </Group>
      {graph.nodes.length === 0 ? (
        <EmptyState icon={IconSchemaOff} title={t("model.empty")} />
      ) : (
        // Another choice is another drawing, seen as a whole at first.
        <Diagram key={`${chosen} ${parts}`} graph={graph} groups={groups} selected={address.type} />
      )}
      <RelationList graph={graph} />
    </>
  );
}

type Props = { graph: Graph; groups: (string | null)[]; selected: string | undefined };

function Diagram({ graph, groups, selected }: Props) {
  const { t } = useTranslation();
  const { model } = useModelPage();
  const go = useGo();
  const layout = useMemo(() => layoutGraph(graph), [graph]);
  const curves = useMemo(() => curvesOf(layout), [layout]);
  const [pointed, setPointed] = useState<string | null>(null);
  const open = (name: string) => go({ view: "types", type: name });
  const viewport = useViewport(layout, (target) => {
    const name = target.closest("[data-node]")?.getAttribute("data-node");
    if (name) open(name);
  });
  const showSelected = useEffectEvent((name: string) => {
    const box = layout.placed.get(name)?.box;
    if (box) viewport.center(box);
  });
  useEffect(() => {
    if (selected && viewport.isMeasured) showSelected(selected);
  }, [selected, viewport.isMeasured]);
  const active = pointed ?? selected ?? null;
  const lit = active && layout.placed.has(active) ? neighboursOf(graph, active) : null;
  const isNear = viewport.view.scale >= nearScale;
  const save = () => {
    if (viewport.frame.current)
      download("model.svg", [svgFile(viewport.frame.current, layout)], "image/svg+xml");
  };
  const { x, y, scale } = viewport.view;

  return (
    <div className={classes.frame}>
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing is no group of inputs */}
      <svg
        ref={viewport.frame}
        className={classes.svg}
        role="group"
        aria-label={t("model.diagramLabel", { count: graph.nodes.length })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard moves and zooms the drawing
        tabIndex={0}
        {...viewport.handlers}
      >
        <g data-viewport transform={`translate(${x} ${y}) scale(${scale})`}>
          {curves.map((curve) => {
            const isLit = active === curve.edge.from.type || active === curve.edge.to.type;
            return (
              <DrawnCurve
                key={`${curve.edge.kind} ${curve.edge.id}`}
                curve={curve}
                state={lit === null ? "plain" : isLit ? "lit" : "dim"}
              />
            );
          })}
          {[...layout.placed.values()].map((placed) => {
            const { name, group, kind } = placed.node;
            return (
              <DrawnNode
                key={name}
                placed={placed}
                tone={groupTone(groups, group)}
                isNear={isNear}
                state={lit === null ? "plain" : lit.has(name) ? (name === active ? "lit" : "plain") : "dim"}
                label={t("model.nodeLabel", {
                  name,
                  kind: t(`model.kinds.${kind}`),
                  fields: t("model.size.fields", {
                    count: model.blocks.has(name) ? 0 : placed.node.fields.length + placed.node.hidden,
                  }),
                })}
                onOpen={() => open(name)}
                onPoint={(isPointed) => setPointed(isPointed ? name : null)}
                onFocus={() => {
                  setPointed(name);
                  viewport.reveal(placed.box);
                }}
              />
            );
          })}
        </g>
      </svg>
      <div className={classes.tools} role="toolbar" aria-label={t("model.diagramTools")}>
        <Tool label={t("model.zoomOut")} onClick={viewport.zoomOut} icon={<IconMinus size={16} />} />
        <Tool label={t("model.zoomIn")} onClick={viewport.zoomIn} icon={<IconPlus size={16} />} />
        <Tool label={t("model.fit")} onClick={viewport.fitAll} icon={<IconMaximize size={16} />} />
        <Tool label={t("model.saveSvg")} onClick={save} icon={<IconDownload size={16} />} />
      </div>
      <Text size="xs" c="dimmed" className={classes.hint} visibleFrom="sm">
        {t("model.diagramHint")}
      </Text>
    </div>
  );
}

function Tool({ label, onClick, icon }: { label: string; onClick: () => void; icon: ReactNode }) {
  return (
    <Tooltip label={label} position="top">
      <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={onClick}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
