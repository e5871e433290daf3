import { useMemo, useState } from 'react';
import type { FillView, OrderView, PositionView } from '@bourseworks/dto/shapes';
import { trading } from '../api/trading.js';
import { asProblem } from '../api/problem.js';
import type { PanelProps } from '../layout/dock.js';
import { signOf, sum } from '../lib/decimal.js';
import { cancelAll } from '../orders/actions.js';
import { bookActions } from '../store/book-slice.js';
import {
  useAccount,
  useAccountFills,
  useAccountOrders,
  useAccountPositions,
  useHasRole,
  useOpenOrders,
} from '../store/selectors.js';
import { note, useApp, useSend } from '../store/store.js';
import { Grid } from './grid.js';
import { fillColumns, orderColumns, positionColumns, type PositionRow } from './blotter-columns.js';
import { LinkPicker, usePanelSymbol, useParameter } from './panel-symbol.js';

const orderId = ({ clOrdId }: OrderView) => clOrdId;
const fillId = ({ id }: FillView) => id;
const positionId = ({ strategy, venue, symbol }: PositionRow) => `${strategy}|${venue}|${symbol}`;

interface FilterProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

/** Over what the page holds; older orders are asked for by the button beside it. */
function Filter({ label, value, onChange }: FilterProps) {
  return (
    <div className="finder">
      <input
        className="input"
        type="search"
        aria-label={label}
        placeholder="Filter"
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    </div>
  );
}

/** Where the list goes on belongs to an account: another one begins anew. */
const FROM_NEWEST = { cursor: undefined, done: false } as const;

function useOlder(): { readonly ask: () => void; readonly busy: boolean; readonly done: boolean } {
  const account = useAccount();
  const send = useSend();
  const [state, setState] = useState<{ account?: string | undefined; cursor: string | undefined; done: boolean }>(
    FROM_NEWEST,
  );
  const { cursor, done } = state.account === account ? state : FROM_NEWEST;
  const [busy, setBusy] = useState(false);
  const load = async () => {
    setBusy(true);
    try {
      const where = account === undefined ? {} : { account };
      const page = await trading.orders({ ...where, limit: 200, ...(cursor === undefined ? {} : { before: cursor }) });
      send(bookActions.olderOrders(page.orders));
      setState({ account, cursor: page.next, done: page.next === undefined });
    } catch (error) {
      note('bad', 'Older orders cannot be read', asProblem(error).message, asProblem(error).code);
    }
    setBusy(false);
  };
  return { ask: () => void load(), busy, done };
}

export function OrdersPanel(props: PanelProps) {
  const linked = usePanelSymbol(props);
  const [shown = 'all', setShown] = useParameter<'all' | 'open'>(props, 'shown');
  const [filter, setFilter] = useState('');
  const account = useAccount();
  const open = useOpenOrders();
  const all = useAccountOrders();
  const zone = useApp(({ desk }) => desk.zone);
  const mayCancel = useHasRole('trader', 'risk');
  const older = useOlder();
  const withLists = all.some(({ listId }) => listId !== undefined);
  const columns = useMemo(() => orderColumns(zone, withLists), [zone, withLists]);
  return (
    <div className="panel" data-testid="orders-grid">
      <div className="panel__bar">
        <LinkPicker {...linked} />
        <div className="segments" role="radiogroup" aria-label="Which orders">
          {(['all', 'open'] as const).map((one) => (
            <button key={one} type="button" role="radio" aria-checked={shown === one} onClick={() => setShown(one)}>
              {one === 'all' ? 'All' : `Open ${open.length}`}
            </button>
          ))}
        </div>
        <Filter label="Filter orders" value={filter} onChange={setFilter} />
        {shown === 'all' && (
          <button
            type="button"
            className="button button--small"
            disabled={older.busy || older.done}
            onClick={older.ask}
          >
            {older.done ? 'No older ones' : 'Older'}
          </button>
        )}
        <button
          type="button"
          className="button button--small"
          data-testid="cancel-all"
          aria-keyshortcuts="Control+Shift+X"
          title="Ctrl+Shift+X"
          disabled={!mayCancel || open.length === 0}
          onClick={() => void cancelAll(account)}
        >
          Cancel all
        </button>
      </div>
      <div className="panel__body">
        <Grid<OrderView>
          label="Orders"
          rows={shown === 'open' ? open : all}
          columns={columns}
          idOf={orderId}
          filter={filter}
          empty="No orders"
          onRow={linked.choose}
        />
      </div>
    </div>
  );
}

export function FillsPanel(_props: PanelProps) {
  const fills = useAccountFills();
  const zone = useApp(({ desk }) => desk.zone);
  const [filter, setFilter] = useState('');
  const columns = useMemo(() => fillColumns(zone), [zone]);
  return (
    <div className="panel" data-testid="fills-grid">
      <div className="panel__bar">
        <Filter label="Filter fills" value={filter} onChange={setFilter} />
        <span className="badge">{fills.length}</span>
      </div>
      <div className="panel__body">
        <Grid<FillView> label="Fills" rows={fills} columns={columns} idOf={fillId} filter={filter} empty="No fills" />
      </div>
    </div>
  );
}

function totalOf(rows: readonly PositionView[]): PositionRow[] {
  const [first] = rows;
  if (!first) return [];
  const total = (field: 'marketValue' | 'realizedPnl' | 'unrealizedPnl' | 'fees') => sum(rows.map((row) => row[field]));
  return [
    {
      ...first,
      isTotal: true,
      symbol: 'Total',
      strategy: '',
      marketValue: total('marketValue'),
      realizedPnl: total('realizedPnl'),
      unrealizedPnl: total('unrealizedPnl'),
      fees: total('fees'),
    },
  ];
}

const isShown = ({ quantity, realizedPnl }: PositionView) => signOf(quantity) !== 0 || signOf(realizedPnl) !== 0;

export function PositionsPanel(props: PanelProps) {
  const linked = usePanelSymbol(props);
  const [by = 'account', setBy] = useParameter<'account' | 'strategy'>(props, 'by');
  const { whole, split } = useAccountPositions();
  const held = by === 'account' ? whole : split;
  const rows = useMemo(() => held.filter(isShown), [held]);
  const totals = useMemo(() => totalOf(rows), [rows]);
  const columns = useMemo(() => positionColumns(by === 'strategy'), [by]);
  return (
    <div className="panel" data-testid="positions-grid">
      <div className="panel__bar">
        <LinkPicker {...linked} />
        <div className="segments" role="radiogroup" aria-label="Positions of">
          {(['account', 'strategy'] as const).map((one) => (
            <button key={one} type="button" role="radio" aria-checked={by === one} onClick={() => setBy(one)}>
              {one === 'account' ? 'Account' : 'By strategy'}
            </button>
          ))}
        </div>
      </div>
      <div className="panel__body">
        <Grid<PositionRow>
          label="Positions"
          rows={rows}
          columns={columns}
          idOf={positionId}
          empty="No positions"
          totals={totals}
          onRow={linked.choose}
        />
      </div>
    </div>
  );
}
