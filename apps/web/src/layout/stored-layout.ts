import { LINK_COLOURS, type Links } from './links.js';
import type { SymbolRef } from '../market/address.js';

/** What a workspace keeps. `dock` is dockview's own form, with the panels' parameters. */
export interface StoredLayout {
  readonly v: 1;
  readonly dock: DockJson | undefined;
  readonly links: Links;
}

export interface DockPanelJson {
  readonly id: string;
  readonly contentComponent?: string;
  readonly [key: string]: unknown;
}

interface LeafJson {
  readonly type: 'leaf';
  readonly data: { readonly views: readonly string[]; readonly activeView?: string; readonly [key: string]: unknown };
  readonly [key: string]: unknown;
}

interface BranchJson {
  readonly type: 'branch';
  readonly data: readonly NodeJson[];
  readonly [key: string]: unknown;
}

type NodeJson = LeafJson | BranchJson;

export interface DockJson {
  readonly grid: { readonly root: NodeJson; readonly [key: string]: unknown };
  readonly panels: Readonly<Record<string, DockPanelJson>>;
  readonly [key: string]: unknown;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function symbolOf(value: unknown): SymbolRef | undefined {
  if (!isObject(value) || typeof value['venue'] !== 'string' || typeof value['symbol'] !== 'string') return undefined;
  return { venue: value['venue'], symbol: value['symbol'] };
}

function linksOf(value: unknown): Links {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    LINK_COLOURS.flatMap((colour) => {
      const symbol = symbolOf(value[colour]);
      return symbol ? [[colour, symbol]] : [];
    }),
  );
}

function dockOf(value: unknown): DockJson | undefined {
  if (!isObject(value) || !isObject(value['grid']) || !isObject(value['panels'])) return undefined;
  return isObject(value['grid']['root']) ? (value as unknown as DockJson) : undefined;
}

/** A stored layout as far as it can be read: it may come from another version of the page, or from anybody's script. */
export function readLayout(value: unknown): StoredLayout | undefined {
  if (!isObject(value) || value['v'] !== 1) return undefined;
  return { v: 1, dock: dockOf(value['dock']), links: linksOf(value['links']) };
}

function prunedNode(node: NodeJson, keep: ReadonlySet<string>): NodeJson | undefined {
  if (node.type === 'branch') {
    const data = node.data.flatMap((child) => prunedNode(child, keep) ?? []);
    return data.length > 0 ? { ...node, data } : undefined;
  }
  const views = node.data.views.filter((view) => keep.has(view));
  const [first] = views;
  if (first === undefined) return undefined;
  const { activeView = first } = node.data;
  return { ...node, data: { ...node.data, views, activeView: keep.has(activeView) ? activeView : first } };
}

/** Without panels that this version does not have; undefined when nothing is left or the form is not dockview's. */
export function pruneDock(dock: DockJson, known: ReadonlySet<string>): DockJson | undefined {
  const panels = Object.entries(dock.panels).filter(([, { contentComponent = '' }]) => known.has(contentComponent));
  const keep = new Set(panels.map(([id]) => id));
  if (keep.size === Object.keys(dock.panels).length) return dock;
  let root: NodeJson | undefined;
  try {
    root = prunedNode(dock.grid.root, keep);
  } catch {
    return undefined;
  }
  // Floating groups may hold what is gone: they go with it.
  const { floatingGroups: _floating, popoutGroups: _popouts, activeGroup: _active, ...rest } = dock;
  return root && { ...rest, grid: { ...dock.grid, root }, panels: Object.fromEntries(panels) };
}

/**
 * The dock says how large panels are without the gaps between them, and takes what it is given with the gaps: stored as it
 * says it, every reload would take some pixels from each panel.
 */
export function withGaps(dock: DockJson, gap: number): DockJson {
  return { ...dock, grid: { ...dock.grid, root: spaced(dock.grid.root, gap, 0) } };
}

function spaced(node: NodeJson, gap: number, share: number): NodeJson {
  const { size } = node;
  const sized = typeof size === 'number' ? { ...node, size: Math.round((size + share) * 100) / 100 } : node;
  if (sized.type === 'leaf') return sized;
  const count = sized.data.length;
  const own = count > 1 ? (gap * (count - 1)) / count : 0;
  return { ...sized, data: sized.data.map((child) => spaced(child, gap, own)) };
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * What to store when another tab stored something since we read `base`: what was changed here is ours, what was not is
 * theirs. Panels and links are taken whole: half of one arrangement and half of another is nobody's.
 */
export function mergeLayouts(base: StoredLayout | undefined, ours: StoredLayout, theirs: StoredLayout): StoredLayout {
  return {
    v: 1,
    dock: same(base?.dock, ours.dock) ? theirs.dock : ours.dock,
    links: mergeLinks(base?.links ?? {}, ours.links, theirs.links),
  };
}

function mergeLinks(base: Links, ours: Links, theirs: Links): Links {
  return Object.fromEntries(
    LINK_COLOURS.flatMap((colour) => {
      const symbol = same(base[colour], ours[colour]) ? theirs[colour] : ours[colour];
      return symbol ? [[colour, symbol]] : [];
    }),
  );
}
