import { lazy, Suspense, type ComponentType, type FunctionComponent } from 'react';
import {
  DockviewReact,
  type DockviewTheme,
  type IDockviewHeaderActionsProps,
  type IDockviewPanelHeaderProps,
  type IDockviewPanelProps,
} from 'dockview-react';
import { ErrorBoundary } from '../shell/error-boundary.js';
import { CloseIcon, MaximizeIcon } from '../shell/icons.js';
import { ActivityPanel } from '../panels/activity-panel.js';
import { DepthPanel } from '../panels/depth-panel.js';
import { RiskPanel } from '../panels/risk-panel.js';
import { StrategiesPanel } from '../panels/strategies-panel.js';
import { TapePanel } from '../panels/tape-panel.js';
import { WatchlistPanel } from '../panels/watchlist-panel.js';
import { pricesShown } from '../sockets/runtime.js';
import { TicketPanel } from '../ticket/ticket-panel.js';
import { useDeskLayout } from './layout-context.js';
import { PANEL_GAP, PANELS, type PanelName } from './panels.js';

export type PanelProps = IDockviewPanelProps<Record<string, unknown>>;

const chart = () => pricesShown.then(() => import('../panels/chart-panel.js'));
const blotter = () => pricesShown.then(() => import('../panels/blotter.js'));
const ChartPanel = lazy(() => chart().then((m) => ({ default: m.ChartPanel })));
const OrdersPanel = lazy(() => blotter().then((m) => ({ default: m.OrdersPanel })));
const FillsPanel = lazy(() => blotter().then((m) => ({ default: m.FillsPanel })));
const PositionsPanel = lazy(() => blotter().then((m) => ({ default: m.PositionsPanel })));

const views: Record<PanelName, ComponentType<PanelProps>> = {
  watchlist: WatchlistPanel,
  chart: ChartPanel,
  depth: DepthPanel,
  tape: TapePanel,
  ticket: TicketPanel,
  orders: OrdersPanel,
  fills: FillsPanel,
  positions: PositionsPanel,
  strategies: StrategiesPanel,
  risk: RiskPanel,
  activity: ActivityPanel,
};

function guarded(name: PanelName) {
  const View = views[name];
  return function Panel(props: PanelProps) {
    return (
      <ErrorBoundary name={PANELS[name]}>
        <Suspense fallback={<div className="empty">Opening</div>}>
          <View {...props} />
        </Suspense>
      </ErrorBoundary>
    );
  };
}

const components = Object.fromEntries(
  (Object.keys(views) as PanelName[]).map((name) => [name, guarded(name)]),
) as Record<string, FunctionComponent<IDockviewPanelProps>>;

function Tab({ api }: IDockviewPanelHeaderProps) {
  return <div className="tab">{api.title}</div>;
}

/** Of the group: a close button inside of a tab would be a control in a control. */
function GroupActions({ activePanel, api, containerApi }: IDockviewHeaderActionsProps) {
  if (!activePanel) return null;
  const title = activePanel.title ?? 'panel';
  return (
    <div className="tab-actions">
      <button
        type="button"
        className="icon-button"
        aria-label={`Maximize or restore ${title}`}
        title="Maximize or restore"
        onClick={() => (api.isMaximized() ? api.exitMaximized() : api.maximize())}
      >
        <MaximizeIcon />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={`Close ${title}`}
        title="Close"
        onClick={() => containerApi.removePanel(activePanel)}
      >
        <CloseIcon />
      </button>
    </div>
  );
}

function Empty() {
  const layout = useDeskLayout();
  return (
    <div className="empty">
      <strong>Nothing is open</strong>
      <button type="button" className="button" onClick={() => layout.reset()}>
        Show the standard arrangement
      </button>
    </div>
  );
}

const theme: DockviewTheme = {
  name: 'bourseworks',
  className: 'dockview-theme-bourseworks',
  gap: PANEL_GAP,
  dndOverlayMounting: 'absolute',
  dndPanelOverlay: 'group',
};

export function Dock() {
  const layout = useDeskLayout();
  return (
    <DockviewReact
      theme={theme}
      components={components}
      defaultTabComponent={Tab}
      rightHeaderActionsComponent={GroupActions}
      watermarkComponent={Empty}
      noPanelsOverlay="watermark"
      onReady={({ api }) => void layout.attach(api)}
    />
  );
}
