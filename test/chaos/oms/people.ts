import { setTimeout as sleep } from 'node:timers/promises';
import { orderRequestTopic, type OrderReplyShape, type OrderVerb } from '@bourseworks/dto';
import type { Rng } from '@bourseworks/ports';
import type { Ask } from './oms-view.js';
import { exact, type Venue } from './venue.js';

export const ACCOUNT = 'SIM';
export const VENUE = 'sim';
const MANUAL = 'manual';

type Verb = Exclude<OrderVerb, 'status'>;

/** One command of a person with everything that was answered to it. */
export interface Command {
  readonly verb: Verb;
  readonly strategy: string;
  readonly body: Readonly<Record<string, unknown>> & { readonly commandId: string };
  readonly replies: OrderReplyShape[];
  attempts: number;
  /** Refusals that are no outcome, such as a time-out. */
  readonly failures: string[];
}

export interface Listing {
  readonly symbol: string;
  readonly priceDecimals: number;
  readonly quantityDecimals: number;
}

export const decimalsOf = (text: string): number => text.split('.')[1]?.length ?? 0;

/** After these, nobody knows whether the command was taken: it is sent again, the same. */
const RETRIED: ReadonlySet<string> = new Set([
  'TRANSPORT_DOWN',
  'TRANSPORT_FULL',
  'REQUEST_TIMEOUT',
  'REQUEST_ABORTED',
  'REQUEST_LIMIT',
  'NO_HANDLER',
  'OMS_BUSY',
]);
const DEADLINE_MS = 1_000;
const MAX_ATTEMPTS = 300;
const RETRY_PAUSE_MS = 100;
const MAX_OPEN = 40;

/** People who send orders, change and cancel them, and repeat every command until it is answered. */
export class People {
  readonly commands: Command[] = [];
  /** When commands were accepted, and when those had been sent. */
  readonly accepted: { readonly sentAt: number; readonly at: number }[] = [];
  private readonly open: { strategy: string; clOrdId: string }[] = [];
  private readonly sequences = new Map<string, number>();
  private stopped = false;

  constructor(
    private readonly ask: Ask,
    /** Adds the claim of who asks. */
    private readonly sign: (topic: string, body: object) => object,
    private readonly venue: Venue,
    private readonly listings: readonly Listing[],
    private readonly seed: number,
  ) {}

  /** One person's work until `stop`. */
  async work(strategy: string, rng: Rng, pauseMs: number): Promise<void> {
    while (!this.stopped) {
      await this.act(strategy, rng);
      await sleep(pauseMs * (0.2 + 1.6 * rng.next()));
    }
  }

  stop(): void {
    this.stopped = true;
  }

  /**
   * Sends many commands at once and calls `atFirst` when the first is answered: whatever was answered or published by then
   * must outlive what happens next. Resolves when all are answered.
   */
  async burst(strategy: string, rng: Rng, size: number, atFirst: () => void): Promise<void> {
    let first = true;
    const one = async (): Promise<void> => {
      const terms = this.terms(rng);
      if (terms === undefined) return;
      await this.send('submit', strategy, terms, false, () => {
        if (first) atFirst();
        first = false;
      });
    };
    await Promise.all(Array.from({ length: size }, one));
  }

  cancel(strategy: string, clOrdId: string): Promise<Command> {
    return this.send('cancel', strategy, { clOrdId });
  }

  /** Sends a command until it is answered; at times twice at once, as an impatient person does. */
  async send(
    verb: Verb,
    strategy: string,
    terms: object,
    twice = false,
    answered: () => void = () => undefined,
  ): Promise<Command> {
    // Now and then the clock of a person's machine is ahead.
    const sentMs = Date.now() + (this.commands.length % 10 === 0 ? 90_000 : 0);
    const body = {
      commandId: this.nextId(strategy),
      account: ACCOUNT,
      strategy,
      sentTime: `${sentMs}000000`,
      ...terms,
    };
    const command: Command = { verb, strategy, body, replies: [], attempts: 0, failures: [] };
    this.commands.push(command);
    await Promise.all(Array.from({ length: twice ? 2 : 1 }, () => this.deliver(command, answered)));
    return command;
  }

