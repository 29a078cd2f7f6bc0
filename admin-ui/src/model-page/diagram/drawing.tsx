import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Curve } from "./curve.ts";
import classes from "./diagram.module.css";
import { headHeight, type Placed, rowHeight } from "./layout.ts";

/** Colours are the page's variables: a file that is saved has them as they are at that moment. */
const fonts = {
  mono: "ui-monospace, SF Mono, Cascadia Code, Menlo, Consolas, DejaVu Sans Mono, monospace",
  sans: "system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif",
};

const tones = ["water", "teal", "grape", "orange", "indigo", "lime", "pink", "cyan", "yellow", "violet"];

/** The colour of a group, by its place among the groups. */
export function groupTone(groups: (string | null)[], group: string | null): string {
  const index = group === null ? -1 : groups.filter((name) => name !== null).indexOf(group);
  return index < 0 ? "gray" : (tones[index % tones.length] ?? "gray");
}

export function DrawnCurve({ curve, state }: { curve: Curve; state: "dim" | "lit" | "plain" }) {
  const stroke = state === "lit" ? "var(--mantine-primary-color-filled)" : "var(--hw-code-comment)";
  const isDashed = curve.edge.kind === "uses";
  return (
    <g
      style={{
        stroke,
        fill: "none",
        strokeWidth: state === "lit" ? 2 : 1.3,
        opacity: state === "dim" ? 0.15 : 1,
      }}
    >
      <path d={curve.path} style={isDashed ? { strokeDasharray: "4 4" } : {}} />
      {curve.marks.map((mark) => (
        <path key={mark} d={mark} />
      ))}
    </g>
  );
}

type NodeProps = {
  placed: Placed;
  tone: string;
  state: "dim" | "lit" | "plain";
  /** Whether the fields can be read at this size; else the name is drawn large. */
  isNear: boolean;
  label: string;
  onOpen: () => void;
  onPoint: (isPointed: boolean) => void;
  onFocus: () => void;
};

export function DrawnNode({ placed, tone, state, isNear, label, onOpen, onPoint, onFocus }: NodeProps) {
  const { node, box } = placed;
  const openByKey = (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    onOpen();
  };
  return (
    <g
      className={classes.node}
      data-node={node.name}
      transform={`translate(${box.x} ${box.y})`}
      style={{ opacity: state === "dim" ? 0.3 : 1 }}
      onPointerEnter={(event) => event.pointerType === "mouse" && onPoint(true)}
      onPointerLeave={() => onPoint(false)}
    >
      <rect
        width={box.width}
        height={box.height}
        rx={6}
        style={{
          fill: "var(--hw-surface)",
          stroke: state === "lit" ? "var(--mantine-primary-color-filled)" : "var(--hw-line)",
          strokeWidth: state === "lit" ? 2 : 1.2,
          strokeDasharray: node.kind === "component" || node.kind === "blocks" ? "5 3" : undefined,
        }}
      />
      <path
        d={`M0,6 a6,6 0 0,1 6,-6 h${box.width - 12} a6,6 0 0,1 6,6 v${(isNear ? headHeight : box.height) - 12} ${
          isNear ? "v6 h" : "a6,6 0 0,1 -6,6 h"
        }${isNear ? -box.width : -(box.width - 12)} ${isNear ? "z" : "a6,6 0 0,1 -6,-6 z"}`}
        style={{ fill: `var(--mantine-color-${tone}-light)` }}
      />
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus */}
      <g aria-hidden="true">{isNear ? <Rows placed={placed} /> : <FarName placed={placed} />}</g>
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing has no links of its own */}
      <rect
        role="link"
        tabIndex={0}
        aria-label={label}
        width={box.width}
        height={box.height}
        style={{ fill: "transparent", outline: "none" }}
        onKeyDown={openByKey}
        onFocus={onFocus}
        onBlur={() => onPoint(false)}
      />
    </g>
  );
}

function Rows({ placed: { node, box } }: { placed: Placed }) {
  const { t } = useTranslation();
  return (
    <>
      <text
        x={12}
        y={headHeight / 2 + 5}
        style={{ font: `600 13.5px ${fonts.sans}`, fill: "var(--mantine-color-text)" }}
      >
        {node.name}
      </text>
      {node.fields.map((field, index) => (
        <g key={field.name} transform={`translate(12 ${headHeight + index * rowHeight + rowHeight / 2 + 8})`}>
          <text
            style={{
              font: `${field.isLink ? 600 : 400} 11px ${fonts.mono}`,
              fill: "var(--mantine-color-text)",
            }}
          >
            {shortened(field.name, 30)}
          </text>
          <text
            x={box.width - 24}
            textAnchor="end"
            style={{ font: `11px ${fonts.mono}`, fill: "var(--mantine-color-dimmed)" }}
          >
            {shortened(field.type, 24)}
          </text>
        </g>
      ))}
      {node.hidden > 0 && (
        <text
          x={12}
          y={headHeight + node.fields.length * rowHeight + rowHeight / 2 + 8}
          style={{ font: `11px ${fonts.sans}`, fill: "var(--mantine-color-dimmed)" }}
        >
          {t("model.moreFields", { count: node.hidden })}
        </text>
      )}
    </>
  );
}

/** From far away only the name can be read, so it is as large as the box. */
function FarName({ placed: { node, box } }: { placed: Placed }) {
  const size = Math.min(48, Math.max(13, (box.width - 16) / (node.name.length * 0.6)), box.height * 0.8);
  return (
    <text
      x={box.width / 2}
      y={box.height / 2}
      textAnchor="middle"
      dominantBaseline="central"
      style={{ font: `600 ${Math.round(size)}px ${fonts.sans}`, fill: "var(--mantine-color-text)" }}
    >
      {node.name}
    </text>
  );
}

function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
