import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import { useElementSize, useMergedRef } from "@mantine/hooks";
import { IconFocusCentered, IconMinus, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Cluster, clustersOf, type MapPoint } from "./clusters.ts";
import {
  type LatLng,
  type MapView,
  panned,
  pixelsPerUnit,
  placeUnder,
  type Size,
  type Spot,
  viewOf,
  wholeWorld,
  worldSize,
  worldSpot,
  zoomed,
} from "./map-view.ts";
import { loadOutline } from "./outline.ts";
import { useMapPointer } from "./use-map-pointer.ts";
import classes from "./world-map.module.css";

export type { MapPoint } from "./clusters.ts";
export type { LatLng, MapView, Size } from "./map-view.ts";

type Props = {
  /** What the map is, for screen readers. */
  label: string;
  points: MapPoint[];
  /** The id of the point that stands out. */
  selected?: string | null;
  onSelect?: (point: MapPoint) => void;
  /** A click on a place where there is no point. With it, Enter picks the middle of the map. */
  onPick?: (place: LatLng) => void;
  /** What is seen; without it the map begins with all points and keeps it by itself. */
  view?: MapView;
  onViewChange?: (view: MapView, size: Size) => void;
  /** What the map begins with and leads back to, where that is more than the points. */
  home?: LatLng[];
  height: number | string;
  /** Drawn beside the point that stands out. */
  renderSelected?: (point: MapPoint) => ReactNode;
};

/** Closer than this the coarse outline shows its corners. */
const fineZoom = 4;

/**
 * The world as an outline, with points on it. Dragged, pinched and zoomed by mouse and touch; by keyboard arrows move it, + and - zoom, and the
 * points are buttons in the order in which they were given.
 */
