import { useId } from 'react';
import type { Instrument } from '../api/trading.js';
import { alignDown, typedDecimal } from '../lib/decimal.js';
import { Stepper } from './stepper.js';
import { marketNow } from './market-now.js';
import type { Draft } from './ticket-state.js';
import { RULES } from './terms.js';

interface FieldProps {
  readonly instrument: Instrument;
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly base: () => string;
  readonly problem: string | undefined;
  readonly busy: boolean;
  readonly disabled?: boolean;
  readonly onChange: (value: string) => void;
}

function PriceField({ instrument, name, disabled = false, ...field }: FieldProps) {
  const id = useId();
  return <Stepper {...field} id={id} testId={`ticket-${name}`} step={instrument.tickSize} disabled={disabled} />;
}

/** A price to begin with: on the grid, near the middle of the market. */
function priceNow(instrument: Instrument): string {
  const market = marketNow(instrument);
  return market === undefined ? instrument.tickSize : alignDown(market, instrument.tickSize);
}

interface Props {
  readonly draft: Draft;
  readonly instrument: Instrument;
  readonly busy: boolean;
  readonly problemOf: (field: string) => string | undefined;
  readonly onEdit: (change: Partial<Draft>) => void;
}

/** The prices that the type of the order has: trigger, distance, limit. */
export function Prices({ draft, instrument, busy, problemOf, onEdit }: Props) {
  const rules = RULES[draft.type];
  const field = { instrument, busy, base: () => priceNow(instrument) };
  return (
    <>
      {rules.stop && (
        <PriceField
          {...field}
          name="stop"
          label={`Stop price in ${instrument.currency}`}
          value={draft.stopPrice}
          problem={problemOf('stopPrice')}
          onChange={(stopPrice) => onEdit({ stopPrice })}
        />
      )}
      {rules.trail && (
        <PriceField
          {...field}
          name="trail"
          label={`Distance in ${instrument.currency}`}
          value={draft.trailBy}
          base={() => instrument.tickSize}
          problem={problemOf('trailBy')}
          onChange={(trailBy) => onEdit({ trailBy })}
        />
      )}
      <PriceField
        {...field}
        name="price"
        label={rules.price ? `Limit price in ${instrument.currency}` : 'Price (market)'}
        value={rules.price ? draft.price : ''}
        problem={problemOf('price')}
        disabled={!rules.price}
        onChange={(price) => onEdit({ price })}
      />
    </>
  );
}

/** Prices at which the position shall end again; one of them or both. */
export function Exits({ draft, instrument, busy, problemOf, onEdit }: Props) {
  if (!draft.exits) return null;
  const rules = RULES[draft.type];
  const start = typedDecimal(rules.price ? draft.price : rules.stop ? draft.stopPrice : '');
  const base = () => (start === undefined ? priceNow(instrument) : alignDown(start, instrument.tickSize));
  const field = { instrument, busy, base };
  const problem = problemOf('exits');
  return (
    <div className="ticket__exits" role="group" aria-label="Exits">
      <PriceField
        {...field}
        name="take-profit"
        label="Take-profit"
        value={draft.takeProfit}
        problem={problemOf('takeProfit')}
        onChange={(takeProfit) => onEdit({ takeProfit })}
      />
      <PriceField
        {...field}
        name="stop-loss"
        label="Stop-loss"
        value={draft.stopLoss}
        problem={problemOf('stopLoss')}
        onChange={(stopLoss) => onEdit({ stopLoss })}
      />
      {problem !== undefined && <p className="muted ticket__hint">{problem}</p>}
    </div>
  );
}
