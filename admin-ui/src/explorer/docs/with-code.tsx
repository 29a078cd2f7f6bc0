import { Fragment } from "react";

/** Text of the schema with `code` between backticks set as code. */
export function withCode(text: string) {
  let offset = 0;
  return text.split(/(`[^`]+`)/).map((part) => {
    offset += part.length;
    return <Fragment key={offset}>{part.startsWith("`") ? <code>{part.slice(1, -1)}</code> : part}</Fragment>;
  });
}
