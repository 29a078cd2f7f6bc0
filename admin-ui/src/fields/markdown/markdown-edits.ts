/** What the buttons of a Markdown editor do to its text. */

export type Edit = {
  /** Replaces the characters from `from` to `to`. */
  from: number;
  to: number;
  insert: string;
  /** What is selected afterwards. */
  selection: { anchor: number; head: number };
};

/** Puts signs around the selection, or takes them off again. */
export function wrapped(text: string, from: number, to: number, sign: string): Edit {
  const inside = text.slice(from, to);
  const around = text.slice(from - sign.length, from) === sign && text.slice(to, to + sign.length) === sign;
  // The second of two asterisks is no sign for emphasis.
  const isLonger =
    sign === "*" && text.slice(from - 2, from) === "**" && text.slice(from - 3, from) !== "***";
  if (around && !isLonger) {
    const start = from - sign.length;
    return {
      from: start,
      to: to + sign.length,
      insert: inside,
      selection: { anchor: start, head: start + inside.length },
    };
  }
  const start = from + sign.length;
  return {
    from,
    to,
    insert: `${sign}${inside}${sign}`,
    selection: { anchor: start, head: start + inside.length },
  };
}

/**
 * Ends a list where somebody leaves its next item empty, with an empty line, or what follows would belong to the item
 * before. Null anywhere else.
 */
export function endedList(text: string, from: number, to: number): Edit | null {
  const start = text.lastIndexOf("\n", from - 1) + 1;
  const isAtEnd = from === to && (to === text.length || text[to] === "\n");
  if (!isAtEnd || start === 0 || !/^(?:[-*+]|\d+[.)])\s+$/.test(text.slice(start, to))) return null;
  return { from: start, to, insert: "\n", selection: { anchor: start + 1, head: start + 1 } };
}

export type LinePrefix = "heading" | "quote" | "bullets" | "numbers";

/** Begins the selected lines with what makes them a heading, a quote or a list, or takes it off again. */
export function prefixed(text: string, from: number, to: number, prefix: LinePrefix): Edit {
  const start = text.lastIndexOf("\n", from - 1) + 1;
  const lineEnd = text.indexOf("\n", Math.max(to - (to > from && text[to - 1] === "\n" ? 1 : 0), start));
  const end = lineEnd < 0 ? text.length : lineEnd;
  const lines = text.slice(start, end).split("\n");
  const hasIt = lines.every((line) => line.trim() === "" || own[prefix].test(line));
  const isAllEmpty = lines.every((line) => line.trim() === "");
  const insert = lines
    .map((line, place) => {
      if (hasIt && !isAllEmpty)
        return prefix === "heading" ? nextHeading(line) : line.replace(own[prefix], "");
      if (line.trim() === "" && lines.length > 1) return line;
      return `${signOf(prefix, place)}${prefix === "quote" ? line : line.replace(anyPrefix, "")}`;
    })
    .join("\n");
  const last = start + insert.length;
  return { from: start, to: end, insert, selection: { anchor: lines.length > 1 ? start : last, head: last } };
}

const own: Record<LinePrefix, RegExp> = {
  heading: /^#{1,6} +/,
  quote: /^> ?/,
  bullets: /^[-*+] +/,
  numbers: /^\d+[.)] +/,
};

const anyPrefix = /^(#{1,6} +|[-*+] +|\d+[.)] +)/;

function signOf(prefix: LinePrefix, place: number): string {
  switch (prefix) {
    case "heading":
      return "## ";
    case "quote":
      return "> ";
    case "bullets":
      return "- ";
    case "numbers":
      return `${place + 1}. `;
  }
}

/** Second, third, fourth rank, and then no heading any more. The first is the page's own. */
function nextHeading(line: string): string {
  const rank = /^#+/.exec(line)?.[0].length ?? 0;
  const bare = line.replace(own.heading, "");
  return rank >= 4 ? bare : `${"#".repeat(Math.max(rank + 1, 2))} ${bare}`;
}

/** A link on the selection, with its address selected, so that it can be typed or pasted. */
export function linked(text: string, from: number, to: number, isImage = false): Edit {
  const inside = text.slice(from, to);
  const isAddress = /^(https?:|mailto:|\/)\S+$/.test(inside);
  const [label, address] = isAddress ? ["", inside] : [inside, "https://"];
  const mark = isImage ? "!" : "";
  const insert = `${mark}[${label}](${address})`;
  const labelAt = from + mark.length + 1;
  const addressAt = labelAt + label.length + 2;
  const selection =
    label === ""
      ? { anchor: labelAt, head: labelAt }
      : { anchor: addressAt, head: addressAt + address.length };
  return { from, to, insert, selection };
}

/** Code in the line, or a block of its own where it is more than one. */
export function coded(text: string, from: number, to: number): Edit {
  const inside = text.slice(from, to);
  if (!inside.includes("\n")) return wrapped(text, from, to, "`");
  const before = from === 0 || text[from - 1] === "\n" ? "" : "\n";
  const insert = `${before}\`\`\`\n${inside.replace(/\n$/, "")}\n\`\`\``;
  const anchor = from + before.length + 4;
  return { from, to, insert, selection: { anchor, head: anchor + inside.length } };
}
