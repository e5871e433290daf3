import { useEffect, useId, useRef, type KeyboardEvent } from 'react';
import type { Instrument } from '../api/trading.js';
import type { PanelProps } from '../layout/dock.js';
import { sameSymbol, symbolKey } from '../market/address.js';
import { streamNow } from '../market/use-stream.js';
import { LinkPicker, usePanelSymbol } from '../panels/panel-symbol.js';
import { InstrumentFinder } from '../panels/instrument-finder.js';
import { StreamBadge } from '../panels/stream-badge.js';
import { BlockedControls } from '../shell/disconnected.js';
import { isBlocked, useOutage } from '../shell/outage.js';
import { useAccount, useHasRole, useInstrument } from '../store/selectors.js';
import { useApp } from '../store/store.js';
import { focusTicket } from './focus.js';
import { Stepper } from './stepper.js';
import { marketNow, midOf } from './market-now.js';
import { Presets, Preview, SubmitButton, TicketQuote, TicketStatus } from './ticket-parts.js';
import { Exits, Prices } from './prices.js';
import { readTicket, requestOf } from './request.js';
import { EndChoice, SideChoice, Switches, TypeChoice, withType } from './ticket-choices.js';
import type { Draft } from './ticket-state.js';
import { presetSizes, RULES } from './terms.js';
import { usePreview } from './use-preview.js';
import { useTicket, type Ticket } from './use-ticket.js';

const LETTERS: Readonly<Record<string, Partial<Draft>>> = {
  b: { side: 'BUY' },
  s: { side: 'SELL' },
  l: withType('LIMIT'),
  m: withType('MARKET'),
};

/** Letters are no part of a number: in the fields of the ticket they choose side and type. */
function onLetter(event: KeyboardEvent, ticket: Ticket): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target instanceof Element && event.target.matches('[role="combobox"], select, [type="datetime-local"]'))
    return;
  const letter = event.key.toLowerCase();
  const change = letter === 'e' ? { exits: !ticket.state.draft.exits } : LETTERS[letter];
  if (change) {
    event.preventDefault();
    if (!event.repeat) ticket.edit(change);
  }
  if (event.key === 'Escape') ticket.back();
  // A key that is held is one key press: the form would be sent again and again.
  if (event.key === 'Enter' && event.repeat) event.preventDefault();
}

/** What a click in the depth asked for, once each. */
function useProposals(ticket: Ticket, instrument: Instrument | undefined): void {
  const proposal = useApp(({ desk }) => desk.proposal);
  const taken = useRef(proposal?.id);
  useEffect(() => {
    if (!proposal || proposal.id === taken.current || !sameSymbol(proposal.symbol, instrument)) return;
    taken.current = proposal.id;
    const { price, side } = proposal;
    ticket.edit({ price, type: 'LIMIT', timeInForce: 'GTC', ...(side ? { side } : {}) });
  }, [proposal, instrument, ticket]);
}

interface FormProps {
  readonly ticket: Ticket;
  readonly instrument: Instrument;
  readonly account: string | undefined;
  readonly blocked: boolean;
}

/** The button that sent the order is disabled while it is on its way, and the browser then forgets where one was. */
function useFocusKept(phase: Ticket['state']['phase']): void {
  const before = useRef(phase);
  useEffect(() => {
    const done = before.current === 'sending' && phase !== 'sending';
    before.current = phase;
    if (done && document.activeElement === document.body) focusTicket();
  }, [phase]);
}

const sizeNow = (instrument: Instrument): string =>
  presetSizes(instrument, midOf(streamNow(instrument, 'quote')))[0] ?? instrument.minQuantity;

