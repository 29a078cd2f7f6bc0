import { Skeleton } from "@mantine/core";
import type { Column } from "../columns/columns.ts";
import classes from "./table.module.css";

const widths = ["72%", "55%", "64%", "48%"];

/** Rows that are on their way. */
export function SkeletonRows({ columns }: { columns: Column[] }) {
  return Array.from({ length: 12 }, (_, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
    <tr key={index}>
      <td className={classes.check} />
      {columns.map((column, place) => (
        <td key={column.path}>
          <Skeleton height={10} width={widths[(index + place) % widths.length] ?? "60%"} />
        </td>
      ))}
      <td />
    </tr>
  ));
}
