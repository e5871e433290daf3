import type { Result } from '@bourseworks/domain';
import { JSON_CODEC, strategyMethodTopic, decodeMessage } from '@bourseworks/dto';
import type { Clock, EventLog } from '@bourseworks/ports';
import type { InboundMessage, SolaceSession } from '@bourseworks/solace-transport';
import type { CommandReplyRecord, PatternEntry } from '@bourseworks/strategy';
import { subscribe } from '../bus/subscribe.js';

const MAX_OPEN = 1_024;
/** Fits the data ring of every strategy. */
const MAX_COMMAND_BYTES = 65_536;
/** A strategy that never answers must not hold the requests for ever; the asker has given up long before. */
const FORGET_AFTER_US = 60_000_000;

export interface ProxyDeps {
  readonly id: string;
  readonly session: SolaceSession;
  readonly clock: Clock;
  readonly log: EventLog;
  /** Hands a command to the strategy's thread. */
  readonly command: (id: number, method: string, body: unknown) => void;
}

/** Stands for a strategy's own handlers on the bus: `strategy/v1/{id}/{method}`. */
export class CommandProxy {
  private readonly topics: string[] = [];
  private readonly open = new Map<number, { readonly request: InboundMessage; readonly sinceUs: number }>();
  private nextId = 1;
  private closed = false;
  private readonly onMessage = (message: InboundMessage): void => this.receive(message);

  constructor(private readonly deps: ProxyDeps) {}

  /**
   * Subscribes one topic a pattern, or all methods when the strategy takes undecorated commands too; while the bus is away
   * each up to `tries` times.
   */
  async start(patterns: readonly PatternEntry[], takesCommands: boolean, tries: number): Promise<Result<void>> {
    const { id, log } = this.deps;
    const topics = takesCommands
      ? [`${strategyMethodTopic(id, 'x').slice(0, -1)}*`]
      : patterns.map(({ pattern }) => strategyMethodTopic(id, pattern));
    const stopped = (): boolean => this.closed;
    for (const topic of topics) {
      // Known before it is confirmed: a close meanwhile gives it back.
      if (!this.closed) this.topics.push(topic);
      const subscribed = await subscribe(this.deps, topic, this.onMessage, { tries, stopped });
      if (!subscribed.ok) return subscribed;
    }
    if (topics.length > 0) log.info({ event: 'strategy.patterns', strategy: id, topics });
    return { ok: true, value: undefined };
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const topic of this.topics.splice(0)) await this.deps.session.unsubscribe(topic, this.onMessage);
    for (const { request } of this.open.values()) this.refuse(request, 'STRATEGY_STATE', 'the strategy was stopped');
    this.open.clear();
  }

  /** The strategy's answer. */
  reply({ id, value, refusal }: CommandReplyRecord): void {
    const entry = this.open.get(id);
    this.open.delete(id);
    if (entry === undefined) return;
    if (refusal !== undefined) return this.refuse(entry.request, refusal.code, refusal.message);
    this.answer(() => this.deps.session.reply(entry.request, JSON_CODEC.encode(value ?? { ack: true })));
  }

  private receive(message: InboundMessage): void {
    const method = decodeURIComponent(message.topic.slice(message.topic.lastIndexOf('/') + 1));
    const decoded = decodeMessage(message);
    const id = this.nextId++;
    const tooLong = message.payload.length > MAX_COMMAND_BYTES;
    if (message.replyTo !== undefined) {
      if (!decoded.ok) return this.refuse(message, decoded.refusal.code, decoded.refusal.message);
      if (tooLong) return this.refuse(message, 'BAD_REQUEST', `a command has at most ${MAX_COMMAND_BYTES} bytes`);
      this.sweep();
      if (this.open.size >= MAX_OPEN)
        return this.refuse(message, 'REQUEST_LIMIT', 'too many commands wait for this strategy');
      this.open.set(id, { request: message, sinceUs: this.deps.clock.monotonicUs() });
    }
    if (decoded.ok && !tooLong) this.deps.command(id, method, decoded.value);
    else this.deps.log.error({ event: 'strategy.command.malformed', strategy: this.deps.id, method });
  }

  private sweep(): void {
    const before = this.deps.clock.monotonicUs() - FORGET_AFTER_US;
    for (const [id, { sinceUs }] of this.open) {
      if (sinceUs >= before) return;
      this.open.delete(id);
    }
  }

  private refuse(request: InboundMessage, code: string, message: string): void {
    this.answer(() => this.deps.session.replyError(request, { code, message }));
  }

  private answer(send: () => void): void {
    try {
      send();
    } catch (error) {
      this.deps.log.warn(
        { event: 'strategy.reply_failed', strategy: this.deps.id },
        error instanceof Error ? error.message : String(error),
      );
    }
  }
}
