import { SeededRng, type Clock, type EventLog, type KeyValue, type Timer } from '@bourseworks/ports';
import { refusalOf } from '../../threads/refusal-of.js';
import type { Claims } from './claims.js';
import type { InstanceLease } from './instance-lease.js';
import { parseListing, type Listing } from './listing.js';
import type { Owned, OwnedStreams } from './owned-streams.js';
import type { PublishedMarks } from './published-marks.js';
import { STORE } from './store-names.js';
import type { Subscriptions } from './subscriptions.js';

export interface StreamWatchOptions<Handle> {
  readonly store: KeyValue;
  readonly claims: Claims;
  readonly lease: InstanceLease;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly subscriptions: Subscriptions;
  readonly owned: OwnedStreams<Handle>;
  readonly marks: PublishedMarks;
  /** Goes on with a stream whose owner is gone. */
  readonly adopt: (listing: Listing) => Promise<void>;
}

const TURN_US = 1_000_000;
/** A turn is bounded: with more streams than this, each is looked at more rarely. */
const LOOKS_A_TURN = 200;
const KEEP_US = 120_000_000;
/** Streams that are being taken over at a time. */
const MAX_ADOPTIONS = 32;

/** Looks every second whether the streams that run here are still wanted, and whether others have lost their owner. */
export class StreamWatch<Handle> {
  private readonly rng = new SeededRng(process.pid);
  private timer: Timer | undefined;
  private working: Promise<void> = Promise.resolve();
  private stopped = false;
  private adoptions = 0;

  constructor(private readonly options: StreamWatchOptions<Handle>) {}

  start(): void {
    // Apart from other instances, or all reach for the same orphan at once.
    this.plan(TURN_US * (0.5 + this.rng.next() / 2));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.timer?.cancel();
    await this.working;
  }

  /** Closes a stream that nobody wants any more. */
  async look(stream: Owned<Handle>): Promise<void> {
    const { clock, subscriptions, owned } = this.options;
    stream.lookedUs = clock.monotonicUs();
    const { joins } = stream;
    stream.subscribers = await subscriptions.count(stream.key.topic);
    if (stream.subscribers > 0 || stream.pins > 0) return;
    // Somebody who joined since is in the list by now, and was not when it was read.
    if (stream.joins === joins && stream.handle !== undefined) await owned.close(stream);
  }

  /** As `look`; what cannot be found out now is looked at in a turn. */
  lookSoon(stream: Owned<Handle>): Promise<void> {
    return this.attempt(() => this.look(stream));
  }

  private plan(delayUs: number): void {
    if (this.stopped) return;
    this.timer = this.options.clock.setTimer(delayUs, () => {
      this.working = this.turn().finally(() => this.plan(TURN_US));
    });
  }

  private async turn(): Promise<void> {
    if (this.options.lease.token === undefined) return;
    await this.attempt(() => this.options.marks.save(this.options.owned.marks()));
    await this.attempt(() => this.lookAtOwned());
    await this.attempt(() => this.lookForOrphans());
  }

  private async lookAtOwned(): Promise<void> {
    const { owned, clock } = this.options;
    const due = owned
      .all()
      .filter(({ handle }) => handle !== undefined)
      .toSorted((a, b) => a.lookedUs - b.lookedUs)
      .slice(0, LOOKS_A_TURN);
    for (const stream of due) {
      if (stream.ended !== undefined) continue;
      await this.look(stream);
      if (stream.ended === undefined && clock.monotonicUs() - stream.keptUs >= KEEP_US) await owned.keep(stream);
    }
  }

  private async lookForOrphans(): Promise<void> {
    const { store, owned } = this.options;
    const standing = new Map<string, Promise<boolean>>();
    for (const [topic, text] of await store.list(STORE.streams)) {
      if (owned.get(topic) !== undefined || this.stopped) continue;
      const listing = parseListing(text);
      if (listing === undefined) await store.removeFrom(STORE.streams, topic);
      else if (!(await this.stands(listing, standing))) await this.orphan(topic, listing);
    }
  }

  private stands(listing: Listing, known: Map<string, Promise<boolean>>): Promise<boolean> {
    const name = `${listing.instance} ${listing.token}`;
    let stands = known.get(name);
    if (stands === undefined) known.set(name, (stands = this.options.claims.stands(listing)));
    return stands;
  }

  private async orphan(topic: string, listing: Listing): Promise<void> {
    const { store, subscriptions, adopt } = this.options;
    if (this.adoptions >= MAX_ADOPTIONS) return;
    if ((await subscriptions.count(topic)) === 0) {
      await store.removeFrom(STORE.streams, topic);
      return;
    }
    this.adoptions++;
    // Side by side: a venue that is slow to answer must not hold up the streams of others.
    void this.attempt(() => adopt(listing)).finally(() => this.adoptions--);
  }

  /** What the store does not answer is tried again in the next turn; the lease tells that it is away. */
  private async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const { code, message } = refusalOf(error);
      this.options.log.debug({ event: 'registry.turn_failed', code, reason: message });
    }
  }
}
