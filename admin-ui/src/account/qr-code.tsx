import { encode } from "uqr";

/** A picture that a phone reads. Always dark on light, or cameras don't find it. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { border: 3 });
  const path = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")))
    .join("");
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      width={192}
      height={192}
      shapeRendering="crispEdges"
      style={{ background: "#fff", borderRadius: 4, border: "1px solid var(--hw-line)" }}
    >
      <path d={path} fill="#000" />
    </svg>
  );
}
