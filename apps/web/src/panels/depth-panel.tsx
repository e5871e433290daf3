import { Fragment, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { OrderView } from '@bourseworks/dto/shapes';
import type { Instrument } from '../api/trading.js';
import { add, fixed, multiply, trim } from '../lib/decimal.js';
import { arrowOf, directionOf, grouped, price, quantity, size } from '../lib/format.js';
import type { PanelProps } from '../layout/dock.js';
import { depthOf, type DepthRow } from '../market/depth.js';
import { sameSymbol, type SymbolRef } from '../market/address.js';
import { useOpenStream, useStream, useStreamValue } from '../market/use-stream.js';
import { BlockedControls } from '../shell/disconnected.js';
import { useInstrument, useOpenOrders } from '../store/selectors.js';
import { propose } from '../ticket/propose.js';
import { LinkPicker, usePanelSymbol, useParameter } from './panel-symbol.js';
import { StreamBadge } from './stream-badge.js';

const ROWS = 40;
const GROUPS = ['1', '10', '100', '1000'] as const;

/** Own working quantity at each price of the ladder's steps. */
function ownAt(
  orders: readonly OrderView[],
  symbol: SymbolRef,
  side: OrderView['side'],
  step: string,
  decimals: number,
) {
  const own = new Map<string, string>();
  for (const order of orders) {
    if (order.side !== side || order.price === undefined || !sameSymbol(order, symbol)) continue;
    const steps = Number(order.price) / Number(step);
    const at = (side === 'BUY' ? Math.floor(steps + 5e-7) : Math.ceil(steps - 5e-7)) * Number(step);
    const key = at.toFixed(decimals);
    own.set(key, add(own.get(key) ?? '0', order.leavesQty));
  }
  return own;
}

interface RowProps {
  readonly row: DepthRow;
  readonly side: 'bid' | 'ask';
  readonly most: number;
  readonly decimals: number;
  readonly own: string | undefined;
  readonly onPick: (row: DepthRow, side: 'bid' | 'ask') => void;
}

function LadderRow({ row, side, most, decimals, own, onPick }: RowProps) {
  const text = price(row.price, decimals);
  return (
    <tr className={`ladder__row--${side}`}>
      <td>
        <i className="ladder__bar" style={{ transform: `scaleX(${most > 0 ? row.total / most : 0})` }} />
        <button
          type="button"
          className="ladder__price"
          aria-label={`${side === 'bid' ? 'Bid' : 'Ask'} ${text}: put this price into the ticket`}
          // What was under the pointer when it went down: the price may be another one when it comes up.
          onPointerDown={({ button }) => button === 0 && onPick(row, side)}
          onClick={({ detail }) => detail === 0 && onPick(row, side)}
        >
          {text}
        </button>
        {own !== undefined && (
          <span className="ladder__own" title={`Your working orders: ${own}`}>
            {quantity(own)}
          </span>
        )}
      </td>
      <td>
        <span>{size(row.size)}</span>
      </td>
      <td>
        <span>{size(row.total)}</span>
      </td>
    </tr>
  );
}

function MidRow({ symbol, decimals }: { readonly symbol: SymbolRef; readonly decimals: number }) {
  useOpenStream(symbol, 'quote');
  const mid = useStreamValue(symbol, 'quote', ({ state: { quote } }) => quote?.mid);
  const spread = useStreamValue(symbol, 'quote', ({ state: { quote } }) => quote?.spread);
  const direction = directionOf(useStreamValue(symbol, 'quote', ({ lastMove }) => lastMove) ?? 0);
  return (
    <tr className="ladder__mid" data-mid>
      <td colSpan={3}>
        <div className="ladder__mid-cell">
          <strong className={direction}>
            {mid === undefined ? '–' : price(mid, decimals)} <span className="arrow">{arrowOf[direction]}</span>
          </strong>
          <span className="muted">{spread === undefined ? '' : `${spread.toFixed(decimals)} spread`}</span>
        </div>
      </td>
    </tr>
  );
}

interface LadderProps {
  readonly symbol: SymbolRef;
  readonly instrument: Instrument;
  readonly group: string;
}

function Ladder({ symbol, instrument, group }: LadderProps) {
  const entry = useStream(symbol, 'book');
  const orders = useOpenOrders();
  const { tickSize, priceScale: decimals } = instrument;
  const step = multiply(tickSize, group);
  const book = entry?.state.book;
  const depth = book && depthOf(book, Number(step), decimals, ROWS);
  const [bids, asks] = useMemo(
    () => [ownAt(orders, symbol, 'BUY', step, decimals), ownAt(orders, symbol, 'SELL', step, decimals)],
    [orders, symbol, step, decimals],
  );
  const pick = (row: DepthRow, side: 'bid' | 'ask') => {
    const text = fixed(row.price.toFixed(decimals), decimals);
    propose(symbol, text, side === 'bid' ? 'BUY' : 'SELL');
  };
  const rows = (side: 'bid' | 'ask', levels: readonly DepthRow[]) =>
    levels.map((row, index) => (
      <LadderRow
        // By place: rows that came and went with their prices would take a click with them.
        key={side === 'bid' ? index : levels.length - index}
        row={row}
        side={side}
        most={depth?.most ?? 0}
        decimals={decimals}
        own={(side === 'bid' ? bids : asks).get(row.key)}
        onPick={pick}
      />
    ));
  return (
    <table className="ladder">
      <thead>
        <tr>
          <th scope="col">Price</th>
          <th scope="col">Size</th>
          <th scope="col">Total</th>
        </tr>
      </thead>
      <tbody>
        <Fragment key="asks">{rows('ask', depth?.asks.toReversed() ?? [])}</Fragment>
        <MidRow symbol={symbol} decimals={decimals} />
        <Fragment key="bids">{rows('bid', depth?.bids ?? [])}</Fragment>
      </tbody>
    </table>
  );
}

function centre(body: HTMLElement | null): void {
  const mid = body?.querySelector<HTMLElement>('[data-mid]');
  if (body && mid) body.scrollTop = mid.offsetTop - body.clientHeight / 2 + mid.clientHeight / 2;
}

export function DepthPanel(props: PanelProps) {
  const linked = usePanelSymbol(props);
  const { symbol } = linked;
  const instrument = useInstrument(symbol);
  useOpenStream(symbol, 'book');
  const hasBook = useStreamValue(symbol, 'book', ({ state }) => state.book !== undefined);
  const [group = '1', setGroup] = useParameter<string>(props, 'group');
  const body = useRef<HTMLDivElement>(null);
  const [loaded, setLoaded] = useState<string>();
  const name = symbol && hasBook ? `${symbol.venue}|${symbol.symbol}|${group}` : undefined;
  if (name !== undefined && name !== loaded) setLoaded(name);
  useEffect(() => centre(body.current), [loaded]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== ' ') return;
    event.preventDefault();
    centre(body.current);
  };

  return (
    <div className="panel" data-testid="depth-panel" onKeyDown={onKeyDown}>
      <div className="panel__bar">
        <LinkPicker {...linked} />
        <span className="panel__symbol">{symbol?.symbol}</span>
        <StreamBadge symbol={symbol} kind="book" />
        <span className="space" />
        {instrument && (
          <select aria-label="Prices put together by" value={group} onChange={({ target }) => setGroup(target.value)}>
            {GROUPS.map((one) => (
              <option key={one} value={one}>
                {grouped(trim(multiply(instrument.tickSize, one)))}
              </option>
            ))}
          </select>
        )}
      </div>
      <div className="panel__blockable">
        <div className="panel__body" ref={body} tabIndex={0} role="region" aria-label="Order book; Space centres it">
          {symbol && instrument ? (
            <div className="ladder-frame">
              <Ladder symbol={symbol} instrument={instrument} group={group} />
            </div>
          ) : (
            <div className="empty">No instrument</div>
          )}
        </div>
        <BlockedControls />
      </div>
    </div>
  );
}
