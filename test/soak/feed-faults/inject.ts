import { setTimeout as sleep } from 'node:timers/promises';
import type { Rng } from '@bourseworks/ports';
import type { FeedFault } from '@bourseworks/testkit';
import type { FaultKind } from './faults.js';
import type { Feed } from './feed.js';
import { streamOf } from './tape.js';

/** A loss shows within so many steps, or none is made. */
const SHOWS_WITHIN = 150;
/** Longest delay of a message. */
const MOST_MS = 30;
/** Steps that are looked at for one whose loss shows. */
const TRIES = 200;
/** How long an adapter may take to notice that nobody is there any more; the machine may be slow. */
const PATIENCE_MS = 60_000;

/** Does one fault to a feed; resolves once it is done, whatever came of it. */
export async function inject(feed: Feed, kind: FaultKind, rng: Rng): Promise<void> {
  const { server } = feed.venue;
  const count = 1 + rng.integer(3);
  switch (kind) {
    case 'drop':
      await drop(feed, 1 + rng.integer(rng.next() < 0.1 ? 40 : 4));
      break;
    case 'duplicate':
      server.control({ kind, count });
      feed.playAtOnce(count);
      break;
    case 'swap':
      await reorder(feed, 2 * count, { kind, count });
      break;
    case 'delay':
      await delay(feed, count, 1 + rng.integer(MOST_MS));
      break;
    case 'tear':
      tear(feed);
      break;
    case 'cut':
    case 'reset':
      feed.expectGaps(kind);
      server.control({ kind });
      break;
    case 'refuse':
      feed.expectGaps(kind);
      server.control({ kind });
      server.control({ kind: 'cut' });
      await feed.play(rng.integer(8));
      await sleep(rng.integer(150));
      break;
    case 'mute':
    case 'half-open':
      await silence(feed, kind, rng);
      break;
    case 'quiet':
      await quiet(feed);
      break;
    case 'no-snapshot':
      feed.expectGaps(kind);
      feed.venue.withheld++;
      server.control({ kind: 'cut' });
      break;
  }
  // What found no message to happen to happens to none.
  server.control({ kind: 'none' });
}

/** The connection ends in the middle of the next message: not every step is told. */
function tear(feed: Feed): void {
  const { server } = feed.venue;
  const { torn } = server;
  server.control({ kind: 'tear', count: 1 });
  for (let tries = 0; tries < TRIES && server.torn === torn; tries++) feed.playAtOnce(1);
  if (server.torn > torn) feed.expectGaps('tear');
}

/** Messages are lost while the connection lives. */
async function drop(feed: Feed, wanted: number): Promise<void> {
  const { venue } = feed;
  const count = await whereItShows(feed, wanted);
  const { position, told } = venue;
  venue.server.control({ kind: 'drop', count });
  const lost = feed.playAtOnce(count);
  // A book without numbers shows it by its checksum, unless the next change makes it good.
  const counted = lost.filter((step) => step.kind === 'trade' || venue.numbers === 'streams');
  if (venue.numbers !== 'connection') feed.expectGaps('drop', new Set(counted.map(streamOf)));
  else if (venue.told > told) feed.expectGaps('drop');
  showsBehind(feed, position, count);
}

/** Messages come in another order; of a book without numbers only the next change may show it. */
async function reorder(feed: Feed, wanted: number, fault: FeedFault): Promise<void> {
  const count = await whereItShows(feed, wanted);
  const { position, server } = feed.venue;
  server.control(fault);
  feed.playAtOnce(count);
  showsBehind(feed, position, count);
}

async function delay(feed: Feed, wanted: number, ms: number): Promise<void> {
  const { venue } = feed;
  venue.server.control({ kind: 'delay', count: wanted, ms });
  const delayed = feed.playAtOnce(wanted);
  await feed.play(wanted);
  if (venue.numbers === 'connection') return;
  // What shows it is said behind it.
  await sleep(ms);
  for (const step of delayed) {
    const at = feed.next(step);
    if (at < venue.position + SHOWS_WITHIN) feed.showsAt = Math.max(feed.showsAt, at + 1);
    else venue.server.control({ kind: 'cut' });
  }
}

/** Plays on to a place at which something is lost that shows before long; how many of the next steps those are. */
async function whereItShows(feed: Feed, wanted: number): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const count = countThatShows(feed, wanted);
    if (count > 0) return count;
    await feed.play(1);
  }
  return 0;
}

function showsBehind(feed: Feed, from: number, count: number): void {
  const { numbers, tape } = feed.venue;
  if (numbers === 'connection') return;
  for (let at = from; at < from + count; at++) feed.showsAt = Math.max(feed.showsAt, tape.next[at] + 1);
}

/** How many of the next steps can be lost so that it shows before long. */
function countThatShows({ venue, left }: Feed, wanted: number): number {
  if (venue.numbers === 'connection') return Math.min(wanted, left);
  let count = 0;
  while (count < Math.min(wanted, left)) {
    const at = venue.position + count;
    if (venue.tape.next[at] - at > SHOWS_WITHIN) break;
    count++;
  }
  return count;
}

/** Nothing is heard any more, until the adapter has noticed. */
async function silence(feed: Feed, kind: 'mute' | 'half-open', rng: Rng): Promise<void> {
  const { server } = feed.venue;
  const { attempts } = server;
  const until = performance.now() + PATIENCE_MS;
  feed.expectGaps(kind);
  server.control({ kind });
  while (server.attempts === attempts) {
    if (performance.now() > until) {
      feed.violations.push(`nobody noticed that the venue was ${kind}`);
      return;
    }
    await feed.play(1);
    await sleep(30);
  }
  if (kind === 'mute') await sleep(rng.integer(300));
}

/** The venue lives, and has nothing to say: where that is told, every stream says that it is stale. */
async function quiet(feed: Feed): Promise<void> {
  if (!feed.venue.tellsStale) return;
  const until = performance.now() + PATIENCE_MS;
  while (feed.anyLive) {
    if (performance.now() > until) {
      feed.violations.push('a stream without a word is not stale');
      return;
    }
    await sleep(30);
  }
}
