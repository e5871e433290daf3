import type solace from 'solclientjs';
import { TransportError, type TransportErrorCode } from '../errors.js';
import { reasonOf } from './session-connection.js';
import { sessionLogger } from './session-log.js';
import { solclient, subcodeOf } from './solclient.js';
import type { SubscriptionLink } from './subscription-table.js';

const logger = sessionLogger('SolaceSession');

interface Waiting {
  resolve(): void;
  reject(error: Error): void;
}

/** The connection went away before the broker answered: the next one is asked again. */
class ConnectionLost extends Error {}

/**
 * Changes subscriptions on the broker and waits for the confirmation of each, told apart by correlation key. A confirmation
 * that the lost connection swallowed never comes: then the change is asked for again, all within one time.
 */
export class ConfirmedChanges implements SubscriptionLink {
  private readonly waiting = new Map<object, Waiting>();

  constructor(
    private readonly native: solace.Session,
    private readonly timeoutMs: number,
    private readonly whenUp: (timeoutMs: number) => Promise<void>,
  ) {
    const { SUBSCRIPTION_OK, SUBSCRIPTION_ERROR } = solclient().SessionEventCode;
    native.on(SUBSCRIPTION_OK, (event) => this.take(event.correlationKey)?.resolve());
    native.on(SUBSCRIPTION_ERROR, (error: unknown) => {
      const waiting = this.take((error as { correlationKey?: object }).correlationKey);
      if (waiting !== undefined) waiting.reject(toError(error));
      // After a reconnect the client asks again by itself: a right taken away meanwhile is told here and nowhere else.
      else logger.error(`the broker refused a subscription: ${reasonOf(error)}`);
    });
  }

  /** @throws TransportError SUBSCRIPTION_DENIED, SUBSCRIPTION_FAILED, SUBSCRIPTION_TIMEOUT, TRANSPORT_DOWN, BAD_TOPIC */
  async change(action: 'add' | 'remove', pattern: string): Promise<void> {
    const deadline = performance.now() + this.timeoutMs;
    for (;;) {
      await this.whenUp(Math.max(0, deadline - performance.now()));
      try {
        return await this.attempt(action, pattern, Math.max(0, deadline - performance.now()));
      } catch (error) {
        if (error instanceof ConnectionLost) continue;
        throw error instanceof TransportError ? error : toError(error);
      }
    }
  }

  /** What was asked over this connection is not answered any more. */
  lost(closed: boolean): void {
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    const error = closed ? TransportError.of('TRANSPORT_CLOSED', 'the session was closed') : new ConnectionLost();
    for (const change of waiting) change.reject(error);
  }

  forget(pattern: string): void {
    try {
      const topic = solclient().SolclientFactory.createTopicDestination(pattern);
      this.native.unsubscribe(topic, false, undefined, this.timeoutMs);
    } catch {
      // Not connected: there is nothing on the broker to remove, or the next message on it is counted as discarded.
    }
  }

  private async attempt(action: 'add' | 'remove', pattern: string, timeoutMs: number): Promise<void> {
    const key = { pattern };
    const confirmation = new Promise<void>((resolve, reject) => this.waiting.set(key, { resolve, reject }));
    const timer = setTimeout(() => {
      const text = `the broker did not confirm "${pattern}" within ${this.timeoutMs} ms`;
      this.take(key)?.reject(TransportError.of('SUBSCRIPTION_TIMEOUT', text));
    }, timeoutMs);
    try {
      this.send(action, pattern, key);
      await confirmation;
    } finally {
      clearTimeout(timer);
      this.waiting.delete(key);
    }
  }

  private send(action: 'add' | 'remove', pattern: string, key: object): void {
    const topic = solclient().SolclientFactory.createTopicDestination(pattern);
    if (action === 'add') this.native.subscribe(topic, true, key, this.timeoutMs);
    else this.native.unsubscribe(topic, true, key, this.timeoutMs);
  }

  private take(key: object | null | undefined): Waiting | undefined {
    if (key == null) return undefined;
    const waiting = this.waiting.get(key);
    this.waiting.delete(key);
    return waiting;
  }
}

function toError(error: unknown): TransportError {
  const { ErrorSubcode } = solclient();
  const codes: Record<number, TransportErrorCode> = {
    [ErrorSubcode.SUBSCRIPTION_ACL_DENIED]: 'SUBSCRIPTION_DENIED',
    [ErrorSubcode.TIMEOUT]: 'SUBSCRIPTION_TIMEOUT',
    [ErrorSubcode.INVALID_TOPIC_SYNTAX]: 'BAD_TOPIC',
    [ErrorSubcode.SESSION_NOT_CONNECTED]: 'TRANSPORT_DOWN',
  };
  return TransportError.of(codes[subcodeOf(error) ?? -1] ?? 'SUBSCRIPTION_FAILED', reasonOf(error), error);
}
