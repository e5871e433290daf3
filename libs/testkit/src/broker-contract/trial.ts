import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  US_PER_SECOND,
  type ExecType,
  type ExecutionReport,
  type Instrument,
  type OrderTerms,
} from '@bourseworks/domain';
import type { BrokerAdapter, BrokerOrder, BrokerOrderState } from '@bourseworks/ports';
import { CountingClock } from '../counting-clock.js';
import { eventually } from '../eventually.js';
import type { BrokerHarness, VenueControl, VenueControls, VenueUnderTest } from './harness.js';
import { RecordingBrokerSink } from './recording-sink.js';

/** Long enough for what should not come to have come. */
const QUIET_MS = 150;
const CLOSE_TIMEOUT_MS = 5_000;

/** One case's broker, connected, with an account of its own, and what it takes to talk about its orders. */
export class Trial {
  readonly clock = new CountingClock();
  readonly sink = new RecordingBrokerSink();
  readonly broker: BrokerAdapter;
  /** Every error that a question ended with, as text. */
  readonly errors: string[] = [];
  account = '';
  private static ids = 0;

  constructor(
    readonly harness: BrokerHarness,
    readonly venue: VenueUnderTest,
  ) {
    this.broker = venue.createBroker(this.clock);
  }

  async begin(): Promise<void> {
    this.account = await this.venue.account();
    await this.broker.connect(this.sink);
    // An adapter may ask for an account's reports when it first hears of it.
    await this.broker.openOrders(this.account);
  }

  /** Takes back what is open, so that the next case finds the book as it was; then closes. */
  async end(): Promise<void> {
    await this.control('refuseLink', true)?.(false);
    await this.cancelAll().catch((error: unknown) => this.errors.push(String(error)));
    await this.broker.close();
  }

  get instrument(): Instrument {
    return this.venue.instrument(this.broker);
  }

  /** A control that the case says it needs. */
  control<K extends VenueControl>(name: K, optional: true): VenueControls[K] | undefined;
  control<K extends VenueControl>(name: K): VenueControls[K];
  control<K extends VenueControl>(name: K, optional = false): VenueControls[K] | undefined {
    const control = this.venue[name] as VenueControls[K] | undefined;
    if (control === undefined && !optional) throw new Error(`the harness lists ${name} but the venue does not have it`);
    return control?.bind(this.venue) as VenueControls[K] | undefined;
  }

  /** A resting limit order unless told otherwise. */
  order(terms: Partial<OrderTerms> = {}): BrokerOrder {
    const { timesInForce } = this.harness.capabilities;
    const timeInForce = timesInForce.includes('GTC') ? 'GTC' : timesInForce[0];
    const side = terms.side ?? 'BUY';
    const price = this.venue.restingPrice(side);
    const full = { side, type: 'LIMIT', timeInForce, quantity: this.venue.quantity, price, ...terms } as const;
    const { account, instrument } = this;
    return { clOrdId: this.newId(), account, instrument, terms: full, sentUs: this.clock.nowUs() };
  }

  newId(): string {
    const number = ++Trial.ids;
    return this.venue.clOrdId?.(number) ?? `bw-${this.clock.nowUs().toString(36)}-${number}`;
  }

  /** Submits and waits until the venue has it. */
  async resting(terms: Partial<OrderTerms> = {}): Promise<BrokerOrder> {
    const order = this.order(terms);
    this.broker.submit(order);
    await this.seen(order.clOrdId, 'New');
    return order;
  }

  /** The first report of one of these types about an id, once it is there. */
  seen(clOrdId: string, ...types: ExecType[]): Promise<ExecutionReport> {
    const so = () => this.sink.about(clOrdId).map((report) => `${report.execType} ${report.reason ?? ''}`);
    return eventually(() => this.sink.of(clOrdId, ...types)[0], { what: `${types.join(' or ')} of ${clOrdId}` }).catch(
      (error: unknown) => {
        throw new Error(`${String(error)}; there was: ${so().join(', ')}`);
      },
    );
  }

  async until(probe: () => boolean | Promise<boolean>, what: string): Promise<void> {
    await eventually(probe, { what });
  }

  /** Waits until the link is up again. */
  up(): Promise<void> {
    return this.until(() => this.sink.isUp, 'the link');
  }

  types(clOrdId: string): ExecType[] {
    return this.sink.about(clOrdId).map(({ execType }) => execType);
  }

  quiet(): Promise<void> {
    return sleep(QUIET_MS);
  }

  /** What the broker answers once it can be asked again; "unknown" only when a query sees what was accepted. */
  async truth(clOrdId: string): Promise<BrokerOrderState | undefined> {
    const state = await this.ask(() => this.broker.order(this.account, clOrdId));
    if (state !== undefined) return state;
    await sleep(this.harness.capabilities.consistencyHorizonUs / (US_PER_SECOND / 1_000));
    return this.ask(() => this.broker.order(this.account, clOrdId));
  }

  /** Until the time of every answer is over. */
  answersOver(): Promise<void> {
    return sleep(this.harness.requestTimeoutMs + QUIET_MS);
  }

  /** A question that has to be answered while the link may just be coming back. */
  ask<T>(question: () => Promise<T>): Promise<T> {
    return eventually(async () => [await question()] as const).then(([answer]) => answer);
  }

  /** No order of this id was accepted twice, where the venue can be asked for that. */
  async acceptedAtMostOnce(clOrdId: string): Promise<void> {
    const count = await this.control('accepted', true)?.(this.account, clOrdId);
    if (count !== undefined) assert.ok(count <= 1, `${count} orders of one id`);
  }

  /** Everything that was said, for what must not be in it. */
  said(): string {
    const texts = this.sink.reports.map((report) => JSON.stringify(report, (_key, value: unknown) => plain(value)));
    return [...texts, ...this.sink.links.map(({ reason }) => reason), ...this.errors].join('\n');
  }

  async closed(): Promise<void> {
    await eventually(() => this.clock.pendingTimers === 0, { what: 'no timer left', timeoutMs: CLOSE_TIMEOUT_MS });
    const connections = this.control('connections', true);
    if (connections === undefined) return;
    await eventually(async () => (await connections()) === 0, {
      what: 'no connection left',
      timeoutMs: CLOSE_TIMEOUT_MS,
    });
  }

  private async cancelAll(): Promise<void> {
    if (!this.sink.isUp) await this.up();
    const open = await this.ask(() => this.broker.openOrders(this.account));
    for (const state of open) {
      if (state.clOrdId === '' || state.instrument === undefined) continue;
      const order = { ...this.order(), clOrdId: state.clOrdId, instrument: state.instrument };
      this.broker.cancel({ ...order, terms: state.terms ?? order.terms }, this.newId());
    }
    if (open.length === 0) return;
    const none = async () => (await this.broker.openOrders(this.account)).length === 0;
    await eventually(none, { what: 'nothing open', timeoutMs: CLOSE_TIMEOUT_MS });
  }
}

function plain(value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
