import { useState } from "react";
import { copyText } from "./copy-text.ts";

const confirmationMilliseconds = 1500;

/** Copies, also on pages that are not encrypted, and tells for a moment that it did. */
export function useCopied() {
  const [isCopied, setIsCopied] = useState(false);
  const copy = async (text: string) => {
    await copyText(text);
    setIsCopied(true);
    setTimeout(() => setIsCopied(false), confirmationMilliseconds);
  };
  return { isCopied, copy };
}
