import { setTimeout as sleep } from 'node:timers/promises';
import { JSON_CODEC, type OrderEventShape } from '@bourseworks/dto';
import { SeededRng, type Rng } from '@bourseworks/ports';
import { eventually } from '@bourseworks/testkit';
import type { RunningPlatform } from '../../support/running-platform.js';
import {
  canonical,
  checkBooks,
  checkCommands,
  checkFills,
  checkOrders,
  checkStream,
  drift,
  impossibleAlarms,
  openDifferences,
  other,
  type Violation,
} from './invariants.js';
import { OmsView, type Ask } from './oms-view.js';
import { ACCOUNT, decimalsOf, People } from './people.js';
import { Services } from './services.js';
import { STRATEGIES, StrategiesView } from './strategies.js';
import { Venue } from './venue.js';

/** The exchange is left alone: its memory is what everything else is held to. */
const VICTIMS = ['broker', 'market-data', 'oms', 'strategy-host', 'connections'] as const;
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
 * Kills one random service after another, or cuts all connections of the exchange, at random moments: now and then before
 * the last one is back, the OMS at times in the middle of a burst of orders. Between, some service, perhaps the exchange,
 * stands still for a while: answers come late, or after nobody waits any more.
 */
async function killAll(
  { services, people, venue }: Parts,
  rng: Rng,
  n: number,
  pace: number,
  say: (text: string) => void,
  over: () => boolean,
) {
  const victim = weightedVictims(rng);
  const pending: Promise<unknown>[] = [];
  const done = (): number => services.kills.length + venue.cuts;
  const kill = async (name: string): Promise<void> => {
    if (done() >= n) return;
    const killed = name === 'connections' ? await venue.cut() : services.kill(name);
    if (killed) say(`kill ${done()} of ${n}: ${name}`);
  };
  while (done() < n && services.faults.length === 0 && !over()) {
    const pause = rng.next() < 0.35 ? 20 + 600 * rng.next() : 1_000 + 5_000 * rng.next();
    await sleep(pause * pace);
    // Answers that come late, cannot be read, or never come: what became of the order only the exchange knows.
    if (rng.next() < 0.5) await venue.armFault(rng);
    const name = victim();
    const what = rng.next();
    if (what < 0.15 && name !== 'connections')
      pending.push(services.freeze(rng.next() < 0.4 ? 'exchange' : name, 6_000 * pace * rng.next() ** 2));
    else if (name === 'oms' && what < 0.5) pending.push(people.burst('manual', rng, BURST, () => void kill(name)));
    else await kill(name);
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

export interface Parts {
  readonly services: Services;
  readonly venue: Venue;
  readonly oms: OmsView;
  readonly people: People;
  readonly strategies: StrategiesView;
  readonly published: Published;
}

/** Nothing trades any more: whatever is open is cancelled, and both sides say that nothing is open. */
async function settle({ venue, oms, people, strategies }: Parts): Promise<Violation[]> {
  await strategies.stop();
  let differences: Violation[] = [];
  const agreed = async () => {
    differences = await openDifferences(venue, oms);
    return differences.length === 0;
  };
  const options = { timeoutMs: SETTLE_MS, everyMs: 250 };
  await eventually(agreed, options).catch(() => undefined);
  if (differences.length > 0) return differences;
  // A fault that is still armed at the exchange can eat a cancel: the order is open again, and a person cancels it again.
  const quiet = async () => {
    const open = await oms.openOrders();
    for (const { strategy, clOrdId, ordStatus } of open)
      if (ordStatus !== 'PendingCancel') await people.cancel(strategy, clOrdId);
    return open.length === 0 && (await agreed());
  };
  await eventually(quiet, { ...options, what: 'the end of all orders' }).catch(async (error: Error) => {
    differences.push(drift(error.message), ...(await oms.openOrders()).map((order) => drift(JSON.stringify(order))));
  });
  return differences;
}

/** Waits until nothing trades any more, then holds everything against the exchange and the journal. */
export async function settleAndCheck(parts: Parts): Promise<Violation[]> {
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
  violations.push(...impossibleAlarms(services.counts), ...services.faults.map(other));
  return violations;
}

export async function begin(platform: RunningPlatform, logFile: string, seed: number): Promise<Parts> {
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
export async function storm(parts: Parts, n: number, seed: number, pace: number, say: (text: string) => void) {
  const { services, venue, people, strategies } = parts;
  const rng = new SeededRng(seed);
  const symbols = (await venue.instruments()).map((one) => one.symbol);
  let over = false;
  const working = DESKS.flatMap(({ strategy, people: count, pauseMs }) =>
    Array.from({ length: count }, () => ({ strategy, pauseMs, rng: new SeededRng(rng.next() * 2 ** 32) })),
  );
  const following = venue.follow(symbols, () => over);
  following.catch(() => (over = true));
  // Whatever of it fails ends the rest, and is told once that has come to its end.
  let flowing: Promise<unknown> = following;
  const end = (): Promise<unknown> => {
    over = true;
    people.stop();
    return flowing;
  };
  try {
    await strategies.awaitBars(60_000);
    const desks = working.map((one) => people.work(one.strategy, one.rng, one.pauseMs));
    flowing = Promise.all([following, ...desks]);
    flowing.catch(() => (over = true));
    await killAll(parts, rng, n, pace, say, () => over);
    await services.allReady();
    const figures = { barsAfterMs: await strategies.awaitBars(60_000), differences: await strategies.differences() };
    await end();
    return figures;
  } catch (error) {
    await Promise.allSettled([end()]);
    throw error;
  }
}
