import { setTimeout as sleep } from 'node:timers/promises';
import { SeededRng, type Rng } from '@bourseworks/ports';
import { DEVELOPMENT_USER, GuaranteedMessaging, SmfBroker } from '@bourseworks/smf-broker';
import { SolaceSession, type TransportError } from '@bourseworks/solace-transport/session';
import { FaultyProxy } from './network/faulty-proxy.js';
import { Ledger, type LedgerFigures } from './network/ledger.js';

const PUBLISHERS = 3;
const QUEUE = 'q/soak/network';
/** Messages of one publisher between two rests: without rests all would be over before the network has done anything. */
const BURST = 20;
const REST_MS = 8;
/** Nothing comes any more for so long: what is missing then is lost. */
const SILENCE_MS = 60_000;

export interface NetworkFigures extends LedgerFigures {
  readonly published: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly reconnects: number;
  /** Messages that a publisher sent again and the broker had already. */
  readonly resentAndDropped: number;
}

interface Running {
  over: boolean;
}

/** Cuts, stalls and delays what goes through, one fault after the other, with quiet times between. */
async function disturb(proxy: FaultyProxy, rng: Rng, running: Running): Promise<Record<string, number>> {
  const faults: Record<string, number> = { cut: 0, cutAll: 0, halfOpen: 0, slow: 0 };
  while (!running.over) {
    await sleep(30 + 350 * rng.next());
    const what = rng.next();
    if (what < 0.35) {
      faults['cut']++;
      proxy.cut(Math.floor(rng.next() * 100));
    } else if (what < 0.5) {
      faults['cutAll']++;
      proxy.cutAll();
    } else if (what < 0.75) {
      faults['halfOpen']++;
      proxy.stall();
      await sleep(1_200 * rng.next());
      // Half of the time what was held comes through late, half of the time never.
      if (rng.next() < 0.5) proxy.cutAll();
      proxy.resume();
    } else {
      faults['slow']++;
      proxy.slow(1 + 25 * rng.next());
      await sleep(500 * rng.next());
      proxy.slow(0);
    }
  }
  return faults;
}

async function publish(session: SolaceSession, publisher: number, count: number, violations: string[]): Promise<void> {
  const sends: Promise<void>[] = [];
  for (let number = 0; number < count; number++) {
    if (number % BURST === 0) await sleep(REST_MS);
    await session.whenPublisherWritable(SILENCE_MS);
    const send = session.publishGuaranteed(`soak/network/${publisher}`, Buffer.from(`${publisher} ${number}`));
    sends.push(send.catch((error: TransportError) => void violations.push(`${error.code}: ${error.message}`)));
  }
  await Promise.all(sends);
}

/** Until everything has been seen once, or nothing has come for long. */
async function awaitAll(ledger: Ledger, wanted: number): Promise<void> {
  let [last, since] = [-1, performance.now()];
  while (ledger.distinct < wanted && performance.now() - since < SILENCE_MS) {
    if (ledger.distinct !== last) [last, since] = [ledger.distinct, performance.now()];
    await sleep(50);
  }
}

function sessionOver(proxy: FaultyProxy): SolaceSession {
  return new SolaceSession({
    ...DEVELOPMENT_USER,
    url: proxy.url,
    connectRetries: -1,
    connectTimeoutMs: 2_000,
    reconnectRetryWaitMs: 20,
    reconnectMaxWaitMs: 300,
    keepAliveIntervalMs: 150,
    subscribeTimeoutMs: 5_000,
    closeTimeoutMs: 10_000,
    guaranteed: { maxMessages: 500, windowSize: 100, timeoutMs: 600_000 },
  });
}

/**
 * Guaranteed messages of several publishers to one consumer over a network that breaks at random: none lost, none twice
 * unless marked as redelivered, each publisher's in order. A consumer that answers late keeps some unsettled at every break.
 */
async function run({
  n,
  seed,
  say,
}: {
  n: number;
  seed: number;
  say: (text: string) => void;
}): Promise<NetworkFigures> {
  const guaranteed = new GuaranteedMessaging();
  const broker = new SmfBroker({ tcpPort: 0, extensions: [guaranteed] });
  const { tcpPort } = await broker.start();
  const proxy = await FaultyProxy.start(Number(tcpPort));
  const [consuming, ...publishing] = Array.from({ length: PUBLISHERS + 1 }, () => sessionOver(proxy));
  const rng = new SeededRng(seed);
  const ledger = new Ledger(PUBLISHERS);
  const running = { over: false };
  try {
    await Promise.all([consuming, ...publishing].map((session) => session.connect()));
    const options = { queue: QUEUE, provision: { maxRedelivery: 0 }, topics: ['soak/network/*'], maxUnsettled: 50 };
    const consumer = consuming.queues.consumer(options, (message) => {
      ledger.take(message);
      setTimeout(() => message.settle('accepted'), 5 * rng.next());
    });
    await consumer.start(30_000);
    const disturbing = disturb(proxy, new SeededRng(seed + 1), running);
    const each = Math.ceil(n / PUBLISHERS);
    await Promise.all(publishing.map((session, index) => publish(session, index, each, ledger.violations)));
    say(`${each * PUBLISHERS} messages acknowledged, ${ledger.distinct} seen`);
    await awaitAll(ledger, each * PUBLISHERS);
    running.over = true;
    const faults = await disturbing;
    const lost = each * PUBLISHERS - ledger.distinct;
    if (lost > 0) ledger.violations.push(`${lost} messages lost`);
    await Promise.all([consuming, ...publishing].map((session) => session.close()));
    const reconnects = [consuming, ...publishing].reduce((sum, { metrics }) => sum + metrics.reconnects, 0);
    const resentAndDropped = guaranteed.counters.duplicates;
    if (ledger.violations.length === 0) {
      return { published: each * PUBLISHERS, ...ledger.figures, faults, reconnects, resentAndDropped };
    }
  } finally {
    running.over = true;
    await Promise.all([consuming, ...publishing].map((session) => session.close()));
    await proxy.stop();
    await broker.stop();
  }
  const shown = ledger.violations.slice(0, 40).map((text) => `\n  ${text}`);
  throw new Error(`${ledger.violations.length} violations with seed ${seed}${shown.join('')}`);
}

export const soak = { n: 100_000, seed: 1, run };
