import { useId } from 'react';
import type { Instrument } from '../api/trading.js';
import { alignDown } from '../lib/decimal.js';
import { streamNow } from '../market/use-stream.js';
import { Stepper } from './stepper.js';
import { midOf } from './ticket-parts.js';
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
function priceNow({ tickSize, priceScale, ...symbol }: Instrument): string {
  const mid = midOf(streamNow(symbol, 'quote'));
  return mid > 0 ? alignDown(mid.toFixed(priceScale), tickSize) : tickSize;
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
