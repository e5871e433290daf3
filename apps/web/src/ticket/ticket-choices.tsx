import { useId } from 'react';
import type { Draft } from './ticket-state.js';
import { mayPostOnly, RULES, TICKET_TYPES, type Side, type TicketType, type TimeInForce } from './terms.js';

interface ChoiceProps {
  readonly draft: Draft;
  readonly disabled: boolean;
  readonly onEdit: (change: Partial<Draft>) => void;
}

const SIDES: readonly { readonly side: Side; readonly name: string }[] = [
  { side: 'BUY', name: 'Buy' },
  { side: 'SELL', name: 'Sell' },
];

const TYPE_NAMES: Readonly<Record<TicketType, string>> = {
  LIMIT: 'Limit',
  MARKET: 'Market',
  STOP: 'Stop',
  STOP_LIMIT: 'Stop limit',
  TRAILING_STOP: 'Trailing stop',
};

export function SideChoice({ draft, disabled, onEdit }: ChoiceProps) {
  return (
    <div className="ticket__sides" role="radiogroup" aria-label="Side">
      {SIDES.map(({ side, name }) => (
        <button
          key={side}
          type="button"
          role="radio"
          className={`ticket__side ticket__side--${side.toLowerCase()}`}
          data-testid={`ticket-side-${side.toLowerCase()}`}
          aria-checked={draft.side === side}
          aria-keyshortcuts={name[0]}
          disabled={disabled}
          onClick={() => onEdit({ side })}
        >
          {name}
        </button>
      ))}
    </div>
  );
}

/** Another type, with the time in force that it usually has. */
export function withType(type: TicketType): Partial<Draft> {
  return { type, timeInForce: RULES[type].first };
}

export function TypeChoice({ draft, disabled, onEdit }: ChoiceProps) {
  return (
    <div className="ticket__row">
      <select
        className="input"
        aria-label="Order type"
        data-testid="ticket-type"
        value={draft.type}
        disabled={disabled}
        onChange={({ target }) => onEdit(withType(target.value as TicketType))}
      >
        {TICKET_TYPES.map((type) => (
          <option key={type} value={type}>
            {TYPE_NAMES[type]}
          </option>
        ))}
      </select>
      <select
        className="input"
        aria-label="Time in force"
        data-testid="ticket-tif"
        value={draft.timeInForce}
        disabled={disabled}
        onChange={({ target }) => onEdit({ timeInForce: target.value as TimeInForce })}
      >
        {RULES[draft.type].times.map((timeInForce) => (
          <option key={timeInForce} value={timeInForce}>
            {timeInForce}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Until when a GTD order is good; nothing for the others. */
export function EndChoice({
  draft,
  disabled,
  onEdit,
  problem,
}: ChoiceProps & { readonly problem: string | undefined }) {
  const id = useId();
  if (draft.timeInForce !== 'GTD') return null;
  return (
    <div className="field">
      <label htmlFor={id}>Good till (local time)</label>
      <input
        id={id}
        className="input"
        type="datetime-local"
        data-testid="ticket-good-till"
        value={draft.goodTill}
        disabled={disabled}
        aria-invalid={problem !== undefined}
        onChange={({ target }) => onEdit({ goodTill: target.value })}
      />
    </div>
  );
}

export function Switches({ draft, disabled, onEdit }: ChoiceProps) {
  const mayPost = mayPostOnly(draft.type, draft.timeInForce);
  return (
    <div className="ticket__row" role="group" aria-label="Instructions">
      <label>
        <input
          type="checkbox"
          data-testid="ticket-post-only"
          checked={draft.postOnly && mayPost}
          disabled={disabled || !mayPost}
          onChange={({ target }) => onEdit({ postOnly: target.checked })}
        />{' '}
        Post-only
      </label>
      <label>
        <input
          type="checkbox"
          data-testid="ticket-reduce-only"
          checked={draft.reduceOnly}
          disabled={disabled}
          onChange={({ target }) => onEdit({ reduceOnly: target.checked })}
        />{' '}
        Reduce-only
      </label>
      <label>
        <input
          type="checkbox"
          data-testid="ticket-exits"
          aria-keyshortcuts="E"
          checked={draft.exits}
          disabled={disabled}
          onChange={({ target }) => onEdit({ exits: target.checked })}
        />{' '}
        Exits
      </label>
    </div>
  );
}
