const tokenPattern = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * Indents JSON without reading its values, so that `1.0`, `12345678901234567890` and repeated keys are shown as
 * they were sent. Text that is not JSON is returned as it is.
 */
export function formatJson(text: string): string {
  if (!isJson(text)) return text;
  const tokens = text.match(tokenPattern) ?? [];
  const parts: string[] = [];
  let depth = 0;
  const newLine = () => `\n${"  ".repeat(depth)}`;
  tokens.forEach((token, index) => {
    if (token === "{" || token === "[") {
      depth += 1;
      parts.push(token, isClosing(tokens[index + 1]) ? "" : newLine());
    } else if (isClosing(token)) {
      depth -= 1;
      parts.push(isOpening(tokens[index - 1]) ? "" : newLine(), token);
    } else if (token === ",") parts.push(token, newLine());
    else if (token === ":") parts.push(": ");
    else parts.push(token);
  });
  return parts.join("");
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function isOpening(token: string | undefined): boolean {
  return token === "{" || token === "[";
}

function isClosing(token: string | undefined): boolean {
  return token === "}" || token === "]";
}
