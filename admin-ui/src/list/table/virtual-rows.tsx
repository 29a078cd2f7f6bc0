import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, type RefObject, useImperativeHandle } from "react";

/** Brings a row into sight that is not drawn yet. */
export type Reach = { reach: (index: number) => void };

type Props = {
  frame: RefObject<HTMLElement | null>;
  count: number;
  rowHeight: number;
  /** How many columns the table has. */
  span: number;
  renderRow: (index: number) => ReactNode;
  reach: RefObject<Reach | null>;
};

/** Of many rows those that are seen. Loaded for long pages only. */
export function VirtualRows({ frame, count, rowHeight, span, renderRow, reach }: Props) {
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  useImperativeHandle(reach, () => ({ reach: (index) => virtual.scrollToIndex(index) }), [virtual]);
  const seen = virtual.getVirtualItems();
  const before = seen[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (seen.at(-1)?.end ?? 0);
  return (
    <>
      {before > 0 && <Spacer height={before} span={span} />}
      {seen.map((item) => renderRow(item.index))}
      {after > 0 && <Spacer height={after} span={span} />}
    </>
  );
}

function Spacer({ height, span }: { height: number; span: number }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus
    <tr aria-hidden="true">
      <td colSpan={span} style={{ height, padding: 0, border: 0 }} />
    </tr>
  );
}
