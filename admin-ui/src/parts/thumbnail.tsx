import { IconFile, IconFileMusic, IconFileText, IconMovie, IconPhoto } from "@tabler/icons-react";
import { type ComponentType, useEffect, useState, useSyncExternalStore } from "react";
import { serverRoot } from "../api/endpoint.ts";
import classes from "./thumbnail.module.css";

/** As much of a record of `Asset` as a thumbnail needs. */
export type FileRef = { id: string; name?: unknown; mimeType?: unknown };

type Props = {
  /** The file; null shows the initials of `label`. */
  file: FileRef | null;
  label: string;
  /** The side of the square in pixels; without it the thumbnail fills what it stands in. */
  size?: number;
};

/** A picture of a file, or a tile with what kind of file it is, or with the initials of what has no file. */
export function Thumbnail({ file, label, size }: Props) {
  const isPicture = file !== null && String(file.mimeType ?? "").startsWith("image/");
  const image = useFile(isPicture ? file : null);
  const box = size ? { width: size, height: size, flex: `0 0 ${size}px` } : undefined;
  if (image.address) {
    return (
      <img
        className={classes.tile}
        style={box}
        src={image.address}
        alt=""
        loading="lazy"
        onLoad={image.onLoad}
        onError={image.onError}
      />
    );
  }
  const Icon = file ? iconOf(String(file.mimeType ?? "")) : null;
  return (
    <span
      className={classes.tile}
      style={box}
      aria-hidden="true"
      data-small={size && size < 48 ? true : undefined}
      // Drawn by the style sheet: they are a picture, and no part of the name of what they stand in.
      data-initials={Icon ? undefined : initials(label)}
    >
      {Icon && <Icon size={size ? Math.max(14, size * 0.5) : 36} stroke={1.4} />}
    </span>
  );
}

/**
 * Whether the server gives out files. Until it is known, one picture asks for all of them: a server without files would
 * otherwise be asked for each.
 */
let served: "unknown" | "yes" | "no" = "unknown";
let asking: string | null = null;
const missing = new Set<string>();
const listeners = new Set<() => void>();

function become(next: "yes" | "no"): void {
  if (served === next) return;
  served = next;
  for (const listener of listeners) listener();
}

function useFile(file: FileRef | null) {
  const state = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    () => served,
  );
  const [isMissing, setMissing] = useState(false);
  const id = file?.id ?? null;
  const asks = id !== null && state === "unknown" && (asking === null || asking === id);
  if (asks) asking = id;
  // Whoever asked for all may be gone before there was an answer; then another one asks.
  useEffect(() => {
    return () => {
      if (served === "unknown" && asking === id) asking = null;
    };
  }, [id]);
  const mayLoad = file !== null && !isMissing && !missing.has(file.id) && (state === "yes" || asks);
  return {
    address: mayLoad ? fileAddress(file) : null,
    onLoad: () => become("yes"),
    onError: () => {
      if (id) missing.add(id);
      setMissing(true);
      if (served === "unknown") become("no");
    },
  };
}

/** Where the server gives out a file. */
export function fileAddress(file: FileRef): string {
  const name = encodeURIComponent(String(file.name ?? "file"));
  return new URL(`assets/${encodeURIComponent(file.id)}/${name}`, serverRoot(window.location.href)).href;
}

function iconOf(mimeType: string): ComponentType<{ size?: number; stroke?: number }> {
  if (mimeType.startsWith("image/")) return IconPhoto;
  if (mimeType.startsWith("audio/")) return IconFileMusic;
  if (mimeType.startsWith("video/")) return IconMovie;
  if (mimeType.startsWith("text/") || mimeType === "application/pdf") return IconFileText;
  return IconFile;
}

/** The first letters of the first two words. */
export function initials(label: string): string {
  const words = label.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase() ?? "")
    .join("");
}
