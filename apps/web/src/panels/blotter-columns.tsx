import type { ColDef, ICellRendererParams, NewValueParams, ValueFormatterParams } from 'ag-grid-community';
import type { FillView, OrderView, PositionView } from '@bourseworks/dto/shapes';
import { compare, signOf, trim, typedDecimal } from '../lib/decimal.js';
import { arrowOf, averagePrice, directionOfText, grouped, money, quantity, signedMoney } from '../lib/format.js';
import { moment, type TimeZoneChoice } from '../lib/time.js';
import { compareInLists, roleName, roleShort, tailOf, waitsForList } from '../orders/lists.js';
import { cancelOrder, flatten, replaceOrder } from '../orders/actions.js';
import { useHasRole } from '../store/selectors.js';
import { CloseIcon } from '../shell/icons.js';
import { desk } from '../store/desk-slice.js';
import { store } from '../store/store.js';
import { numeric } from './grid.js';

export type PositionRow = PositionView & { readonly isTotal?: boolean };

const byDecimal = (a: string | undefined, b: string | undefined): number => compare(a ?? '0', b ?? '0');
const decimalColumn = { ...numeric, comparator: byDecimal } as const;
const asQuantity = ({ value }: ValueFormatterParams) => (value === undefined ? '' : quantity(value as string));
const asPrice = ({ value }: ValueFormatterParams) => (value === undefined ? '' : grouped(value as string));
const asTime =
  (zone: TimeZoneChoice) =>
  ({ value }: ValueFormatterParams) =>
    value === undefined ? '' : moment(value as number, zone);

const typeName = (type: string): string => type.charAt(0) + type.slice(1).toLowerCase().replaceAll('_', ' ');

function Side({ value }: ICellRendererParams<unknown, 'BUY' | 'SELL'>) {
  return <span className={value === 'BUY' ? 'side-buy' : 'side-sell'}>{value === 'BUY' ? 'Buy' : 'Sell'}</span>;
}

const statusTones: Partial<Record<OrderView['ordStatus'], string>> = {
  New: 'badge badge--accent',
  PartiallyFilled: 'badge badge--accent',
  Filled: 'badge badge--up',
  Rejected: 'badge badge--down',
};

function Status({ data }: ICellRendererParams<OrderView>) {
  if (!data) return null;
  const { state, ordStatus, reason, code } = data;
  const unsure = state === 'Unknown' || state === 'Reconciling';
  const denied = state === 'Denied';
  const waits = waitsForList(data);
  const tone = unsure ? 'badge badge--warn' : denied ? 'badge badge--down' : (statusTones[ordStatus] ?? 'badge');
  const text = unsure || denied ? state : waits ? 'Waits' : ordStatus.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ');
  const why = waits ? 'At the OMS, until its list sends it' : [code, reason].filter(Boolean).join(': ');
  return (
    <span className={tone} title={why}>
      {text}
    </span>
  );
}

function Filled({ data }: ICellRendererParams<OrderView>) {
  if (!data) return null;
  const part = Number(data.quantity) > 0 ? Number(data.cumQty) / Number(data.quantity) : 0;
  return (
    <span className="fill-bar">
      {quantity(data.cumQty)}
      <i style={{ '--part': part } as never} />
    </span>
  );
}

/** What an order is for in its list, and the way to all of it. */
function List({ data }: ICellRendererParams<OrderView>) {
  if (data?.listId === undefined) return null;
  const { listId, listRole, clOrdId } = data;
  return (
    <button
      type="button"
      className="list-cell"
      title={`${roleName(listRole)} of list ${listId}`}
      data-testid={`list-of-${clOrdId}`}
      onClick={(event) => {
        event.stopPropagation();
        store.dispatch(desk.listShown(listId));
      }}
    >
      {roleShort(listRole)} <small>{tailOf(listId)}</small>
    </button>
  );
}

