import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { JSON_CODEC, type OrderEventShape } from '@bourseworks/dto';
import { SeededRng, type Rng } from '@bourseworks/ports';
import { eventually } from '@bourseworks/testkit';
import { RunningPlatform } from '../support/running-platform.js';
import { figuresOf, type ChaosFigures } from './chaos/figures.js';
import {
  canonical,
  checkBooks,
  checkCommands,
  checkFills,
  checkOrders,
  checkStream,
  impossibleAlarms,
  openDifferences,
} from './chaos/invariants.js';
import { OmsView, type Ask } from './chaos/oms-view.js';
import { ACCOUNT, decimalsOf, People } from './chaos/people.js';
import { Services } from './chaos/services.js';
import { STRATEGIES, StrategiesView } from './chaos/strategies.js';
import { Venue } from './chaos/venue.js';

/** The exchange is left alone: its memory is what everything else is held to. */
const VICTIMS = ['broker', 'market-data', 'oms', 'strategy-host'] as const;
const DESKS = [
  { strategy: 'manual', people: 3, pauseMs: 150 },
  { strategy: 'desk', people: 2, pauseMs: 120 },
] as const;
const SETTLE_MS = 45_000;
/** Fewer than the orders that one strategy may send within a second. */
const BURST = 30;

type Published = Map<string, Map<number, string>>;

/** Each seed has services of its own that suffer most. */
function weightedVictims(rng: Rng): () => string {
  const weights = VICTIMS.map(() => 0.05 + rng.next() ** 2);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return () => {
    let left = rng.next() * total;
    return VICTIMS.find((_, index) => (left -= weights[index]) < 0) ?? VICTIMS[0];
  };
}

/**
 * Kills one random service after another, at random moments: now and then before the last one is back, the OMS at times in the
 * middle of a burst of orders. Between, some service, perhaps the exchange, stands still for a while: answers come late, or
 * after nobody waits any more.
 */
async function killAll({ services, people }: Parts, rng: Rng, n: number, pace: number, say: (text: string) => void) {
  const victim = weightedVictims(rng);
  const pending: Promise<unknown>[] = [];
  const kill = (name: string): void => {
    if (services.kills.length < n && services.kill(name)) say(`kill ${services.kills.length} of ${n}: ${name}`);
  };
  while (services.kills.length < n && services.faults.length === 0) {
    const pause = rng.next() < 0.35 ? 20 + 600 * rng.next() : 1_000 + 5_000 * rng.next();
    await sleep(pause * pace);
    const name = victim();
    const what = rng.next();
    if (what < 0.25) pending.push(services.freeze(rng.next() < 0.4 ? 'exchange' : name, 6_000 * rng.next() ** 2));
    else if (name === 'oms' && what < 0.6) pending.push(people.burst('manual', rng, BURST, () => kill(name)));
    else kill(name);
  }
  await Promise.all(pending);
}

/** Keeps what is published about orders; the last word on it is the journal's. */
async function listen(platform: RunningPlatform): Promise<Published> {
  const published: Published = new Map();
  await platform.session.subscribe(`orders/event/v1/${ACCOUNT}/>`, (message) => {
    const decoded = JSON_CODEC.decode(message.payload);
    if (!decoded.ok) throw new Error(decoded.refusal.message);
    const event = decoded.value as OrderEventShape;
    const stream = published.get(event.strategy) ?? new Map<number, string>();
    published.set(event.strategy, stream.set(event.streamSequence, canonical(event)));
  });
  return published;
}

interface Parts {
  readonly services: Services;
  readonly venue: Venue;
  readonly oms: OmsView;
  readonly people: People;
  readonly strategies: StrategiesView;
  readonly published: Published;
}

/** Nothing trades any more: whatever is open is cancelled, and both sides say that nothing is open. */
async function settle({ venue, oms, people, strategies }: Parts): Promise<string[]> {
  await strategies.stop();
  let differences: string[] = [];
  const agreed = async () => {
    differences = await openDifferences(venue, oms);
    return differences.length === 0;
  };
  const options = { timeoutMs: SETTLE_MS, everyMs: 250 };
  await eventually(agreed, options).catch(() => undefined);
  if (differences.length > 0) return differences;
  for (const { strategy, clOrdId } of await oms.openOrders()) await people.cancel(strategy, clOrdId);
  const quiet = async () => (await oms.openOrders()).length === 0 && (await agreed());
  await eventually(quiet, { ...options, what: 'the end of all orders' }).catch(async (error: Error) => {
    differences.push(error.message, ...(await oms.openOrders()).map((order) => JSON.stringify(order)));
  });
  return differences;
}

