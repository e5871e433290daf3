import type { KeyboardEvent } from 'react';
import { stepBy, typedDecimal } from '../lib/decimal.js';

interface Props {
  readonly id: string;
  readonly label: string;
  readonly testId: string;
  readonly value: string;
  readonly step: string;
  /** Where steps begin in an empty field. */
  readonly base: () => string;
  readonly problem: string | undefined;
  readonly disabled: boolean;
  /** On its way: it may not be changed, but keeps the focus. */
  readonly busy: boolean;
  readonly onChange: (value: string) => void;
}

const timesOf = ({ shiftKey, ctrlKey, metaKey }: KeyboardEvent): number => {
  if (ctrlKey || metaKey) return 100;
  return shiftKey ? 10 : 1;
};

/** A number as text, moved by arrows along the grid of the instrument. */
export function Stepper({ id, label, testId, value, step, base, problem, disabled, busy, onChange }: Props) {
  const move = (count: number) => {
    if (busy) return;
    const typed = typedDecimal(value);
    onChange(typed === undefined ? base() : stepBy(typed, step, count));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    move(event.key === 'ArrowUp' ? timesOf(event) : -timesOf(event));
  };
  const hasProblem = problem !== undefined && value !== '';
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className={hasProblem ? 'stepper stepper--wrong' : 'stepper'}>
        <input
          id={id}
          data-testid={testId}
          inputMode="decimal"
          autoComplete="off"
          spellCheck={false}
          maxLength={30}
          value={value}
          disabled={disabled}
          readOnly={busy}
          aria-invalid={hasProblem}
          aria-describedby={hasProblem ? `${id}-problem` : undefined}
          onKeyDown={onKeyDown}
          onFocus={({ currentTarget }) => currentTarget.select()}
          onChange={({ target }) => onChange(target.value)}
        />
        <button
          type="button"
          tabIndex={-1}
          aria-label={`${label} down`}
          disabled={disabled || busy}
          onClick={() => move(-1)}
        >
          {'\u2212'}
        </button>
        <button
          type="button"
          tabIndex={-1}
          aria-label={`${label} up`}
          disabled={disabled || busy}
          onClick={() => move(1)}
        >
          +
        </button>
      </div>
      {hasProblem && (
        <span id={`${id}-problem`} className="down">
          {problem}
        </span>
      )}
    </div>
  );
}
