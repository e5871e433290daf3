import type { LoggerService } from '@nestjs/common';
import type { SolaceSession } from '../../session/solace-session.js';
import type { CodecRegistry } from '../../wire/codec.js';
import { groupOf, subscriptionOf, type GroupedPattern } from '../queue-groups.js';
import { routeRefusal } from '../route-refusal.js';
import { HotFaults } from './hot-faults.js';
import type { HotHandler } from './hot-handler.js';
import { HotRoute } from './hot-route.js';

/** A pattern and the hot handler behind it. */
export interface HotSubscription {
  readonly subscription: GroupedPattern;
  readonly route: HotRoute;
}

/** The hot side of a server: each handler is a subscriber of the session, found by the session's own lookup. */
export class HotRoutes {
  private readonly announced = new Set<string>();
  private readonly faults: HotFaults;
  private subscribed: readonly HotSubscription[] = [];

  constructor(
    private readonly session: SolaceSession,
    private readonly codecs: CodecRegistry,
    private readonly find: (() => readonly HotHandler[]) | undefined,
    logger: Pick<LoggerService, 'error'>,
  ) {
    this.faults = new HotFaults(logger);
  }

  /** Nest tells of a handler that it made for a hot method; it is not used, but its method has to be found. */
  announce(pattern: unknown): void {
    this.announced.add(String(pattern));
  }

  /** @throws TransportError HOT_ROUTE_UNSUPPORTED, HOT_DTO_UNSUPPORTED, BAD_TOPIC */
  load(queueGroup: string | undefined): HotSubscription[] {
    const handlers = this.find?.() ?? [];
    const found = new Set(handlers.flatMap(({ patterns }) => patterns));
    const lost = [...this.announced].filter((pattern) => !found.has(pattern));
    if (lost.length > 0)
      throw routeRefusal([`HOT_ROUTE_UNSUPPORTED: hot handlers of ${lost.join(', ')} need a server of SolaceModule`]);
    return handlers.flatMap((handler) => {
      const route = new HotRoute(handler, this.codecs, this.session, this.faults);
      const group = groupOf(handler.extras, queueGroup);
      return [...new Set(handler.patterns)].map((pattern) => ({ subscription: { pattern, group }, route }));
    });
  }

  /** @throws TransportError as `subscribe` of the session */
  async subscribe(subscriptions: readonly HotSubscription[]): Promise<void> {
    this.subscribed = subscriptions;
    await Promise.all(
      subscriptions.map(({ subscription, route }) =>
        this.session.subscribe(subscriptionOf(subscription), route.onMessage),
      ),
    );
  }

  /** How many subscriptions could not be removed cleanly. */
  async unsubscribe(): Promise<number> {
    const subscribed = this.subscribed;
    this.subscribed = [];
    const outcomes = await Promise.allSettled(
      subscribed.map(({ subscription, route }) =>
        this.session.unsubscribe(subscriptionOf(subscription), route.onMessage),
      ),
    );
    return outcomes.filter(({ status }) => status === 'rejected').length;
  }
}