function OrderActions({ data }: ICellRendererParams<OrderView>) {
  const allowed = useHasRole('trader', 'risk');
  if (!data || data.closed) return null;
  return (
    <span className="cell-actions">
      <button
        type="button"
        className="icon-button"
        aria-label={`Cancel ${data.clOrdId}`}
        title="Cancel"
        data-testid={`cancel-${data.clOrdId}`}
        disabled={!allowed}
        onClick={(event) => {
          event.stopPropagation();
          void cancelOrder(data.clOrdId);
        }}
      >
        <CloseIcon />
      </button>
    </span>
  );
}

/** A change of an open order's terms; the cell shows the old ones until the OMS says otherwise. */
function changed(field: 'quantity' | 'price' | 'stopPrice') {
  return ({ data, newValue, oldValue }: NewValueParams<OrderView>): void => {
    const text = typedDecimal(String(newValue ?? ''));
    if (!data || text === undefined || text === oldValue) return;
    void replaceOrder(data.clOrdId, { [field]: text });
  };
}

const editable = (field: 'quantity' | 'price' | 'stopPrice'): ColDef<OrderView> => ({
  editable: ({ data }) => data !== undefined && !data.closed && data[field] !== undefined,
  tooltipValueGetter: ({ data }) => (data && !data.closed ? 'Double-click to change' : undefined),
  // Rows are the store's: what was typed goes to the OMS, and what it says comes back.
  valueSetter: ({ data, newValue, oldValue }) => {
    changed(field)({ data, newValue, oldValue } as NewValueParams<OrderView>);
    return false;
  },
});

const listColumn: ColDef<OrderView> = {
  headerName: 'List',
  field: 'listId',
  width: 88,
  cellRenderer: List,
  comparator: (_a, _b, one, other, isDescending) => compareInLists(one.data, other.data, isDescending),
};

/** The column of lists is there once there is a list: most days have none. */
export function orderColumns(zone: TimeZoneChoice, withLists: boolean): ColDef<OrderView>[] {
  return [
    { headerName: 'Time', field: 'createdAt', width: 74, valueFormatter: asTime(zone), cellClass: 'muted' },
    { headerName: 'Instrument', field: 'symbol', width: 80 },
    { headerName: 'Side', field: 'side', width: 50, cellRenderer: Side },
    ...(withLists ? [listColumn] : []),
    {
      ...decimalColumn,
      headerName: 'Quantity',
      field: 'quantity',
      width: 80,
      valueFormatter: asQuantity,
      ...editable('quantity'),
    },
    {
      ...decimalColumn,
      headerName: 'Price',
      field: 'price',
      width: 84,
      valueFormatter: ({ value }) => (value === undefined ? 'Market' : grouped(value as string)),
      ...editable('price'),
    },
    {
      ...decimalColumn,
      headerName: 'Stop',
      field: 'stopPrice',
      width: 84,
      valueFormatter: ({ value, data }) =>
        value !== undefined
          ? grouped(value as string)
          : data?.trailBy === undefined
            ? ''
            : `± ${grouped(data.trailBy)}`,
      ...editable('stopPrice'),
    },
    { headerName: 'Status', field: 'ordStatus', width: 102, cellRenderer: Status },
    { ...decimalColumn, headerName: 'Filled', field: 'cumQty', width: 98, cellRenderer: Filled },
    {
      ...decimalColumn,
      headerName: 'Average',
      field: 'avgPx',
      width: 84,
      tooltipField: 'avgPx',
      valueFormatter: ({ value }) => (value === undefined ? '' : averagePrice(value as string)),
    },
    {
      headerName: 'Cancel',
      colId: 'actions',
      width: 58,
      sortable: false,
      resizable: false,
      cellRenderer: OrderActions,
      pinned: 'right',
    },
    { headerName: 'Type', field: 'type', width: 84, valueFormatter: ({ value }) => typeName(value as string) },
    { headerName: 'TIF', field: 'timeInForce', width: 52 },
    { headerName: 'Strategy', field: 'strategy', width: 84 },
    { headerName: 'By', field: 'user', width: 70 },
    { headerName: 'Reason', field: 'reason', width: 180, flex: 1 },
    { headerName: 'Order id', field: 'clOrdId', width: 150 },
  ];
}

