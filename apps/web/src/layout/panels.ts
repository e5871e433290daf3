/** Panels that a layout can hold: names are stored, titles are shown. */
export const PANELS = {
  watchlist: 'Watchlist',
  chart: 'Chart',
  depth: 'Depth',
  tape: 'Trades',
  ticket: 'Order ticket',
  orders: 'Orders',
  fills: 'Fills',
  positions: 'Positions',
  strategies: 'Strategies',
  risk: 'Risk',
  activity: 'Activity',
} as const;

/** Pixels between panels. */
export const PANEL_GAP = 5;

export type PanelName = keyof typeof PANELS;

export const PANEL_NAMES = Object.keys(PANELS) as PanelName[];

/** Panels that follow an instrument start on the first colour; those of a list set it. */
export const LINKED: ReadonlySet<PanelName> = new Set([
  'watchlist',
  'chart',
  'depth',
  'tape',
  'ticket',
  'orders',
  'positions',
]);
