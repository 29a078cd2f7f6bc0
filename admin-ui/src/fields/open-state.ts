import { useState } from "react";

/** Whether something that can be folded is open. A mistake inside opens it; the reader may fold it again. */
export function useOpenState(initially: boolean, hasError: boolean): [boolean, (isOpen: boolean) => void] {
  const [isOpen, setOpen] = useState(initially || hasError);
  const [hadError, setHadError] = useState(hasError);
  if (hasError !== hadError) {
    setHadError(hasError);
    if (hasError) setOpen(true);
  }
  return [isOpen, setOpen];
}
