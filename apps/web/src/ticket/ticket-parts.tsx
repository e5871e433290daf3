import { useEffect, useRef } from 'react';
import type { Instrument, OrderPreview } from '../api/trading.js';
import { decimalsOf, fixed, trim, typedDecimal } from '../lib/decimal.js';
import { grouped, money, price as priceText, quantity, size } from '../lib/format.js';
import { useAge } from '../market/use-age.js';
import { useOpenStream, useStreamValue } from '../market/use-stream.js';
import { useFlash } from '../panels/use-flash.js';
import { sentence } from '../session/problem-text.js';
import { midOf } from './market-now.js';
import { presetSizes, RULES } from './terms.js';
import type { Draft } from './ticket-state.js';
import type { Ticket } from './use-ticket.js';

interface QuoteProps {
  readonly instrument: Instrument;
  readonly onPick: (price: string) => void;
}

interface QuoteButtonProps extends QuoteProps {
  readonly side: 'bid' | 'ask';
  readonly name: string;
  readonly tone: string;
}

function QuoteButton({ instrument, side, name, tone, onPick }: QuoteButtonProps) {
  const value = useStreamValue(instrument, 'quote', ({ state: { quote } }) => quote?.[side]);
  const amount = useStreamValue(instrument, 'quote', ({ state: { quote } }) => quote?.[`${side}Size`]);
  const decimals = instrument.priceScale;
  const ref = useFlash<HTMLElement>(value);
  const known = value !== undefined && (amount ?? 0) > 0;
  return (
    <button
      type="button"
      disabled={!known}
      title={`Use the ${name.toLowerCase()} as the price`}
      onClick={() => known && onPick(value.toFixed(decimals))}
    >
      <small>
        {name} {known && size(amount as number)}
      </small>
      <strong ref={ref} className={`quote-value ${tone}`}>
        {known ? priceText(value, decimals) : '–'}
      </strong>
    </button>
  );
}

export function TicketQuote(props: QuoteProps) {
  useOpenStream(props.instrument, 'quote');
  const isOld = useAge(props.instrument, 'quote') > 0;
  return (
    <div className={isOld ? 'ticket__quote ticket__quote--old' : 'ticket__quote'}>
      <QuoteButton {...props} side="bid" name="Bid" tone="up" />
      <QuoteButton {...props} side="ask" name="Ask" tone="down" />
    </div>
  );
}

interface PresetProps {
  readonly instrument: Instrument;
  readonly onPick: (quantity: string) => void;
}

export function Presets({ instrument, onPick }: PresetProps) {
  // As one text: sizes change by powers of ten, not with every tick.
  const sizes = useStreamValue(instrument, 'quote', (entry) => presetSizes(instrument, midOf(entry)).join(' '));
  return (
    <div className="ticket__presets" role="group" aria-label="Sizes">
      {(sizes?.split(' ') ?? presetSizes(instrument, 0)).map((preset) => (
        <button key={preset} type="button" onClick={() => onPick(preset)}>
          {trim(preset)}
        </button>
      ))}
    </div>
  );
}

export function Preview({
  preview,
  instrument,
}: {
  readonly preview: OrderPreview | undefined;
  readonly instrument: Instrument;
}) {
  const lots = decimalsOf(instrument.lotSize);
  const position = (text: string) => quantity(fixed(text, lots));
  return (
    <dl className="ticket__preview" aria-label="Preview">
      <dt>Notional</dt>
      <dd>{preview?.notional === undefined ? '–' : `${money(preview.notional)} ${preview.currency ?? ''}`}</dd>
      <dt>Position</dt>
      <dd>{preview ? `${position(preview.positionBefore)} → ${position(preview.positionAfter)}` : '–'}</dd>
      {preview?.problems.map(({ code, message }) => (
        <dd key={code} className="ticket__problem">
          {sentence(message)} <code>{code}</code>
        </dd>
      ))}
    </dl>
  );
}

const heads = { placed: 'Placed', refused: 'Refused', unknown: 'Unknown' };

export function TicketStatus({ ticket }: { readonly ticket: Ticket }) {
  const { outcome, phase } = ticket.state;
  const ref = useRef<HTMLDivElement>(null);
  // A long ticket hides its end where it is low: an answer is to be seen.
  useEffect(() => {
    if (outcome) ref.current?.scrollIntoView({ block: 'nearest' });
  }, [outcome]);
  return (
    <div
      ref={ref}
      className={outcome ? `ticket__status ticket__status--${outcome.kind}` : 'ticket__status'}
      role="status"
      data-testid="ticket-status"
      data-phase={phase}
      data-outcome={outcome?.kind}
      data-cl-ord-id={outcome?.clOrdId}
      data-list-id={outcome?.listId}
    >
      {outcome && (
        <>
          <strong>{heads[outcome.kind]}:</strong> {outcome.text}
          <code>{[outcome.code, outcome.listId ?? outcome.clOrdId].filter(Boolean).join(' ')}</code>
        </>
      )}
      {phase === 'unknown' && (
        <>
          <button type="button" className="button button--small" onClick={ticket.askAgain}>
            Send again (same order)
          </button>
          <button type="button" className="button button--small" onClick={ticket.acknowledge}>
            I take note
          </button>
        </>
      )}
    </div>
  );
}

interface SubmitProps {
  readonly ticket: Ticket;
  readonly symbol: string;
  readonly disabled: boolean;
}

/** A number as it was typed, for the eye; what is no number is left out. */
function shown(typed: string): string {
  const text = typedDecimal(typed);
  return text === undefined ? '' : grouped(trim(text));
}

function exitsText({ takeProfit, stopLoss }: Draft): string {
  const [profit, loss] = [shown(takeProfit), shown(stopLoss)];
  return [profit && `take-profit ${profit}`, loss && `stop-loss ${loss}`].filter(Boolean).join(', ');
}

function submitText({ phase, draft }: Ticket['state'], symbol: string): string {
  if (phase === 'sending') return 'Sending';
  if (phase === 'unknown') return 'Outcome not known';
  const rules = RULES[draft.type];
  const [size, limit] = [shown(draft.quantity), shown(draft.price)];
  const price = rules.price ? limit && `at ${limit}` : 'at market';
  const stop = rules.stop && shown(draft.stopPrice);
  const trail = rules.trail && shown(draft.trailBy);
  const exits = draft.exits && !draft.reduceOnly && exitsText(draft);
  const trigger = (stop && `once ${stop} trades`) || (trail && `trailing by ${trail}`);
  const text = [draft.side === 'BUY' ? 'Buy' : 'Sell', size, symbol, price, trigger].filter(Boolean).join(' ');
  const whole = exits ? `${text}, ${exits}` : text;
  return phase === 'confirming' ? `Confirm: ${whole}` : whole;
}

export function SubmitButton({ ticket, symbol, disabled }: SubmitProps) {
  const { state } = ticket;
  const busy = state.phase === 'sending' || state.phase === 'unknown';
  return (
    <button
      type="submit"
      className={`ticket__submit ticket__submit--${state.draft.side.toLowerCase()}`}
      data-testid="ticket-submit"
      disabled={disabled || busy}
    >
      {submitText(state, symbol)}
    </button>
  );
}
