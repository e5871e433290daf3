import { formatDecimal, trimDecimal, type Instrument, type OrderTerms, type Side } from '@bourseworks/domain';
import { SystemClock, type BrokerAdapter, type BrokerOrder, type Clock } from '@bourseworks/ports';
import { ALPACA_KEY_ID, ALPACA_SECRET_KEY, AlpacaStandIn } from '@bourseworks/testkit';
import type { AlpacaFault, BrokerHarness, VenueCommand, VenueFault, VenueUnderTest } from '@bourseworks/testkit';
import { AlpacaBroker } from '@bourseworks/adapters/alpaca';
import { ACCOUNT, configFor, dollars, QUICK, shares } from './broker.js';

const SYMBOL = 'SPY';
const TIMEOUT_MS = 300;
const METHODS: Readonly<Record<VenueCommand, string>> = { submit: 'POST', cancel: 'DELETE', replace: 'PATCH' };
const FAULTS: Readonly<Record<VenueFault, AlpacaFault>> = {
  'drop-before': 'reset-before',
  'drop-after': 'reset-after',
  'error-after': '500-after',
  'unreadable-after': 'garbage-after',
  'delay-after': 'silence-after',
};

function brokerAt(url: string, clock: Clock): AlpacaBroker {
  return new AlpacaBroker(
    configFor(url, { symbols: [SYMBOL], crypto: [], requestTimeoutMs: TIMEOUT_MS }),
    clock,
    QUICK,
  );
}

/** The stand-in of Alpaca, whose one account is made empty for each case. */
class AlpacaVenueUnderTest implements VenueUnderTest {
  readonly quantity = shares(10);
  private outside = 0;

  constructor(private readonly standIn: AlpacaStandIn) {
    standIn.venue.marketPrice = '100';
  }

  createBroker(clock: Clock): BrokerAdapter {
    return brokerAt(this.standIn.url, clock);
  }

  account(): Promise<string> {
    this.standIn.venue.reset();
    return Promise.resolve(ACCOUNT);
  }

  instrument(broker: BrokerAdapter): Instrument {
    return broker.instruments()[0];
  }

  restingPrice(side: Side): number {
    return dollars(side === 'BUY' ? 99 : 101);
  }

  fill({ clOrdId, instrument, terms }: BrokerOrder, quantity: number): Promise<void> {
    const { venue } = this.standIn;
    const text = (units: number, scale: number) => trimDecimal(formatDecimal(units, scale));
    venue.fill(
      venue.ordered(clOrdId).id,
      text(quantity, instrument.qtyScale),
      text(terms.price, instrument.priceScale),
    );
    return Promise.resolve();
  }

  cancelUnsolicited({ clOrdId }: BrokerOrder): Promise<void> {
    this.standIn.venue.end(this.standIn.venue.ordered(clOrdId).id, 'canceled');
    return Promise.resolve();
  }

  rejectNext(): Promise<void> {
    this.standIn.venue.refuseNext = { status: 403, body: { code: 40310000, message: 'insufficient buying power' } };
    return Promise.resolve();
  }

  failNext(command: VenueCommand, fault: VenueFault): Promise<void> {
    this.standIn.faultNext(METHODS[command], FAULTS[fault]);
    return Promise.resolve();
  }

  rateLimitNext(count: number, waitMs: number): Promise<void> {
    this.standIn.turnDownNext(count, waitMs);
    return Promise.resolve();
  }

  dropLink(): Promise<void> {
    this.standIn.cut();
    return Promise.resolve();
  }

  refuseLink(on: boolean): Promise<void> {
    this.standIn.refuseConnections = on;
    if (on) this.standIn.cut();
    return Promise.resolve();
  }

  /** What a deployment at Alpaca's side shows to a client. */
  restartVenue(): Promise<void> {
    return this.dropLink();
  }

  placeOutside(_account: string, { side, quantity, price, timeInForce }: OrderTerms): Promise<string> {
    const clientId = `outside-${++this.outside}`;
    this.standIn.venue.place({
      symbol: SYMBOL,
      side: side.toLowerCase(),
      type: 'limit',
      qty: formatDecimal(quantity, 9),
      limit_price: trimDecimal(formatDecimal(price, 9)),
      time_in_force: timeInForce.toLowerCase(),
      client_order_id: clientId,
    });
    return Promise.resolve(clientId);
  }

  cancelOutside(_account: string, clientId: string): Promise<void> {
    const { venue } = this.standIn;
    venue.cancel(venue.ordered(clientId).id);
    return Promise.resolve();
  }

  accepted(_account: string, clOrdId: string): Promise<number> {
    const orders = [...this.standIn.venue.orders.values()];
    return Promise.resolve(orders.filter(({ client_order_id: id }) => id === clOrdId).length);
  }

  commands(): Promise<readonly VenueCommand[]> {
    const commands = Object.keys(METHODS) as VenueCommand[];
    return Promise.resolve(
      this.standIn.requests.flatMap(({ method }) => commands.find((command) => METHODS[command] === method) ?? []),
    );
  }

  connections(): Promise<number> {
    return Promise.resolve(this.standIn.connections);
  }

  close(): Promise<void> {
    return this.standIn.close();
  }
}

export const alpacaHarness: BrokerHarness = {
  capabilities: brokerAt('http://127.0.0.1:1', new SystemClock()).capabilities,
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
    'connections',
  ],
  faults: ['drop-before', 'drop-after', 'error-after', 'unreadable-after', 'delay-after'],
  requestTimeoutMs: TIMEOUT_MS,
  tells: { fees: false, positions: true, balances: true, openTerms: true },
  secrets: [ALPACA_KEY_ID, ALPACA_SECRET_KEY],
  start: async () => new AlpacaVenueUnderTest(await AlpacaStandIn.start()),
};
