import { setTimeout as sleep } from 'node:timers/promises';
import {
  liveTopic,
  MARKET_DATA_REQUEST,
  type LiveDataReplyShape,
  type MarketDataBatch,
  type TradeShape,
} from '@bourseworks/dto';
import { SystemClock } from '@bourseworks/ports';
import { SolaceSession } from '@bourseworks/solace-transport';
import { startBus } from '../bus/processes.js';
import { told } from '../gateway/processes.js';
import type { BenchContext } from '../harness/bench.js';
import { quantile, spread, type Spread } from '../harness/rounds.js';
import { startAsker, startMarketData, startVenue, type Running } from './live-processes.js';
import { ageOf, SYMBOLS, type Ask, type Asked, type Pace } from './wire.js';

const QUESTIONS = 50;
const PER_SECOND = 1_000;
const SECONDS = { quick: 0.5, full: 2.5 };
const SETTLE_MS = 300;

type Form = 'quiet' | 'underHistory';

export interface LiveFigures {
  /** Microseconds from when the venue sends a trade until a subscriber has read it; of each round. */
  readonly p99Us: Record<Form, Spread>;
  readonly p50Us: Record<Form, Spread>;
  /** Of the rounds with questions, how many were answered in a second. */
  readonly answersPerSecond: Spread;
  readonly perSecond: number;
  readonly questions: number;
}

/** Hears the trades of all symbols, in their order and with none missing. */
class Subscriber {
  private readonly clock = new SystemClock();
  private readonly sequences = new Map<string, number>();
  private ages: number[] | undefined;
  private problem: string | undefined;

  constructor(private readonly session: SolaceSession) {}

  async open(): Promise<void> {
    for (const symbol of SYMBOLS) {
      const topic = liveTopic('trade', 'binance', symbol);
      await this.session.subscribe(topic, ({ payload }) => this.take(topic, String(payload)));
      const request = {
        requestId: symbol,
        venue: 'binance',
        symbol,
        kind: 'trade',
        subscriber: 'bench',
        leaseSeconds: 300,
      };
      const body = Buffer.from(JSON.stringify(request));
      const reply = await this.session.request(MARKET_DATA_REQUEST.live, body, { timeoutMs: 60_000 });
      if ((JSON.parse(String(reply.payload)) as LiveDataReplyShape).topic !== topic) throw new Error('another topic');
    }
  }

  /** What is heard in a time, microseconds each, ascending. */
  async hear(seconds: number): Promise<Float64Array> {
    const ages: number[] = [];
    this.ages = ages;
    await sleep(seconds * 1_000);
    this.ages = undefined;
    if (this.problem !== undefined) throw new Error(this.problem);
    if (ages.length < (seconds * PER_SECOND) / 2) throw new Error(`only ${ages.length} trades in ${seconds} s`);
    return Float64Array.from(ages).sort();
  }

  private take(topic: string, text: string): void {
    const { seq0, items } = JSON.parse(text) as MarketDataBatch<TradeShape>;
    const nowUs = this.clock.monotonicUs();
    const last = this.sequences.get(topic);
    if (last !== undefined && seq0 !== last + 1) this.problem ??= `${topic}: ${seq0} after ${last}`;
    this.sequences.set(topic, seq0 + items.length - 1);
    for (const { quantity } of items) this.ages?.push(ageOf(quantity, nowUs));
  }
}

async function measured(subscriber: Subscriber, asker: Running, { quick, rounds }: BenchContext): Promise<LiveFigures> {
  const seconds = quick ? SECONDS.quick : SECONDS.full;
  const p50Us: Record<Form, number[]> = { quiet: [], underHistory: [] };
  const answers: number[] = [];
  const tell = (order: Ask): void => void asker.child.send(order);
  const asked = (): Promise<Asked> =>
    told(asker.child, 'asker', (message) => ('asked' in message ? (message.asked as Asked) : undefined));
  const hear = async (form: Form): Promise<number> => {
    const ages = await subscriber.hear(seconds);
    p50Us[form].push(quantile(ages, 0.5));
    return quantile(ages, 0.99);
  };
  const p99Us = await rounds(
    {
      quiet: async () => {
        await sleep(SETTLE_MS);
        return hear('quiet');
      },
      underHistory: async () => {
        const startedAt = performance.now();
        tell({ ask: QUESTIONS });
        await sleep(SETTLE_MS);
        const found = await hear('underHistory');
        const done = asked();
        tell({ stop: true });
        answers.push((await done).answers / ((performance.now() - startedAt) / 1_000));
        return found;
      },
    },
    { warmup: 1 },
  );
  const p50 = { quiet: spread(p50Us.quiet.slice(1)), underHistory: spread(p50Us.underHistory.slice(1)) };
  const answersPerSecond = spread(answers.slice(1));
  return { p99Us, p50Us: p50, answersPerSecond, perSecond: PER_SECOND, questions: QUESTIONS };
}

/**
 * Live trades through market-data as it runs, from a venue on this machine to a subscriber of the bus, in turn with and
 * without 50 questions for history under way: half of the ranges are fetched and kept, half are kept already.
 */
export async function measureLive(context: BenchContext): Promise<LiveFigures> {
  const stops: (() => Promise<void>)[] = [];
  const begun = <T extends { stop(): Promise<void> }>(one: T): T => {
    stops.unshift(() => one.stop());
    return one;
  };
  try {
    const bus = begun(await startBus());
    const streams = begun(await startVenue('streams'));
    const history = begun(await startVenue('history'));
    begun(await startMarketData(bus.login, { url: history.url, streamUrl: streams.streamUrl }, QUESTIONS));
    const asker = begun(await startAsker(bus.login));
    const session = new SolaceSession(bus.login);
    await session.connect();
    stops.unshift(() => session.close());
    const subscriber = new Subscriber(session);
    await subscriber.open();
    streams.child.send({ perSecond: PER_SECOND } satisfies Pace);
    return await measured(subscriber, asker, context);
  } finally {
    for (const stop of stops) await stop();
  }
}