export function WorldMap({ label, points, selected, onSelect, onPick, height, ...props }: Props) {
  const { t } = useTranslation();
  const { ref, width, height: pixels } = useElementSize();
  const size: Size = { width, height: pixels };
  const [ownView, setOwnView] = useState<MapView | null>(null);
  const home = props.home ?? points;
  const isMeasured = width > 0 && pixels > 0;
  const view = props.view ?? ownView ?? (isMeasured ? viewOf(home, size) : wholeWorld);
  const change = (next: MapView) => {
    setOwnView(next);
    props.onViewChange?.(next, size);
  };
  const pick = onPick && ((spot: Spot) => onPick(rounded(placeUnder(spot, view, size))));
  const pointer = useMapPointer({ view, size, onChange: change, onClick: pick });
  const frame = useMergedRef(ref, pointer.ref);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    if (event.key === "Enter" && pick) pick({ x: width / 2, y: pixels / 2 });
    else {
      const next = moved(event.key, view, size);
      if (!next) return;
      change(next);
    }
    event.preventDefault();
  };

  return (
    <div className={classes.frame} style={{ height }}>
      {/* biome-ignore lint/a11y/useSemanticElements: no element stands for a map */}
      <div
        ref={frame}
        className={classes.map}
        data-picks={onPick ? true : undefined}
        role="group"
        aria-roledescription={t("map.map")}
        aria-label={`${label}. ${onPick ? t("map.keysWithPick") : t("map.keys")}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is moved by keyboard
        tabIndex={0}
        onKeyDown={onKeyDown}
        {...pointer.handlers}
      >
        {isMeasured && <Land view={view} size={size} />}
        {isMeasured &&
          clustersOf(points, view, size).map((cluster) => (
            <Mark
              key={cluster.points[0]?.id}
              cluster={cluster}
              selected={selected ?? null}
              onOpen={(point) =>
                point ? onSelect?.(point) : change(zoomed(view, 3, size, { x: cluster.x, y: cluster.y }))
              }
              renderSelected={props.renderSelected}
            />
          ))}
        {onPick && <span className={classes.cross} aria-hidden="true" />}
      </div>
      <div className={classes.controls}>
        <Control
          label={t("map.closer")}
          icon={<IconPlus size={16} />}
          onClick={() => change(zoomed(view, 2, size))}
        />
        <Control
          label={t("map.farther")}
          icon={<IconMinus size={16} />}
          onClick={() => change(zoomed(view, 0.5, size))}
        />
        <Control
          label={t("map.all")}
          icon={<IconFocusCentered size={16} />}
          onClick={() => change(viewOf(home, size))}
        />
      </div>
    </div>
  );
}

function Land({ view, size }: { view: MapView; size: Size }) {
  const detail = view.zoom >= fineZoom ? "fine" : "coarse";
  const outline = useQuery({
    queryKey: ["world outline", detail],
    queryFn: () => loadOutline(detail),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    placeholderData: (before) => before,
  });
  if (!outline.data) return null;
  const scale = pixelsPerUnit(view, size);
  const middle = worldSpot(view);
  const across = size.width / 2 - middle.x * scale;
  const down = size.height / 2 - middle.y * scale;
  const round = worldSize * scale;
  const copies = [-2, -1, 0, 1, 2].filter((turn) => {
    const left = across + turn * round;
    return left < size.width && left + round > 0;
  });
  return (
    <svg className={classes.land} width={size.width} height={size.height} aria-hidden="true">
      {copies.map((turn) => (
        <g key={turn} transform={`translate(${across + turn * round} ${down}) scale(${scale})`}>
          <path className={classes.ground} d={outline.data.land} />
          <path className={classes.border} d={outline.data.borders} />
        </g>
      ))}
    </svg>
  );
}

type MarkProps = {
  cluster: Cluster;
  selected: string | null;
  /** With the point, or with null for several that need a closer look. */
  onOpen: (point: MapPoint | null) => void;
  renderSelected: ((point: MapPoint) => ReactNode) | undefined;
};

function Mark({ cluster, selected, onOpen, renderSelected }: MarkProps) {
  const { t } = useTranslation();
  const { points, x, y } = cluster;
  const chosen = points.find((point) => point.id === selected);
  const first = points[0];
  if (!first) return null;
  const isOne = points.length === 1;
  const label = isOne ? first.label : t("map.several", { count: points.length });
  const card = chosen && renderSelected && (
    <div className={classes.card} onPointerDown={(event) => event.stopPropagation()}>
      {renderSelected(chosen)}
    </div>
  );
  const style = { transform: `translate(${x}px, ${y}px)` };
  if (isStack(points))
    return (
      <div className={classes.place} style={style}>
        <Menu shadow="md">
          <Menu.Target>
            <button
              type="button"
              className={classes.cluster}
              data-selected={chosen ? true : undefined}
              aria-label={label}
              onPointerDown={(event) => event.stopPropagation()}
            >
              {points.length}
            </button>
          </Menu.Target>
          <Menu.Dropdown mah={260} style={{ overflowY: "auto" }}>
            {points.map((point) => (
              <Menu.Item key={point.id} onClick={() => onOpen(point)}>
                {point.label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        {card}
      </div>
    );
  return (
    <div className={classes.place} style={style}>
      <Tooltip label={label} disabled={chosen !== undefined && renderSelected !== undefined}>
        <button
          type="button"
          className={isOne ? classes.point : classes.cluster}
          data-selected={chosen ? true : undefined}
          aria-label={label}
          aria-pressed={isOne ? chosen !== undefined : undefined}
          onClick={(event) => {
            event.stopPropagation();
            onOpen(isOne ? first : null);
          }}
          onPointerDown={(event) => event.stopPropagation()}
        >
          {isOne ? null : points.length}
        </button>
      </Tooltip>
      {card}
    </div>
  );
}

/** Whether several points stand at one place, so that no closer look can tell them apart. */
function isStack(points: MapPoint[]): boolean {
  const [first, ...others] = points;
  const isSame = (point: MapPoint) =>
    first && Math.hypot(point.lat - first.lat, point.lng - first.lng) < 0.00002;
  return others.length > 0 && others.every(isSame);
}

function Control({ label, icon, onClick }: { label: string; icon: ReactNode; onClick: () => void }) {
  return (
    <Tooltip label={label} position="left">
      <ActionIcon variant="default" size="md" aria-label={label} onClick={onClick}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}

const step = 60;

function moved(key: string, view: MapView, size: Size): MapView | null {
  switch (key) {
    case "ArrowLeft":
      return panned(view, { x: step, y: 0 }, size);
    case "ArrowRight":
      return panned(view, { x: -step, y: 0 }, size);
    case "ArrowUp":
      return panned(view, { x: 0, y: step }, size);
    case "ArrowDown":
      return panned(view, { x: 0, y: -step }, size);
    case "+":
    case "=":
      return zoomed(view, 1.6, size);
    case "-":
      return zoomed(view, 1 / 1.6, size);
    default:
      return null;
  }
}

/** A metre or so is as exact as anybody points. */
function rounded({ lat, lng }: LatLng): LatLng {
  return { lat: Math.round(lat * 1e5) / 1e5, lng: Math.round(lng * 1e5) / 1e5 };
}