function TicketForm({ ticket, instrument, account, blocked }: FormProps) {
  const { state, edit, submit } = ticket;
  const { draft, phase } = state;
  const mayTrade = useHasRole('trader');
  const id = useId();
  const busy = phase === 'sending' || phase === 'unknown';
  const market = marketNow(instrument);
  const read = readTicket(draft, instrument, market);
  const problemOf = (field: string) => (!read.ok && read.field === field ? read.message : undefined);
  const request = account === undefined ? undefined : requestOf(state, account, instrument, market);
  // Of the order alone: what its exits would do depends on what it fills.
  const preview = usePreview(busy ? undefined : request?.order);
  const rules = RULES[draft.type];
  useFocusKept(phase);
  return (
    <form
      className="ticket"
      aria-label="Order"
      onKeyDown={(event) => onLetter(event, ticket)}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <TicketQuote
        instrument={instrument}
        onPick={(price) => edit(rules.price ? { price } : { price, type: 'LIMIT' })}
      />
      <SideChoice draft={draft} disabled={busy} onEdit={edit} />
      <TypeChoice draft={draft} disabled={busy} onEdit={edit} />
      <Stepper
        id={`${id}-quantity`}
        label={`Quantity in ${instrument.base}`}
        testId="ticket-quantity"
        value={draft.quantity}
        step={instrument.lotSize}
        base={() => sizeNow(instrument)}
        problem={problemOf('quantity')}
        disabled={false}
        busy={busy}
        onChange={(quantity) => edit({ quantity })}
      />
      <Presets instrument={instrument} onPick={(quantity) => edit({ quantity })} />
      <Prices draft={draft} instrument={instrument} busy={busy} problemOf={problemOf} onEdit={edit} />
      <EndChoice draft={draft} disabled={busy} onEdit={edit} problem={problemOf('goodTill')} />
      <Switches draft={draft} disabled={busy} onEdit={edit} />
      <Exits draft={draft} instrument={instrument} busy={busy} problemOf={problemOf} onEdit={edit} />
      <Preview preview={preview} instrument={instrument} />
      <SubmitButton ticket={ticket} symbol={instrument.symbol} disabled={blocked || !mayTrade || !read.ok} />
      {!mayTrade && <p className="muted">Your roles do not allow orders.</p>}
      <TicketStatus ticket={ticket} />
    </form>
  );
}

export function TicketPanel(props: PanelProps) {
  const linked = usePanelSymbol(props);
  const instrument = useInstrument(linked.symbol);
  const account = useAccount();
  const blocked = isBlocked(useOutage());
  const ticket = useTicket(account, instrument, blocked);
  const name = instrument && symbolKey(instrument);
  const { edit } = ticket;
  const { phase } = ticket.state;
  const shown = useRef(name);
  useProposals(ticket, instrument);
  useEffect(() => {
    // A price and a size of another instrument would be a wrong order waiting to be sent. While one is on its way nothing
    // can be edited: then they go when its answer is here.
    if (phase === 'sending' || phase === 'unknown') return;
    if (shown.current !== undefined && shown.current !== name)
      edit({ price: '', stopPrice: '', trailBy: '', quantity: '', takeProfit: '', stopLoss: '' });
    shown.current = name;
  }, [name, phase, edit]);
  return (
    <div className="panel" data-testid="ticket-panel">
      <div className="panel__bar">
        <LinkPicker {...linked} />
        <span className="panel__symbol" data-testid="ticket-symbol">
          {linked.symbol?.symbol ?? 'No instrument'}
        </span>
        <StreamBadge symbol={linked.symbol} kind="quote" />
        <span className="space" />
        <InstrumentFinder
          label="Instrument"
          onPick={(one) => linked.choose({ venue: one.venue, symbol: one.symbol })}
        />
      </div>
      <div className="panel__blockable">
        <div className="panel__body" inert={blocked}>
          {instrument ? (
            <TicketForm ticket={ticket} instrument={instrument} account={account} blocked={blocked} />
          ) : (
            <div className="empty">Instruments are being asked for</div>
          )}
        </div>
        <BlockedControls />
      </div>
    </div>
  );
}