  /** One more time, for the answer. */
  async deliver(command: Command, answered: () => void = () => undefined): Promise<void> {
    const topic = orderRequestTopic(command.verb, ACCOUNT, command.strategy);
    const sentAt = performance.now();
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      command.attempts++;
      try {
        // Signed for each attempt: a claim holds for a minute. Commands of machines' form need none.
        const body = command.strategy === MANUAL ? this.sign(topic, command.body) : command.body;
        const reply = await this.ask<OrderReplyShape>(topic, body, DEADLINE_MS);
        command.replies.push(reply);
        answered();
        if (reply.code === undefined) this.accepted.push({ sentAt, at: performance.now() });
        return;
      } catch (error) {
        const code = (error as { code?: string }).code ?? String(error);
        command.failures.push(code);
        if (!RETRIED.has(code)) return;
      }
      await sleep(RETRY_PAUSE_MS);
    }
  }

  private async act(strategy: string, rng: Rng): Promise<void> {
    const mine = this.open.filter((order) => order.strategy === strategy);
    const twice = rng.next() < 0.05;
    if (mine.length > 0 && (rng.next() < 0.3 || mine.length > MAX_OPEN)) {
      const order = mine[Math.floor(rng.next() * mine.length)];
      if (rng.next() < 0.5 && mine.length <= MAX_OPEN) await this.replace(strategy, order.clOrdId, rng, twice);
      else {
        this.open.splice(this.open.indexOf(order), 1);
        await this.send('cancel', strategy, { clOrdId: order.clOrdId }, twice);
      }
      return;
    }
    const terms = this.terms(rng);
    if (terms === undefined) return;
    const { replies } = await this.send('submit', strategy, terms, twice);
    const resting = terms.timeInForce === 'GTC' || terms.timeInForce === 'DAY';
    if (replies[0] !== undefined && replies[0].code === undefined && resting) {
      this.open.push({ strategy, clOrdId: replies[0].clOrdId });
    }
  }

  private async replace(strategy: string, clOrdId: string, rng: Rng, twice: boolean): Promise<void> {
    const submitted = this.commands.find((one) => one.verb === 'submit' && one.replies[0]?.clOrdId === clOrdId);
    const symbol = submitted?.body['symbol'];
    const listing = this.listings.find((one) => one.symbol === symbol);
    if (submitted === undefined || listing === undefined) return;
    const terms = this.priced(listing, submitted.body['side'] === 'BUY' ? 'BUY' : 'SELL', rng);
    if (terms === undefined) return;
    const { price, quantity } = terms;
    const change = rng.next() < 0.4 ? { price } : rng.next() < 0.5 ? { quantity } : { price, quantity };
    await this.send('replace', strategy, { clOrdId, ...change }, twice);
  }

  private terms(rng: Rng) {
    const listing = this.listings[Math.floor(rng.next() * this.listings.length)];
    const side = rng.next() < 0.5 ? ('BUY' as const) : ('SELL' as const);
    const priced = this.priced(listing, side, rng);
    if (priced === undefined) return undefined;
    const { quantity, price } = priced;
    const base = { venue: VENUE, symbol: listing.symbol, side, quantity };
    const kind = rng.next();
    if (kind < 0.3) return { ...base, type: 'MARKET', timeInForce: 'IOC' };
    if (kind < 0.4) return { ...base, type: 'LIMIT', timeInForce: 'FOK', price };
    if (kind < 0.5) return { ...base, type: 'LIMIT', timeInForce: 'IOC', price };
    return { ...base, type: 'LIMIT', timeInForce: kind < 0.9 ? 'GTC' : 'DAY', price };
  }

  /** From a little through the market to one percent away: some fill at once, some later, some never. */
  private priced(
    { symbol, priceDecimals, quantityDecimals }: Listing,
    side: 'BUY' | 'SELL',
    rng: Rng,
  ): { price: string; quantity: string } | undefined {
    const quote = this.venue.quote(symbol);
    if (quote === undefined) return undefined;
    const outward = side === 'BUY' ? -1 : 1;
    const distance = rng.next() < 0.3 ? -0.0002 * rng.next() : rng.next() < 0.7 ? 0.0004 * rng.next() : 0.01;
    const price = (side === 'BUY' ? quote.bid : quote.ask) * (1 + outward * distance);
    // One in ten takes several levels of the book: one order, many fills.
    const notional = rng.next() < 0.1 ? 20_000 + 60_000 * rng.next() : 200 + 3_000 * rng.next();
    const quantity = (notional / price).toFixed(quantityDecimals);
    if (exact(quantity) === 0n) return undefined;
    return { price: price.toFixed(priceDecimals), quantity };
  }

  /** Ids as people make them, and as machines do. */
  private nextId(strategy: string): string {
    const sequence = (this.sequences.get(strategy) ?? 0) + 1;
    this.sequences.set(strategy, sequence);
    return strategy === MANUAL ? `person:${this.seed}:${sequence}` : `${strategy}-1-${sequence}`;
  }
}