export function fillColumns(zone: TimeZoneChoice): ColDef<FillView>[] {
  return [
    { headerName: 'Time', field: 'time', width: 82, valueFormatter: asTime(zone), cellClass: 'muted' },
    { headerName: 'Instrument', field: 'symbol', width: 88 },
    { headerName: 'Side', field: 'side', width: 54, cellRenderer: Side },
    { ...decimalColumn, headerName: 'Quantity', field: 'quantity', width: 96, valueFormatter: asQuantity },
    { ...decimalColumn, headerName: 'Price', field: 'price', width: 96, valueFormatter: asPrice },
    {
      ...decimalColumn,
      headerName: 'Fee',
      field: 'fee',
      width: 80,
      valueFormatter: ({ value }) => (value === undefined ? '' : money(value as string, 4)),
    },
    { headerName: 'Strategy', field: 'strategy', width: 90 },
    { headerName: 'Order id', field: 'clOrdId', width: 150, flex: 1 },
  ];
}

function Gain({ value }: ICellRendererParams<unknown, string>) {
  const text = value ?? '0';
  const direction = directionOfText(text);
  return (
    <span className={direction}>
      <span className="arrow">{arrowOf[direction]}</span>
      {signedMoney(text)}
    </span>
  );
}

function FlattenButton({ data }: ICellRendererParams<PositionRow>) {
  const allowed = useHasRole('trader', 'risk');
  if (!data || data.isTotal || signOf(data.quantity) === 0) return null;
  const { account, venue, symbol } = data;
  return (
    <span className="cell-actions">
      <button
        type="button"
        className="button button--small"
        aria-label={`Flatten ${symbol}`}
        disabled={!allowed}
        onClick={(event) => {
          event.stopPropagation();
          void flatten(account, { venue, symbol });
        }}
      >
        Flatten
      </button>
    </span>
  );
}

/** Columns share out what a wide screen has to spare. */
const spread = (column: ColDef<PositionRow>): ColDef<PositionRow> =>
  column.pinned ? column : { ...column, flex: column.width ?? 80, minWidth: column.width ?? 80 };

export function positionColumns(byStrategy: boolean): ColDef<PositionRow>[] {
  return allPositionColumns(byStrategy).map(spread);
}

function allPositionColumns(byStrategy: boolean): ColDef<PositionRow>[] {
  const gain = { ...decimalColumn, cellRenderer: Gain } as const;
  return [
    { headerName: 'Instrument', field: 'symbol', width: 78 },
    ...(byStrategy ? [{ headerName: 'Strategy', field: 'strategy', width: 84 } as const] : []),
    {
      ...decimalColumn,
      headerName: 'Position',
      field: 'quantity',
      width: 78,
      valueFormatter: ({ value, data }) => (data?.isTotal ? '' : grouped(trim((value as string) ?? '0'))),
    },
    {
      ...decimalColumn,
      headerName: 'Average',
      field: 'avgPrice',
      width: 80,
      valueFormatter: ({ value, data }) => (data?.isTotal ? '' : averagePrice((value as string) ?? '0')),
    },
    {
      ...decimalColumn,
      headerName: 'Mark',
      field: 'markPrice',
      width: 78,
      valueFormatter: ({ value, data }) => (data?.isTotal ? '' : grouped((value as string) ?? '0')),
    },
    { ...gain, headerName: 'Unrealised', field: 'unrealizedPnl', width: 88 },
    { ...gain, headerName: 'Realised', field: 'realizedPnl', width: 88 },
    {
      ...decimalColumn,
      headerName: 'Value',
      field: 'marketValue',
      width: 86,
      valueFormatter: ({ value }) => money((value as string) ?? '0'),
    },
    {
      ...decimalColumn,
      headerName: 'Fees',
      field: 'fees',
      width: 66,
      valueFormatter: ({ value }) => money((value as string) ?? '0'),
    },
    {
      headerName: 'Close',
      colId: 'actions',
      width: 72,
      sortable: false,
      resizable: false,
      pinned: 'right',
      cellRenderer: FlattenButton,
    },
  ];
}