async function check(parts: Parts): Promise<string[]> {
  const { services, venue, oms, people, published } = parts;
  const violations = await settle(parts);
  await venue.collect();
  const events: OrderEventShape[] = [];
  for (const strategy of [...STRATEGIES.map((one) => one.id), ...DESKS.map((desk) => desk.strategy)]) {
    const stream = await oms.events(strategy);
    violations.push(...checkStream(strategy, stream, published.get(strategy) ?? new Map<number, string>()));
    events.push(...stream);
  }
  violations.push(...checkFills(venue.fills, await oms.fills()));
  violations.push(...checkOrders(venue.executions, events));
  violations.push(...(await checkBooks(venue, oms, events)));
  violations.push(...(await checkCommands(people, events)));
  // The repeats of every command changed nothing.
  await venue.collect();
  violations.push(...checkFills(venue.fills, await oms.fills()));
  violations.push(...impossibleAlarms(services.counts), ...services.faults);
  return violations;
}

async function begin(platform: RunningPlatform, logFile: string, seed: number): Promise<Parts> {
  const services = new Services(platform, logFile);
  const ask: Ask = (topic, body, timeoutMs) => platform.ask(topic, body, timeoutMs);
  const venue = new Venue(platform.http['exchange'], ACCOUNT);
  const listings = (await venue.instruments()).map(({ symbol, tickSize, lotSize }) => {
    return { symbol, priceDecimals: decimalsOf(tickSize), quantityDecimals: decimalsOf(lotSize) };
  });
  await venue.refreshQuotes(listings.map((one) => one.symbol));
  const sign = (topic: string, body: object): object => platform.signed(topic, body);
  const oms = new OmsView(ask, ACCOUNT);
  const people = new People(ask, sign, venue, listings, seed);
  const strategies = new StrategiesView(ask, sign, oms, listings);
  return { services, venue, oms, people, strategies, published: await listen(platform) };
}

/** Orders flow while `n` services are killed; then everything must agree. */
async function storm(parts: Parts, n: number, seed: number, pace: number, say: (text: string) => void) {
  const { services, venue, people, strategies } = parts;
  const rng = new SeededRng(seed);
  let over = false;
  const symbols = (await venue.instruments()).map((one) => one.symbol);
  const following = venue.follow(symbols, () => over);
  await strategies.awaitBars(60_000);
  const working = DESKS.flatMap(({ strategy, people: count, pauseMs }) =>
    Array.from({ length: count }, () => people.work(strategy, new SeededRng(rng.next() * 2 ** 32), pauseMs)),
  );
  await killAll(parts, rng, n, pace, say);
  await services.allReady();
  const barsAfterMs = await strategies.awaitBars(60_000);
  const differences = await strategies.differences();
  people.stop();
  await Promise.all(working);
  over = true;
  await following;
  return { barsAfterMs, differences };
}

/**
 * The whole platform while its processes die: `n` times kill -9 of a random service under a flow of orders, then every
 * invariant of orders, fills, positions and cash. `pace` below 1 shortens the pauses between kills.
 */
async function run(options: { n: number; seed: number; say: (text: string) => void; pace?: number }) {
  const { n, seed, say, pace = 1 } = options;
  const directory = mkdtempSync(join(realpathSync(tmpdir()), 'bourseworks-chaos-'));
  const platform = await RunningPlatform.start({
    DATA_DIR: join(directory, 'data'),
    STRATEGIES: JSON.stringify(STRATEGIES),
    // A lively market: orders that rest are filled while nobody looks.
    EXCHANGE_TICKS_PER_SECOND: '200',
  });
  let figures: ChaosFigures;
  let violations: string[];
  try {
    const parts = await begin(platform, join(directory, 'log.jsonl'), seed);
    const { barsAfterMs, differences } = await storm(parts, n, seed, pace, say);
    violations = [...differences.map((text) => `position of ${text}`), ...(await check(parts))];
    figures = figuresOf(parts.services, parts.people, parts.venue, barsAfterMs);
  } finally {
    await platform.stop();
  }
  if (violations.length > 0) {
    const shown = violations.slice(0, 40).map((text) => `\n  ${text}`);
    throw new Error(`${violations.length} violations with seed ${seed}; see ${directory}/log.jsonl${shown.join('')}`);
  }
  rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  return figures;
}

export const soak = { n: 40, seed: 1, run };
