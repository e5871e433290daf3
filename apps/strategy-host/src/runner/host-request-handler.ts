import { signalTopic, decodeMessage } from '@bourseworks/dto';
import type { InboundMessage } from '@bourseworks/solace-transport';
import {
  InRecord,
  type HostRequest,
  type ReplyRecord,
  type StrategyThread,
  type StreamQuery,
} from '@bourseworks/strategy';
import { subscribe } from '../bus/subscribe.js';
import type { LiveStream, StreamSink } from '../streams/live-stream.js';
import type { RunnerDeps } from './runner-deps.js';

/** Fits the data ring of every strategy. */
const MAX_SIGNAL_BYTES = 65_536;
/** As often as a stream is asked for. */
const SUBSCRIBE_TRIES = 20;

type Reply = Omit<ReplyRecord, 'id'>;

/** Answers what a strategy asks of its host: history, streams, instruments, signals. */
export class HostRequestHandler {
  private readonly signals = new Set<string>();
  private closed = false;
  private readonly onSignal = (message: InboundMessage): void => this.signalIn(message);

  constructor(
    private readonly strategy: string,
    private readonly thread: StrategyThread,
    private readonly deps: RunnerDeps,
    private readonly sink: StreamSink,
    /** Called for each stream before anything of it is delivered. */
    private readonly follow: (stream: LiveStream) => void,
    /** Called when nothing of a stream is delivered any more. */
    private readonly unfollow: (stream: LiveStream) => void,
  ) {}

  async answer(request: HostRequest): Promise<void> {
    const reply = await this.perform(request).catch((error: unknown): Reply => {
      // The strategy waits for an answer, whatever went wrong here.
      const message = error instanceof Error ? error.message : String(error);
      this.deps.log.error({ event: 'strategy.request.failed', strategy: this.strategy, op: request.op }, message);
      return { refusal: { code: 'INTERNAL_ERROR', message } };
    });
    if (reply !== undefined && !this.closed) this.thread.json(InRecord.reply, { ...reply, id: request.id });
  }

  async close(): Promise<void> {
    this.closed = true;
    const topics = [...this.signals];
    this.signals.clear();
    await Promise.all(topics.map((topic) => this.deps.session.unsubscribe(topic, this.onSignal)));
  }

  /** The reply, or undefined when it went another way. */
  private async perform(request: HostRequest): Promise<Reply | undefined> {
    switch (request.op) {
      case 'history':
        return this.fetchHistory(request);
      case 'subscribe':
        return this.attach(request.query);
      case 'unsubscribe':
        return this.detach(request.query);
      case 'instrument': {
        const found = await this.deps.instruments.find(request.query);
        if (!found.ok) return found;
        this.thread.instrument(found.value.index, found.value.shape);
        return { instrument: found.value.index };
      }
      case 'listen':
        return this.listenTo(signalTopic(request.strategy, request.name));
    }
  }

  private async fetchHistory(request: Extract<HostRequest, { op: 'history' }>): Promise<Reply | undefined> {
    const answer = await this.deps.history.fetch(request.query, this.strategy);
    if (!answer.ok || this.closed) return answer.ok ? undefined : answer;
    const { known, shared, type, count } = answer.value;
    this.thread.instrument(known.index, known.shape);
    const result = this.thread.history(shared, { kind: type, count, correlation: request.id });
    if (result !== 'busy') return undefined;
    return { refusal: { code: 'HISTORY_BUSY', message: 'too many bytes of history wait to be read by this strategy' } };
  }

  private async attach(query: StreamQuery): Promise<Reply> {
    let stream: LiveStream | undefined;
    const attached = await this.deps.hub.attach(query, this.sink, (opened) => {
      stream = opened;
      this.follow(opened);
    });
    if (!attached.ok) {
      if (stream !== undefined) this.unfollow(stream);
      return attached;
    }
    if (this.closed) {
      await this.deps.hub.detach(query, this.sink);
      return {};
    }
    const { known, topic, status } = attached.value;
    this.thread.instrument(known.index, known.shape);
    return { instrument: known.index, value: { kind: query.kind, topic, status } };
  }

  private async detach(query: StreamQuery): Promise<Reply> {
    const stream = this.deps.hub.stream(query);
    if (stream !== undefined) this.unfollow(stream);
    await this.deps.hub.detach(query, this.sink);
    return {};
  }

  private async listenTo(topic: string): Promise<Reply> {
    if (this.signals.has(topic)) return {};
    // Known before it is confirmed: a close meanwhile gives it back.
    this.signals.add(topic);
    const options = { tries: SUBSCRIBE_TRIES, stopped: () => this.closed };
    const subscribed = await subscribe(this.deps, topic, this.onSignal, options);
    if (subscribed.ok) return {};
    this.signals.delete(topic);
    return { refusal: subscribed.refusal };
  }

  private signalIn(message: InboundMessage): void {
    const decoded = decodeMessage(message);
    if (this.closed) return;
    if (decoded.ok && message.payload.length <= MAX_SIGNAL_BYTES)
      return this.thread.json(InRecord.signal, decoded.value);
    const code = decoded.ok ? 'PAYLOAD_TOO_LARGE' : decoded.refusal.code;
    this.deps.log.warn({ event: 'signal.malformed', strategy: this.strategy, topic: message.topic, code });
  }
}
