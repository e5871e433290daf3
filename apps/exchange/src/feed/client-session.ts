import type { WebSocket } from 'ws';
import type { Account } from '../accounts/account.js';
import type { Accounts } from '../accounts/accounts.js';
import { BAR_INTERVALS } from '../market/market-listener.js';
import type { Market } from '../market/market.js';
import type { Markets } from '../market/markets.js';
import { asBody, type RawBody } from '../orders/order-request.js';
import type { Orders } from '../orders/orders.js';
import { VenueError } from '../refusal.js';
import type { Fault, FaultSwitch } from '../test-controls/fault-switch.js';
import type { Instance } from '../tokens.js';
import { balancesWire, positionsWire } from '../wire/account-wire.js';
import type { ExecutionWire } from '../wire/execution-wire.js';
import { bookWire, quoteWire } from '../wire/market-wire.js';
import { streamKey, type FeedPublisher, type FeedReceiver, type PublicChannel } from './feed-publisher.js';

const MAX_SUBSCRIPTIONS = 256;
const MAX_SESSION_ACCOUNTS = 32;
/** Close codes of RFC 6455. */
const POLICY_VIOLATION = 1008;
const INTERNAL_ERROR = 1011;
/** More than this is fetched by REST first: sent at once it would fill the client's buffer and cut it off, for ever. */
const REPLAY_LIMIT = 1_000;
const CHANNELS: readonly PublicChannel[] = [
  'trades',
  'quotes',
  'book',
  ...(Object.keys(BAR_INTERVALS) as (keyof typeof BAR_INTERVALS)[]).map((interval) => `bars:${interval}` as const),
];

export interface SessionServices {
  readonly accounts: Accounts;
  readonly markets: Markets;
  readonly orders: Orders;
  readonly feed: FeedPublisher;
  readonly instance: Instance;
  readonly faults: FaultSwitch;
}

/** Where a client wants to go on: after the sequence it names; without one, from now on. */
function sequenceOf(value: unknown, account: Account): number {
  if (value === undefined) return account.executions.lastSequence;
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
  throw new VenueError('BAD_REQUEST', 'since must be a sequence number');
}

/** One WebSocket client: its subscriptions, the accounts it logged in to, and a bound on what waits to be sent to it. */
export class ClientSession implements FeedReceiver {
  private readonly subscriptions = new Set<string>();
  private readonly accounts = new Map<Account, (report: ExecutionWire) => void>();

  constructor(
    private readonly socket: WebSocket,
    private readonly services: SessionServices,
    private readonly bufferBytes: number,
  ) {}

