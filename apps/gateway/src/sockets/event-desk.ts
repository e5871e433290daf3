import { randomUUID } from 'node:crypto';
import { DomainError, type ErrorCode } from '@bourseworks/domain';
import type { SocketAnswer } from '@bourseworks/dto/shapes';
import { withCorrelation } from '@bourseworks/observability';
import type { Clock, EventLog } from '@bourseworks/ports';
import { TokenBucket } from './access/token-bucket.js';
import type { Handlers, Question } from './protocol/events.js';
import { LIMITS } from './protocol/limits.js';
import { faultOf } from './schema/check.js';

type Acknowledge = (answer: SocketAnswer<object>) => void;

export interface DeskSettings {
  readonly clock: Clock;
  readonly log: EventLog;
  readonly namespace: string;
  readonly perSecond: number;
  readonly refused: (code: ErrorCode) => void;
}

/** Refused events after which a client that does not listen is shown the door. */
const MAX_THROTTLED = 20;

interface Visitor {
  readonly bucket: TokenBucket;
  throttled: number;
  working: number;
}

/** Takes the events of the sockets of one namespace: bounded, checked, answered. Nothing a client sends throws. */
export class EventDesk<Client extends object, Asked extends Readonly<Record<string, Question<unknown, unknown>>>> {
  private readonly visitors = new WeakMap<Client, Visitor>();

  constructor(
    private readonly asked: Asked,
    private readonly handlers: Handlers<Client, Asked>,
    private readonly settings: DeskSettings,
  ) {}

  /** An event as it came. `expel` closes a client that goes on after it was throttled. */
  receive(client: Client, event: unknown, args: readonly unknown[], expel: () => void): void {
    const last = args.at(-1);
    const acknowledge = typeof last === 'function' ? (last as Acknowledge) : undefined;
    const payload = acknowledge === undefined ? args : args.slice(0, -1);
    const visitor = this.visitorOf(client);
    const answer = (given: SocketAnswer<object>): void => {
      if (!given.ok) this.settings.refused(given.code);
      acknowledge?.(given);
    };
    if (!visitor.bucket.take(this.settings.clock.monotonicUs())) {
      answer(refusal('SOCKET_THROTTLED', 'too many events; send fewer'));
      if (++visitor.throttled > MAX_THROTTLED) expel();
      return;
    }
    visitor.throttled = Math.max(0, visitor.throttled - 1);
    if (visitor.working >= LIMITS.eventsAtOnce) return answer(refusal('BUSY', 'wait for the answers first'));
    void this.serve(client, visitor, event, payload).then(answer);
  }

  private async serve(
    client: Client,
    visitor: Visitor,
    event: unknown,
    payload: readonly unknown[],
  ): Promise<SocketAnswer<object>> {
    visitor.working += 1;
    try {
      return await withCorrelation(randomUUID(), () => this.handle(client, event, payload));
    } catch (error) {
      if (error instanceof DomainError) return refusal(error.code, error.message);
      this.settings.log.error({ event: 'socket.event_failed', namespace: this.settings.namespace, err: error });
      return refusal('INTERNAL_ERROR', 'the service failed in a way it did not expect');
    } finally {
      visitor.working -= 1;
    }
  }

  private async handle(client: Client, event: unknown, payload: readonly unknown[]): Promise<SocketAnswer<object>> {
    const question = typeof event === 'string' && Object.hasOwn(this.asked, event) ? this.asked[event] : undefined;
    if (question === undefined) return refusal('SOCKET_EVENT_UNKNOWN', `${this.settings.namespace} has no such event`);
    if (payload.length > 1) return refusal('BAD_REQUEST', 'an event has one argument');
    const [request = {}] = payload;
    const fault = faultOf(question.request.json, request);
    if (fault !== undefined) return refusal('BAD_REQUEST', fault);
    const handler = this.handlers[event as keyof Asked] as (
      client: Client,
      request: unknown,
    ) => object | Promise<object>;
    return { ok: true, ...(await handler(client, request)) };
  }

  private visitorOf(client: Client): Visitor {
    const known = this.visitors.get(client);
    if (known !== undefined) return known;
    const { perSecond, clock } = this.settings;
    const visitor = { bucket: new TokenBucket(perSecond, clock.monotonicUs()), throttled: 0, working: 0 };
    this.visitors.set(client, visitor);
    return visitor;
  }
}

function refusal(code: ErrorCode, message: string): SocketAnswer<object> {
  return { ok: false, code, message };
}
