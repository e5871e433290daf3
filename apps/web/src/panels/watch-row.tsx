import { memo } from 'react';
import { arrowOf, directionOf, percent, price, size } from '../lib/format.js';
import type { SymbolRef } from '../market/address.js';
import { useAge } from '../market/use-age.js';
import { streamNow, useOpenStream, useStreamValue } from '../market/use-stream.js';
import { useInstrument } from '../store/selectors.js';
import { Sparkline } from './sparkline.js';
import { StreamBadge } from './stream-badge.js';
import { useFlash } from './use-flash.js';

interface CellProps {
  readonly symbol: SymbolRef;
  readonly decimals: number;
}

function PriceCell({ symbol, decimals, side }: CellProps & { readonly side: 'bid' | 'ask' }) {
  const value = useStreamValue(symbol, 'quote', ({ state: { quote } }) => quote?.[side]);
  const amount = useStreamValue(symbol, 'quote', ({ state: { quote } }) => quote?.[`${side}Size`]);
  const ref = useFlash<HTMLSpanElement>(value);
  const isEmpty = value === undefined || amount === undefined || amount === 0;
  return (
    <td>
      <span ref={ref} className="quote-value" data-testid={`quote-${side}-${symbol.symbol}`}>
        {isEmpty ? '–' : price(value, decimals)}
      </span>
      <small>{isEmpty ? '' : size(amount)}</small>
    </td>
  );
}

function DayCell({ symbol, decimals }: CellProps) {
  const change = useStreamValue(symbol, 'quote', ({ state: { quote } }) => quote?.changePercent);
  const spread = useStreamValue(symbol, 'quote', ({ state: { quote } }) => quote?.spread);
  const text = change === undefined ? '–' : percent(change);
  // What is too small to be seen is no move.
  const direction = text === percent(0) ? 'flat' : directionOf(change ?? 0);
  return (
    <td>
      <span className={`quote-value ${direction}`}>
        <span className="arrow">{arrowOf[direction]}</span>
        {text}
      </span>
      <small>{spread === undefined ? '' : `${spread.toFixed(decimals)} wide`}</small>
    </td>
  );
}

function Move({ symbol }: { readonly symbol: SymbolRef }) {
  const move = directionOf(useStreamValue(symbol, 'quote', ({ lastMove }) => lastMove) ?? 0);
  return <span className={`arrow ${move}`}>{arrowOf[move]}</span>;
}

function Trail({ symbol }: { readonly symbol: SymbolRef }) {
  useStreamValue(symbol, 'quote', ({ trailAt }) => trailAt);
  return <Sparkline points={streamNow(symbol, 'quote')?.trail ?? []} />;
}

interface Props {
  readonly symbol: SymbolRef;
  readonly isSelected: boolean;
  /** The one row that Tab stops at. */
  readonly isStop: boolean;
  readonly onSelect: () => void;
}

function Row({ symbol, isSelected, isStop, onSelect }: Props) {
  useOpenStream(symbol, 'quote');
  const decimals = useInstrument(symbol)?.priceScale ?? 2;
  const isStale = useStreamValue(symbol, 'quote', (entry) => entry.isStale) ?? true;
  const age = useAge(symbol, 'quote');
  const isOld = isStale || age > 0;
  return (
    <tr
      role="row"
      aria-selected={isSelected}
      tabIndex={isStop ? 0 : -1}
      className={isOld ? 'watch__row--stale' : undefined}
      data-testid={`watchlist-row-${symbol.symbol}`}
      data-stale={isStale}
      onClick={onSelect}
      onFocus={onSelect}
    >
      <td>
        <span className="watch__symbol">
          {symbol.symbol}
          <Move symbol={symbol} />
        </span>
        {isOld ? (
          <span className="watch__mark">
            <StreamBadge symbol={symbol} kind="quote" />
          </span>
        ) : (
          <Trail symbol={symbol} />
        )}
      </td>
      <PriceCell symbol={symbol} decimals={decimals} side="bid" />
      <PriceCell symbol={symbol} decimals={decimals} side="ask" />
      <DayCell symbol={symbol} decimals={decimals} />
    </tr>
  );
}

export const WatchRow = memo(
  Row,
  (a, b) =>
    a.symbol.symbol === b.symbol.symbol &&
    a.symbol.venue === b.symbol.venue &&
    a.isSelected === b.isSelected &&
    a.isStop === b.isStop &&
    a.onSelect === b.onSelect,
);