  /** A client that does not read is cut off: it finds out, reconnects, and resyncs by sequence. */
  send(text: string): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    if (this.socket.bufferedAmount + text.length > this.bufferBytes) {
      this.socket.close(POLICY_VIOLATION, 'too slow');
      this.socket.terminate();
      return;
    }
    this.socket.send(text);
  }

  handle(text: string): void {
    let id: unknown;
    try {
      const request = asBody(JSON.parse(text));
      id = request['id'];
      const fault = this.services.faults.take(request['op']);
      if (fault === 'drop-before') return this.socket.terminate();
      if (fault === 'reject') throw new VenueError('BOOK_FULL', 'refused as a test wants it');
      const result = this.execute(request);
      if (fault !== undefined) return this.fail(fault);
      this.reply({ type: 'result', id, ok: true, ...result });
      this.afterReply(request);
    } catch (error) {
      if (error instanceof VenueError) this.reply({ type: 'result', id, ok: false, ...error.body() });
      else if (error instanceof SyntaxError)
        this.reply({ type: 'result', ok: false, error: { code: 'BAD_REQUEST', message: 'not JSON' } });
      else throw error;
    }
  }

  close(): void {
    for (const key of this.subscriptions) this.services.feed.unsubscribe(key, this);
    for (const [account, listener] of this.accounts) account.listeners.delete(listener);
    this.subscriptions.clear();
    this.accounts.clear();
  }

  private reply(message: object): void {
    this.send(JSON.stringify(message));
  }

  /** Instead of the answer to a command that was done. */
  private fail(fault: Fault): void {
    if (fault === 'drop-after') this.socket.terminate();
    else if (fault === 'error-after') this.socket.close(INTERNAL_ERROR, 'internal error');
    else if (fault === 'unreadable-after') this.send('{"type":"result",');
  }

  private execute(request: RawBody): object {
    const { accounts, orders } = this.services;
    switch (request['op']) {
      case 'ping':
        return {};
      case 'subscribe':
      case 'unsubscribe':
        return this.changeSubscription(request);
      case 'executions':
        return this.openExecutions(request);
      case 'order.submit':
        return { order: orders.submit(accounts.byKey(request['apiKey']), request['order']) };
      case 'order.cancel':
        return {
          order: orders.cancel(accounts.byKey(request['apiKey']), request['clientOrderId'], request['cancelId']),
        };
      case 'order.replace':
        return {
          order: orders.replace(accounts.byKey(request['apiKey']), request['clientOrderId'], request['order']),
        };
      // Asked here and not by REST, the answer comes in its place among the reports.
      case 'order.get':
        return { order: orders.order(accounts.byKey(request['apiKey']), request['clientOrderId']) };
      case 'orders.open':
        return { orders: orders.openOrders(accounts.byKey(request['apiKey'])) };
      case 'account.positions':
        return { positions: positionsWire(accounts.byKey(request['apiKey'])) };
      case 'account.balances':
        return { balances: balancesWire(accounts.byKey(request['apiKey'])) };
      default:
        throw new VenueError('BAD_REQUEST', `unknown op: ${String(request['op'])}`);
    }
  }

  /** What follows the answer: the first state of what was subscribed. */
  private afterReply(request: RawBody): void {
    if (request['op'] !== 'subscribe') return;
    const market = this.services.markets.bySymbol(request['symbol']);
    const { instrument } = market;
    if (request['channel'] === 'book') this.sendSnapshot(market);
    if (request['channel'] === 'quotes' && market.quote.us > 0) {
      this.reply({ type: 'quotes', symbol: instrument.symbol, data: quoteWire(instrument, market.quote) });
    }
  }

  private sendSnapshot(market: Market): void {
    const data = bookWire(market.instrument, market.snapshot(Number.MAX_SAFE_INTEGER));
    this.reply({ type: 'book', symbol: market.instrument.symbol, action: 'snapshot', data });
  }

  private changeSubscription(request: RawBody): object {
    const market = this.services.markets.bySymbol(request['symbol']);
    const channel = CHANNELS.find((known) => known === request['channel']);
    if (channel === undefined) throw new VenueError('BAD_REQUEST', `channel must be one of ${CHANNELS.join(', ')}`);
    const key = streamKey(channel, market.instrument.symbol);
    if (request['op'] === 'unsubscribe') {
      this.subscriptions.delete(key);
      this.services.feed.unsubscribe(key, this);
    } else {
      if (this.subscriptions.size >= MAX_SUBSCRIPTIONS && !this.subscriptions.has(key)) {
        throw new VenueError('TOO_MANY_SUBSCRIPTIONS', `at most ${MAX_SUBSCRIPTIONS} on one connection`);
      }
      this.subscriptions.add(key);
      this.services.feed.subscribe(key, this);
    }
    return { channel, symbol: market.instrument.symbol };
  }

  /** What was missed is sent before the answer: with the answer a client knows that it has everything up to now. */
  private openExecutions(request: RawBody): object {
    const account = this.services.accounts.byKey(request['apiKey']);
    const since = sequenceOf(request['since'], account);
    const behind = account.executions.lastSequence - since;
    if (behind > REPLAY_LIMIT) {
      throw new VenueError(
        'TOO_FAR_BEHIND',
        `fetch older reports from /api/executions until at most ${REPLAY_LIMIT} are missing`,
      );
    }
    if (!this.accounts.has(account) && this.accounts.size >= MAX_SESSION_ACCOUNTS) {
      throw new VenueError('TOO_MANY_SUBSCRIPTIONS', `at most ${MAX_SESSION_ACCOUNTS} accounts on one connection`);
    }
    this.replay(account, since);
    const { firstSequence, lastSequence } = account.executions;
    return { account: account.id, instance: this.services.instance.id, firstSequence, lastSequence };
  }

  /** Sends what the client missed; then everything new, without a hole between, for both happen in this one call. */
  private replay(account: Account, since: number): void {
    const listener = (report: ExecutionWire) =>
      this.reply({ type: 'execution', account: account.id, instance: this.services.instance.id, data: report });
    for (const report of account.executions.since(since, REPLAY_LIMIT)) listener(report);
    const before = this.accounts.get(account);
    if (before !== undefined) account.listeners.delete(before);
    this.accounts.set(account, listener);
    account.listeners.add(listener);
  }
}
