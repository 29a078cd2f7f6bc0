/** The keys of a shortcut as this system calls them: Ctrl is Cmd on a Mac. */
export function shortcutKeys(shortcut: string): string[] {
  const isMac = navigator.userAgent.includes("Mac");
  return shortcut.split(" ").map((key) => (isMac && key === "Ctrl" ? "⌘" : key));
}
