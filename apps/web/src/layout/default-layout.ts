import type { DockviewApi, SerializedDockview } from 'dockview-react';
import { LINKED, PANELS, type PanelName } from './panels.js';

/** Widths and heights that fit what is in them; the chart gets the rest. */
const WATCHLIST = 318;
const DEPTH = 236;
const TICKET = 292;
const BLOTTER = 274;
const STRATEGIES = 214;
const ORDERS_PART = 0.5;
const LEAST = 120;

interface Leaf {
  readonly type: 'leaf';
  readonly size: number;
  readonly data: { readonly id: string; readonly views: readonly string[]; readonly activeView: string };
}

interface Branch {
  readonly type: 'branch';
  readonly size: number;
  readonly data: readonly (Leaf | Branch)[];
}

const leaf = (size: number, first: PanelName, ...others: readonly PanelName[]): Leaf => ({
  type: 'leaf',
  size,
  data: { id: `group-${first}`, views: [first, ...others], activeView: first },
});

const branch = (size: number, ...data: readonly (Leaf | Branch)[]): Branch => ({ type: 'branch', size, data });

export function parametersOf(name: PanelName): Record<string, unknown> {
  return LINKED.has(name) ? { link: 'blue' } : {};
}

function standard(width: number, height: number) {
  const upper = Math.max(height - BLOTTER, LEAST);
  const chart = Math.max(width - WATCHLIST - DEPTH - TICKET, LEAST);
  const orders = Math.round(width * ORDERS_PART);
  return branch(
    width,
    branch(
      upper,
      branch(WATCHLIST, leaf(Math.max(upper - STRATEGIES, LEAST), 'watchlist'), leaf(STRATEGIES, 'strategies', 'risk')),
      leaf(chart, 'chart'),
      leaf(DEPTH, 'depth', 'tape'),
      leaf(TICKET, 'ticket'),
    ),
    branch(height - upper, leaf(orders, 'orders', 'fills'), leaf(width - orders, 'positions', 'activity')),
  );
}

/** The arrangement that everybody starts with, and comes back to by Reset. */
export function arrange(api: DockviewApi): void {
  const { width, height } = api;
  const names = Object.keys(PANELS) as PanelName[];
  const panels = names.map((name) => [
    name,
    {
      id: name,
      contentComponent: name,
      tabComponent: 'props.defaultTabComponent',
      title: PANELS[name],
      params: parametersOf(name),
    },
  ]);
  const layout = {
    grid: { root: standard(width, height), width, height, orientation: 'VERTICAL' },
    panels: Object.fromEntries(panels),
    activeGroup: 'group-chart',
  };
  api.fromJSON(layout as unknown as SerializedDockview);
}

/** Another panel of this kind, in the active group. */
export function addPanel(api: DockviewApi, name: PanelName): void {
  let id: string = name;
  for (let count = 2; api.getPanel(id); count++) id = `${name}-${count}`;
  api.addPanel({ id, component: name, title: PANELS[name], params: parametersOf(name) });
}
