import { formatDecimal, type Instrument, type OrderTerms, type Side } from '@bourseworks/domain';
import type { BrokerAdapter, BrokerCapabilities, BrokerOrder, Clock } from '@bourseworks/ports';
import { SimBroker } from '@bourseworks/adapters/sim';
import type { BrokerHarness, VenueCommand, VenueFault, VenueUnderTest } from '@bourseworks/testkit';
import { startExchange, type RunningExchange } from './exchange.js';
import { Proxy } from './proxy.js';

const ENV = { EXCHANGE_TICKS_PER_SECOND: '0', EXCHANGE_INSTRUMENTS: 'BTCUSD', EXCHANGE_TEST_CONTROLS: 'true' };
const PREFIX = 'dev-';
const COUNTERPARTY = 'counterparty';
const QUANTITY = 1_000;
const TIMEOUT_MS = 1_000;

interface Level {
  readonly bid: number;
  readonly ask: number;
}

/** A real exchange process behind a proxy that can break connections. */
class SimVenue implements VenueUnderTest {
  readonly quantity = QUANTITY;
  private accounts = 0;
  private outside = 0;

  private constructor(
    private exchange: RunningExchange,
    private readonly proxy: Proxy,
    private readonly top: Level,
  ) {}

  static async start(): Promise<SimVenue> {
    const exchange = await startExchange(ENV);
    const response = await fetch(`${exchange.url}/api/book?symbol=BTCUSD&depth=1`);
    const book = (await response.json()) as { bids: [string, string][]; asks: [string, string][] };
    const cents = (price: string) => Math.round(Number(price) * 100);
    const top = { bid: cents(book.bids[0][0]), ask: cents(book.asks[0][0]) };
    return new SimVenue(exchange, await Proxy.to(exchange.port), top);
  }

  createBroker(clock: Clock): BrokerAdapter {
    return new SimBroker({ url: this.proxy.url, apiKeyPrefix: PREFIX, requestTimeoutMs: TIMEOUT_MS }, clock);
  }

  account(): Promise<string> {
    return Promise.resolve(`a${++this.accounts}`);
  }

  instrument(broker: BrokerAdapter): Instrument {
    return broker.instruments()[0];
  }

  /** Within the spread: alone at the top of the book. */
  restingPrice(side: Side): number {
    const third = Math.floor((this.top.ask - this.top.bid) / 3);
    return side === 'BUY' ? this.top.bid + third : this.top.ask - third;
  }

  async fill({ instrument, terms }: BrokerOrder, quantity: number): Promise<void> {
    const side = terms.side === 'BUY' ? 'SELL' : 'BUY';
    const clientOrderId = `counter-${++this.outside}`;
    await this.order(COUNTERPARTY, clientOrderId, instrument, { ...terms, side, quantity, timeInForce: 'IOC' });
  }

  async cancelUnsolicited({ account, clOrdId }: BrokerOrder): Promise<void> {
    await this.call('DELETE', `/api/orders/${clOrdId}`, account);
  }

  async rejectNext(): Promise<void> {
    await this.call('POST', '/api/test/faults', COUNTERPARTY, { op: 'order.submit', fault: 'reject' });
  }

  async failNext(command: VenueCommand, fault: VenueFault): Promise<void> {
    await this.call('POST', '/api/test/faults', COUNTERPARTY, { op: `order.${command}`, fault });
  }

  async commands(): Promise<readonly VenueCommand[]> {
    const { commands } = await this.call<{ commands: string[] }>('GET', '/api/test/commands', COUNTERPARTY);
    return commands.map((op) => op.slice('order.'.length) as VenueCommand);
  }

  async placeOutside(account: string, terms: OrderTerms): Promise<string> {
    const clientOrderId = `outside-${++this.outside}`;
    await this.order(account, clientOrderId, undefined, terms);
    return clientOrderId;
  }

  async cancelOutside(account: string, clientId: string): Promise<void> {
    await this.call('DELETE', `/api/orders/${clientId}`, account);
  }

  async accepted(account: string, clOrdId: string): Promise<number> {
    const { executions } = await this.call<{ executions: { execType: string; clientOrderId: string }[] }>(
      'GET',
      '/api/executions?limit=1000',
      account,
    );
    return executions.filter(({ execType, clientOrderId }) => execType === 'New' && clientOrderId === clOrdId).length;
  }

  dropLink(): Promise<void> {
    this.proxy.cut();
    return Promise.resolve();
  }

  refuseLink(on: boolean): Promise<void> {
    this.proxy.refuseConnections(on);
    if (on) this.proxy.cut();
    return Promise.resolve();
  }

  async restartVenue(): Promise<void> {
    const { port } = this.exchange;
    await this.exchange.process.kill();
    this.exchange = await startExchange(ENV, port);
  }

  connections(): Promise<number> {
    return Promise.resolve(this.proxy.connections);
  }

  close(): Promise<void> {
    return this.proxy.close();
  }

  private async order(account: string, id: string, listed: Instrument | undefined, terms: OrderTerms): Promise<void> {
    const [priceScale, qtyScale] = [listed?.priceScale ?? 2, listed?.qtyScale ?? 5];
    await this.call('POST', '/api/orders', account, {
      clientOrderId: id,
      symbol: 'BTCUSD',
      side: terms.side,
      type: 'LIMIT',
      timeInForce: terms.timeInForce,
      quantity: formatDecimal(terms.quantity, qtyScale),
      price: formatDecimal(terms.price, priceScale),
    });
  }

  private async call<T = unknown>(method: string, path: string, account: string, body?: object): Promise<T> {
    const response = await fetch(`${this.exchange.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', 'x-api-key': `${PREFIX}${account}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }
}

const { capabilities } = new SimBroker({
  url: 'http://127.0.0.1:1',
  apiKeyPrefix: PREFIX,
  requestTimeoutMs: TIMEOUT_MS,
});

export const simHarness: BrokerHarness = {
  capabilities: capabilities satisfies BrokerCapabilities,
  controls: [
    'fill',
    'cancelUnsolicited',
    'rejectNext',
    'failNext',
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
  tells: { fees: true, positions: true, balances: true, openTerms: true },
  secrets: [PREFIX],
  start: () => SimVenue.start(),
};
