import type { Principal } from '../server/principal.js';
import type { ShareGroup } from './share-group.js';
import type { Subscriber } from './subscriber.js';

/** The subscribers that get every message of a topic. Interned: equal sets are one object, so that messages of
 * different topics to the same subscribers can be forwarded as one run of bytes. */
export interface TargetSet {
  readonly subscribers: readonly Subscriber[];
}

/** Where the messages of one concrete topic go; valid until the next change of subscriptions. */
export interface Route {
  readonly targets: TargetSet;
  /** Groups of which one member gets each message; null for nearly every topic. */
  readonly groups: readonly ShareGroup[] | null;
  /** Subscribers that get deliver-to-one messages as well as everyone else's; null when there is none. */
  readonly deliverAlways: ReadonlySet<Subscriber> | null;
  /** Last publisher's user that was found to be allowed the topic: while it goes on, one look-up serves both questions. */
  allowed: Principal | null;
}
