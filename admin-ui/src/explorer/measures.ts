/** A duration in words: `7 ms`, `1.24 s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1) return "<1 ms";
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

/** A size in words: `312 B`, `14.2 kB`, `3.0 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** A time of day with seconds, as the reader's language writes it. */
export function formatTime(time: number): string {
  return new Date(time).toLocaleTimeString();
}
