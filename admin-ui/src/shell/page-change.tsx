import { VisuallyHidden } from "@mantine/core";
import { useLocation } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";

/** A page that draws itself later than this is told of by the name that it has by then. */
const longestWait = 2_000;

/**
 * What a browser does by itself when it loads a page, and has to be done here: those who can't see the page are told
 * its name, and the focus goes to the page when what had it is gone.
 */
export function PageChange() {
  const path = useLocation({ select: (location) => location.pathname });
  const [name, setName] = useState("");
  const told = useRef(path);
  useEffect(() => {
    if (told.current === path) return;
    const tell = () => {
      stop();
      told.current = path;
      setName(document.title.replace(/ · Headwater$/, ""));
      if (document.activeElement === document.body)
        document.getElementById("content")?.focus({ preventScroll: true });
    };
    const observer = new MutationObserver(tell);
    const title = document.querySelector("title");
    if (title) observer.observe(title, { childList: true, characterData: true, subtree: true });
    const timer = setTimeout(tell, longestWait);
    const stop = () => {
      observer.disconnect();
      clearTimeout(timer);
    };
    return stop;
  }, [path]);
  return (
    <VisuallyHidden role="status" data-page-name>
      {name}
    </VisuallyHidden>
  );
}
