import { useId, useState, type KeyboardEvent } from 'react';
import type { Instrument } from '../api/trading.js';
import { symbolKey } from '../market/address.js';
import { useApp } from '../store/store.js';

const AT_MOST = 12;

function found(instruments: readonly Instrument[], text: string): readonly Instrument[] {
  const wanted = text.trim().toUpperCase();
  if (wanted === '') return instruments.slice(0, AT_MOST);
  const starts = instruments.filter(({ symbol }) => symbol.toUpperCase().startsWith(wanted));
  const holds = instruments.filter(
    ({ symbol, base }) =>
      !symbol.toUpperCase().startsWith(wanted) && `${symbol} ${base}`.toUpperCase().includes(wanted),
  );
  return [...starts, ...holds].slice(0, AT_MOST);
}

interface Props {
  readonly label: string;
  readonly onPick: (instrument: Instrument) => void;
}

/** A field that finds instruments as one types; arrows and Enter choose. */
export function InstrumentFinder({ label, onPick }: Props) {
  const instruments = useApp(({ desk }) => desk.instruments);
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const id = useId();
  const matches = open ? found(instruments, text) : [];

  const pick = (instrument: Instrument | undefined) => {
    if (!instrument) return;
    onPick(instrument);
    setText('');
    setOpen(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(at + 1, matches.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
    else if (event.key === 'Enter' && !event.repeat) pick(matches[at]);
    else if (event.key === 'Escape') setOpen(false);
    else return;
    event.preventDefault();
  };

  return (
    <div className="finder">
      <input
        className="input"
        role="combobox"
        aria-label={label}
        aria-expanded={matches.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={matches[at] ? `${id}-${at}` : undefined}
        autoComplete="off"
        placeholder={label}
        value={text}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
        onChange={({ target }) => {
          setText(target.value);
          setOpen(true);
          setAt(0);
        }}
      />
      <ul className="finder__list" id={`${id}-list`} role="listbox" aria-label={label} hidden={matches.length === 0}>
        {matches.map((instrument, index) => (
          <li
            key={symbolKey(instrument)}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            onPointerDown={(event) => {
              event.preventDefault();
              pick(instrument);
            }}
          >
            {instrument.symbol} <small>{instrument.venue}</small>
          </li>
        ))}
      </ul>
    </div>
  );
}
