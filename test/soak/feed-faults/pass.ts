import { setTimeout as sleep } from 'node:timers/promises';
import type { FeedTally } from '@bourseworks/domain';
import type { Rng } from '@bourseworks/ports';
import { chooseFault, type FaultClass } from './faults.js';
import { Feed } from './feed.js';
import { inject } from './inject.js';
import type { TapeVenue } from './venues/tape-venue.js';

/** Steps that a fault may take, those that show what is missing included. */
const STEPS_A_FAULT = 60;
/** Steps without which nothing is begun any more. */
const TAIL = 400;
/** How long a feed may take to be whole again, and to be gone; the machine may be slow. */
const PATIENCE_MS = 60_000;

export interface PassOptions {
  /** Which has not begun. */
  readonly venue: TapeVenue;
  readonly faults: number;
  readonly rng: Rng;
}

export interface PassFigures {
  readonly violations: readonly string[];
  readonly faults: ReadonlyMap<FaultClass, number>;
  readonly tallies: ReadonlyMap<FeedTally, number>;
  readonly steps: number;
  readonly requests: number;
}

/** A piece of a tape, played to an adapter with faults between: after every few of them the feed has to be whole again. */
export async function runPass({ venue, faults, rng }: PassOptions): Promise<PassFigures> {
  await venue.start();
  venue.skip(rng.integer(Math.max(1, venue.tape.steps.length - faults * STEPS_A_FAULT - TAIL)));
  const begun = venue.position;
  const feed = new Feed(venue);
  const done = new Map<FaultClass, number>();
  try {
    await feed.open();
    await begin(feed);
    for (let left = faults; left > 0 && feed.left > TAIL && feed.violations.length === 0;) {
      const group = Math.min(left, 1 + rng.integer(3));
      for (let i = 0; i < group; i++) await fault(feed, rng, done);
      await settle(feed);
      left -= group;
    }
    feed.compareWithOracle();
  } finally {
    await end(feed);
  }
  return figuresOf(feed, done, venue.position - begun);
}

/** The first trade of a stream begins its numbers: nobody can miss one that was before it. */
async function begin(feed: Feed): Promise<void> {
  const { venue } = feed;
  if (venue.numbers !== 'connection') {
    const next = [...venue.tape.trades.keys()].map((symbol) => feed.next({ symbol, kind: 'trade' }));
    await feed.play(Math.max(...next) + 1 - venue.position);
  }
  await settle(feed);
}

async function fault(feed: Feed, rng: Rng, done: Map<FaultClass, number>): Promise<void> {
  await feed.play(rng.integer(8));
  const { class: name, kind } = chooseFault(rng);
  done.set(name, (done.get(name) ?? 0) + 1);
  await inject(feed, kind, rng);
  // What was missed is fetched from a venue that does not always answer well.
  if (rng.next() < 0.1) feed.venue.server.control({ kind: 'status', count: 1, status: 503 });
  if (rng.next() < 0.1) feed.venue.server.control({ kind: 'slow', count: 1, ms: rng.integer(200) });
  await feed.play(rng.integer(4));
}

/** All that was lost shows, and the feed is whole. */
async function settle(feed: Feed): Promise<void> {
  const { venue } = feed;
  const until = performance.now() + PATIENCE_MS;
  await feed.play(feed.showsAt - venue.position);
  while (!feed.whole) {
    if (performance.now() > until) {
      feed.violations.push(`it is not whole: ${feed.standing}`);
      return;
    }
    // A stale stream is live again with its next event.
    if (venue.tellsStale) await feed.play(1);
    await sleep(5);
  }
}

/** Closes everything; nothing of it may be left. */
async function end(feed: Feed): Promise<void> {
  const { venue, adapter } = feed;
  await adapter.close();
  const until = performance.now() + PATIENCE_MS;
  while (venue.clock.pendingTimers > 0 || venue.server.connections > 0) {
    if (performance.now() > until) {
      const { pendingTimers } = venue.clock;
      feed.violations.push(`${pendingTimers} timers and ${venue.server.connections} connections are left`);
      break;
    }
    await sleep(5);
  }
  await venue.close();
}

function figuresOf(feed: Feed, faults: ReadonlyMap<FaultClass, number>, steps: number): PassFigures {
  const { venue } = feed;
  const listeners = [...feed.listeners.values()];
  const tallies = new Map<FeedTally, number>();
  for (const listener of listeners) {
    listener.audit();
    for (const [what, count] of listener.counts) tallies.set(what, (tallies.get(what) ?? 0) + count);
  }
  const noted = listeners.flatMap(({ violations }) => violations);
  const violations = [...feed.violations, ...noted, ...venue.violations];
  return { violations, faults, tallies, steps, requests: venue.server.requests.length };
}
