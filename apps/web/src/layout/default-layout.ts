import type { DockviewApi } from 'dockview-react';
import { LINKED, PANELS, type PanelName } from './panels.js';

type Direction = 'left' | 'right' | 'above' | 'below' | 'within';

interface Place {
  readonly name: PanelName;
  readonly beside?: PanelName;
  readonly direction?: Direction;
  readonly width?: number;
  readonly height?: number;
  readonly inactive?: true;
}

/** Sizes for a screen of 1440 by 900; what is left goes to the chart. */
const PLACES: readonly Place[] = [
  { name: 'chart' },
  { name: 'orders', beside: 'chart', direction: 'below', height: 268 },
  { name: 'fills', beside: 'orders', direction: 'within', inactive: true },
  { name: 'positions', beside: 'orders', direction: 'right' },
  { name: 'activity', beside: 'positions', direction: 'within', inactive: true },
  { name: 'watchlist', beside: 'chart', direction: 'left', width: 318 },
  { name: 'strategies', beside: 'watchlist', direction: 'below', height: 232 },
  { name: 'ticket', beside: 'chart', direction: 'right', width: 292 },
  { name: 'depth', beside: 'chart', direction: 'right', width: 236 },
  { name: 'tape', beside: 'depth', direction: 'within', inactive: true },
];

export function parametersOf(name: PanelName): Record<string, unknown> {
  return LINKED.has(name) ? { link: 'blue' } : {};
}

/** The arrangement that everybody starts with, and comes back to by Reset. */
export function arrange(api: DockviewApi): void {
  api.clear();
  for (const { name, beside, direction = 'within', inactive = false } of PLACES) {
    api.addPanel({
      id: name,
      component: name,
      title: PANELS[name],
      params: parametersOf(name),
      inactive,
      ...(beside === undefined ? {} : { position: { referencePanel: beside, direction } }),
    });
  }
  // Each panel that is added shares out the room anew: sizes hold once all are there.
  for (const { name, width, height } of PLACES) {
    const size = { ...(width === undefined ? {} : { width }), ...(height === undefined ? {} : { height }) };
    api.getPanel(name)?.api.setSize(size);
  }
  api.getPanel('chart')?.api.setActive();
}

/** Another panel of this kind, in the active group. */
export function addPanel(api: DockviewApi, name: PanelName): void {
  let id: string = name;
  for (let count = 2; api.getPanel(id); count++) id = `${name}-${count}`;
  api.addPanel({ id, component: name, title: PANELS[name], params: parametersOf(name) });
}
