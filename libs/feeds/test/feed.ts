import {
  defineInstrument,
  expectOk,
  hasFlag,
  FLAG,
  type ErrorCode,
  type MarketDataEvent,
  type StreamState,
  type Trade,
} from '@bourseworks/domain';
import type { StreamSink } from '@bourseworks/ports';
import { VirtualClock } from '@bourseworks/testkit';
import { FeedChannel, type FeedPlan } from '../src/index.js';

const instrument = expectOk(
  defineInstrument({
    venue: 'test',
    symbol: 'BTCUSD',
    assetClass: 'crypto',
    currency: 'USD',
    tickSize: '0.01',
    lotSize: '0.00000001',
  }),
);

/** Where the clock of the tests begins. */
export const START = 1_700_000_000_000_000;

/** A trade of so many microseconds after the start. */
export const trade = (id: number, more: Partial<Trade> = {}): Trade => ({
  kind: 'trade',
  us: START + id,
  ns: 0,
  price: 100,
  quantity: 1,
  tradeId: String(id),
  ...more,
});

/** What a listener was told, in short: `7`, `7b` backfilled, `7l` late, states, and `#gaps 1`. */
export class Listener implements StreamSink {
  readonly told: string[] = [];
  readonly received: MarketDataEvent[] = [];
  readonly reasons: string[] = [];
  readonly codes: ErrorCode[] = [];

  events(events: readonly MarketDataEvent[]): void {
    this.received.push(...events);
    this.told.push(...events.map(short));
  }

  state(state: StreamState, reason?: string, code?: ErrorCode): void {
    if (code !== undefined) this.codes.push(code);
    this.told.push(state);
    if (reason !== undefined) this.reasons.push(`${state}: ${reason}`);
  }

  tally(what: string, count: number): void {
    this.told.push(`#${what} ${count}`);
  }

  /** What was told since it was last asked for; without the counts. */
  take(): string[] {
    return this.told.splice(0).filter((one) => !one.startsWith('#'));
  }

  /** Sums of what was counted. */
  get counts(): Record<string, number> {
    const sums: Record<string, number> = {};
    for (const one of this.told) {
      const [, what, count] = /^#(\w+) (\d+)$/.exec(one) ?? [];
      if (what !== undefined) sums[what] = (sums[what] ?? 0) + Number(count);
    }
    return sums;
  }
}

function short(event: MarketDataEvent): string {
  const name = event.kind === 'trade' ? (event.tradeId ?? '?') : event.kind;
  return `${name}${hasFlag(event, FLAG.BACKFILLED) ? 'b' : ''}${hasFlag(event, FLAG.LATE) ? 'l' : ''}`;
}

export function feedOf(plan: Partial<FeedPlan> = {}) {
  const clock = new VirtualClock(START);
  const channel = new FeedChannel({ instrument, kind: 'trade' }, { order: 'trade-id', maxHeld: 100, ...plan }, clock);
  const listener = new Listener();
  channel.join(listener);
  const receive = (...ids: number[]): void => channel.receive(ids.map((id) => trade(id)));
  return { clock, channel, listener, receive };
}

/** A backfill that gives its parts, and ends or fails, when the test says so. */
export class Backfill {
  readonly asked: { readonly fromUs: number; readonly toUs: number; readonly signal: AbortSignal }[] = [];
  private wake: () => void = () => undefined;
  private parts: (readonly MarketDataEvent[] | Error | 'end')[] = [];

  readonly fetch = (fromUs: number, toUs: number, signal: AbortSignal): AsyncIterable<readonly MarketDataEvent[]> => {
    this.asked.push({ fromUs, toUs, signal });
    return this.run();
  };

  async give(...parts: (readonly MarketDataEvent[] | Error | 'end')[]): Promise<void> {
    this.parts.push(...parts);
    this.wake();
    await settle();
  }

  private async *run(): AsyncGenerator<readonly MarketDataEvent[]> {
    for (;;) {
      const part = this.parts.shift();
      if (part === 'end') return;
      if (part instanceof Error) throw part;
      if (part !== undefined) yield part;
      else await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }
}

export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
