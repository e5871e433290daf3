import { setTimeout as sleep } from 'node:timers/promises';
import { SystemClock, type BrokerAdapter, type BrokerOrder, type Clock } from '@bourseworks/ports';
import type { Instrument, OrderTerms, Side } from '@bourseworks/domain';
import type { BrokerHarness, VenueCommand, VenueFault, VenueUnderTest } from '@bourseworks/testkit';
import { CcxtBroker } from '@bourseworks/adapters/ccxt';
import { StandInExchange } from './stand-in-exchange.js';
import { API_KEY, StandInVenue, SYMBOL } from './stand-in-venue.js';

const ACCOUNT = 'CCXT';
const TIMEOUT_MS = 300;
const OUTAGE_MS = 100;
const SECRET = 'ccxt-secret-0123456789';

export function brokerFor(venue: StandInVenue, clock: Clock = new SystemClock(), horizonMs = 100): CcxtBroker {
  return new CcxtBroker({
    exchange: new StandInExchange(venue),
    clock,
    account: ACCOUNT,
    apiKey: API_KEY,
    secret: SECRET,
    password: '',
    uid: '',
    symbols: [SYMBOL],
    pollMs: 20,
    timeoutMs: TIMEOUT_MS,
    horizonMs,
  });
}

/** A stand-in with ccxt's interface; the network in between is its own. */
class CcxtVenue implements VenueUnderTest {
  readonly quantity = 400;
  private readonly venue = new StandInVenue();
  private outside = 0;

  createBroker(clock: Clock): BrokerAdapter {
    return brokerFor(this.venue, clock);
  }

  account(): Promise<string> {
    this.venue.reset();
    return Promise.resolve(ACCOUNT);
  }

  instrument(broker: BrokerAdapter): Instrument {
    return broker.instruments()[0];
  }

  restingPrice(side: Side): number {
    return side === 'BUY' ? 4_900_000 : 5_100_000;
  }

  fill({ clOrdId }: BrokerOrder, quantity: number): Promise<void> {
    // What was replaced keeps its first id there.
    const order = this.venue.byClientId(clOrdId) ?? this.venue.orders.find(({ status }) => status === 'open');
    const id = order?.id ?? '';
    this.venue.fill(id, quantity);
    return Promise.resolve();
  }

  cancelUnsolicited({ clOrdId }: BrokerOrder): Promise<void> {
    this.venue.cancel(this.venue.byClientId(clOrdId)?.id ?? '');
    return Promise.resolve();
  }

  rejectNext(): Promise<void> {
    this.venue.rejects = 1;
    return Promise.resolve();
  }

  failNext(command: VenueCommand, fault: VenueFault): Promise<void> {
    this.venue.failNext(command, fault);
    return Promise.resolve();
  }

  rateLimitNext(count: number): Promise<void> {
    this.venue.limited = count;
    return Promise.resolve();
  }

  async dropLink(): Promise<void> {
    this.venue.down = true;
    await sleep(OUTAGE_MS);
    // Long enough for every broker to have asked in vain.
    await sleep(OUTAGE_MS);
    this.venue.down = false;
  }

  refuseLink(on: boolean): Promise<void> {
    this.venue.down = on;
    return Promise.resolve();
  }

  restartVenue(): Promise<void> {
    return this.dropLink();
  }

  placeOutside(_account: string, { side, quantity, price }: OrderTerms): Promise<string> {
    const clientOrderId = `outside-${++this.outside}`;
    const placed = { type: 'limit', side: side.toLowerCase(), timeInForce: 'GTC' };
    this.venue.place({ ...placed, clientOrderId, amount: quantity / 10_000, price: price / 100 });
    return Promise.resolve(clientOrderId);
  }

  cancelOutside(_account: string, clientId: string): Promise<void> {
    this.venue.cancel(this.venue.byClientId(clientId)?.id ?? '');
    return Promise.resolve();
  }

  accepted(_account: string, clOrdId: string): Promise<number> {
    return Promise.resolve(this.venue.orders.filter(({ clientOrderId }) => clientOrderId === clOrdId).length);
  }

  commands(): Promise<readonly VenueCommand[]> {
    return Promise.resolve([...this.venue.commands]);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

export const ccxtHarness: BrokerHarness = {
  capabilities: brokerFor(new StandInVenue()).capabilities,
  controls: [
    'fill',
    'cancelUnsolicited',
    'rejectNext',
    'failNext',
    'rateLimitNext',
    'dropLink',
    'refuseLink',
    'restartVenue',
    'placeOutside',
    'cancelOutside',
    'accepted',
    'commands',
  ],
  faults: ['drop-before', 'drop-after', 'error-after', 'unreadable-after', 'delay-after'],
  requestTimeoutMs: TIMEOUT_MS,
  tells: { fees: true, positions: false, balances: true, openTerms: true },
  secrets: [API_KEY, SECRET],
  start: () => Promise.resolve(new CcxtVenue()),
};
