import { memo } from 'react';
import type { QuoteFields } from '@bourseworks/dto/shapes';
import { arrowOf, directionOf, percent, price, size } from '../lib/format.js';
import type { SymbolRef } from '../market/address.js';
import { useStream } from '../market/use-stream.js';
import { useInstrument } from '../store/selectors.js';
import { Sparkline } from './sparkline.js';
import { StreamBadge } from './stream-badge.js';
import { useFlash } from './use-flash.js';

interface CellProps {
  readonly value: number | undefined;
  readonly size: number | undefined;
  readonly decimals: number;
  readonly testId: string;
}

function PriceCell({ value, size: amount, decimals, testId }: CellProps) {
  const ref = useFlash<HTMLSpanElement>(value);
  const isEmpty = value === undefined || amount === undefined || amount === 0;
  return (
    <td>
      <span ref={ref} className="quote-value" data-testid={testId}>
        {isEmpty ? '–' : price(value, decimals)}
      </span>
      <small>{isEmpty ? '' : size(amount)}</small>
    </td>
  );
}

function DayCell({ quote, decimals }: { readonly quote: QuoteFields | undefined; readonly decimals: number }) {
  const change = quote?.changePercent;
  const direction = directionOf(change ?? 0);
  return (
    <td>
      <span className={`quote-value ${direction}`}>
        <span className="arrow">{arrowOf[direction]}</span>
        {change === undefined ? '–' : percent(change)}
      </span>
      <small>{quote?.spread === undefined ? '' : `${quote.spread.toFixed(decimals)} wide`}</small>
    </td>
  );
}

interface Props {
  readonly symbol: SymbolRef;
  readonly isSelected: boolean;
  /** The one row that Tab stops at. */
  readonly isStop: boolean;
  readonly onSelect: () => void;
}

function Row({ symbol, isSelected, isStop, onSelect }: Props) {
  const entry = useStream(symbol, 'quote');
  const instrument = useInstrument(symbol);
  const quote = entry?.state.quote;
  const decimals = instrument?.priceScale ?? 2;
  const move = directionOf(entry?.lastMove ?? 0);
  const isStale = entry?.isStale ?? true;
  return (
    <tr
      role="row"
      aria-selected={isSelected}
      tabIndex={isStop ? 0 : -1}
      className={isStale ? 'watch__row--stale' : undefined}
      data-testid={`watchlist-row-${symbol.symbol}`}
      data-stale={isStale}
      onClick={onSelect}
      onFocus={onSelect}
    >
      <td>
        <span className="watch__symbol">
          {symbol.symbol}
          <span className={`arrow ${move}`}>{arrowOf[move]}</span>
        </span>
        {isStale ? (
          <span className="watch__mark">
            <StreamBadge entry={entry} />
          </span>
        ) : (
          <Sparkline points={entry?.trail ?? []} />
        )}
      </td>
      <PriceCell value={quote?.bid} size={quote?.bidSize} decimals={decimals} testId={`quote-bid-${symbol.symbol}`} />
      <PriceCell value={quote?.ask} size={quote?.askSize} decimals={decimals} testId={`quote-ask-${symbol.symbol}`} />
      <DayCell quote={quote} decimals={decimals} />
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
