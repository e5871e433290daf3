import type { Answer, BrokerExtension, ControlFrame, ExtensionHost, ProtocolHandler } from '../extension.js';
import type { CapabilityName } from '../protocol/capabilities.js';
import type { Malformed } from '../protocol/decode-result.js';
import { parseSubscription } from '../routing/subscription-pattern.js';
import type { SubscriptionRequest } from '../protocol/subscription-message.js';
import type { Session } from '../session/session.js';
import { AssuredHandler } from './assured-handler.js';
import { Consuming } from './consuming.js';
import type { GuaranteedCounters } from './counters.js';
import { createGuaranteedCounters } from './counters.js';
import { Endpoints } from './endpoints.js';
import { SessionFlows } from './flow/session-flows.js';
import type { GuaranteedLimits } from './limits.js';
import { resolveGuaranteedLimits } from './limits.js';
import { Provisioning } from './provisioning.js';
import { Publishing } from './publishing.js';
import type { DeadReason, QueueEvents } from './queue/queue.js';
import { Queue } from './queue/queue.js';
import type { QueueMessage } from './queue/queue-message.js';
import type { QueueOptions } from './queue/queue-options.js';
import { checkQueues, toDefinition, wire } from './queue/queue-options.js';
import { QueueStore } from './queue/queue-store.js';
import { Committer } from './spool/committer.js';
import type { SpoolContents } from './spool/spool.js';
import { Spool } from './spool/spool.js';
import type { GuaranteedStats, MessageInfo, QueueInfo } from './stats.js';
import { describeForPeople, messagesForPeople } from './stats.js';
import { MemorySpool } from './spool/memory-spool.js';

export interface GuaranteedOptions {
  /** Where messages are kept; default: in memory. */
  readonly spool?: Spool;
  readonly limits?: Partial<GuaranteedLimits>;
  /** Durable queues that have to be there; one that is there already is made as it is described here. */
  readonly queues?: readonly QueueOptions[];
  /** Milliseconds since the Unix epoch; default: the machine's clock. */
  readonly now?: () => number;
  /** Told what the operator should know of. */
  readonly report?: (event: GuaranteedEvent) => void;
}

export type GuaranteedEvent =
  | { readonly kind: 'spoolFailed'; readonly error: unknown }
  | { readonly kind: 'spoolRecovered' }
  | { readonly kind: 'messageDead'; readonly queue: string; readonly reason: DeadReason; readonly moved: boolean }
  | { readonly kind: 'messageLost'; readonly queue: string; readonly id: number };

/** What exists while the broker runs. */
interface Parts {
  readonly committer: Committer;
  readonly store: QueueStore;
  readonly endpoints: Endpoints;
  readonly publishing: Publishing;
  readonly consuming: Consuming;
  readonly provisioning: Provisioning;
  readonly sessions: SessionFlows;
  readonly sweep: NodeJS.Timeout;
}

/** Guaranteed messaging: queues, publishers and consumers that acknowledge, messages that are kept until then. */
export class GuaranteedMessaging implements BrokerExtension {
  readonly capabilities: readonly CapabilityName[] = [
    'guaranteedSubscribe',
    'temporaryEndpoint',
    'guaranteedPublish',
    'browser',
    'endpointManagement',
    'endpointTtl',
    'queueSubscriptions',
    'flowChangeUpdates',
    'settlementOutcomes',
  ];
  readonly maxGuaranteedBytes: number;
  readonly handlers: readonly ProtocolHandler[];
  readonly counters: GuaranteedCounters = createGuaranteedCounters();
  private readonly limits: GuaranteedLimits;
  private readonly spool: Spool;
  private readonly now: () => number;
  private parts: Parts | null = null;

  /** Throws `SmfBrokerError` OPTION_INVALID. */
  constructor(private readonly options: GuaranteedOptions = {}) {
    this.limits = resolveGuaranteedLimits(options.limits);
    checkQueues(options.queues ?? []);
    this.maxGuaranteedBytes = this.limits.maxMessageBytes;
    this.spool = options.spool ?? new MemorySpool();
    this.now = options.now ?? (() => Math.floor(performance.timeOrigin + performance.now()));
    this.handlers = [new AssuredHandler(() => this.running)];
  }

  start(host: ExtensionHost): void {
    const contents = this.spool.load();
    const committer = new Committer(this.spool, {
      maxWaitingBytes: this.limits.maxWaitingBytes,
      retryMs: this.limits.commitRetryMs,
      onFailure: (error) => this.options.report?.({ kind: 'spoolFailed', error }),
      onRecovery: () => this.options.report?.({ kind: 'spoolRecovered' }),
    });
    const store = new QueueStore(this.spool, committer, this.limits.maxHeldBytes, highestId(contents));
    const sessions = new SessionFlows();
    const firstQueueId = contents.queues.reduce((highest, { queueId }) => Math.max(highest, queueId), 0) + 1;
    const endpoints: Endpoints = new Endpoints(
      host.vpns,
      this.limits,
      store,
      this.queueEvents(),
      (queue, bytes, start, end) => publishing.direct(queue, bytes, start, end),
      firstQueueId,
    );
    const publishing = new Publishing(endpoints, store, sessions, this.limits, this.counters, this.now);
    const provisioning = new Provisioning(endpoints, store, this.limits, (queue) =>
      consuming.expel(queue, { code: 503, text: 'Queue Shutdown' }),
    );
    const consuming = new Consuming(endpoints, provisioning, sessions, this.limits);
    this.restore(contents, endpoints, store);
    publishing.restore(contents.publishers);
    for (const queue of this.options.queues ?? [])
      endpoints.ensure(toDefinition(queue, this.limits), queue.topics ?? []);
    const sweep = setInterval(() => this.sweep(), this.limits.sweepMs).unref();
    this.parts = { committer, store, endpoints, publishing, consuming, provisioning, sessions, sweep };
  }

  /** Stores what is left. Rejects when the storage fails. */
  async stop(): Promise<void> {
    const { parts } = this;
    if (parts === null) return;
    this.parts = null;
    clearInterval(parts.sweep);
    parts.endpoints.detachAll();
    try {
      await parts.committer.close();
    } finally {
      await this.spool.close();
    }
  }

  onAssuredMessage(session: Session, frame: ControlFrame): Malformed | null {
    return this.running.publishing.message(session, frame);
  }

  onQueueSubscription(session: Session, request: SubscriptionRequest): Answer {
    const { endpoints } = this.running;
    const queue = request.queue ?? '';
    return request.operation === 'addQueue'
      ? endpoints.subscribe(session, queue, request.subscription)
      : endpoints.unsubscribe(session, queue, request.subscription);
  }

  onSessionDown(session: Session): void {
    const { parts } = this;
    const flows = parts?.sessions.take(session);
    if (parts === null || flows === null || flows === undefined) return;
    for (const flow of flows.publishers.values()) flow.detach();
    for (const flow of flows.consumers.values()) flow.queue.release(flow);
    parts.endpoints.startLinger(session, this.now() + this.limits.temporaryLingerMs);
  }

  stats(): GuaranteedStats {
    const queues = this.queues();
    const sum = (of: (queue: Queue) => number): number => queues.reduce((total, queue) => total + of(queue), 0);
    const { store, publishing, committer } = this.running;
    return {
      ...this.counters,
      queues: queues.length,
      messages: store.messages,
      bytes: store.bytes,
      unacked: sum((queue) => queue.unacked),
      acknowledged: sum((queue) => queue.acknowledged),
      redelivered: sum((queue) => queue.redelivered),
      dead: sum((queue) => queue.dead),
      publisherFlows: publishing.flowCount,
      consumerFlows: sum((queue) => queue.flows.length + queue.browsers.flows.length),
      spoolBytes: this.spool.sizeBytes(),
      commits: committer.commits,
      failing: committer.failing,
    };
  }

  queueInfos(): QueueInfo[] {
    return this.queues().map(describeForPeople);
  }

  /** The first messages that wait in a queue; null when there is no such queue. */
  messages(vpn: string, name: string, limit: number): MessageInfo[] | null {
    const queue = this.running.endpoints.find(vpn, wire(name));
    return queue === null ? null : messagesForPeople(queue, limit);
  }

  /** All queues, for tests. */
  queues(): Queue[] {
    return this.parts?.endpoints.all() ?? [];
  }

  private get running(): Parts {
    if (this.parts === null) throw new Error('guaranteed messaging is not started');
    return this.parts;
  }

  private restore(contents: SpoolContents, endpoints: Endpoints, store: QueueStore): void {
    const byId = new Map<number, Queue>();
    for (const { queueId, definition } of contents.queues) {
      const queue = new Queue(queueId, definition, store, this.queueEvents(), contents.marks.get(queueId) ?? 0);
      byId.set(queueId, queue);
      endpoints.register(queue);
    }
    for (const { queueId, topic } of contents.topics) {
      const [queue, pattern] = [byId.get(queueId), parseSubscription(topic)];
      if (queue !== undefined && pattern !== null) endpoints.attach(queue, pattern);
    }
    for (const { queueId, ...record } of contents.messages) {
      const queue = byId.get(queueId);
      const redelivered = record.deliveries > 0 || record.id <= (queue?.highestId ?? 0);
      queue?.restore({ ...record, frame: null, redelivered, gone: false, pins: 0 });
    }
  }

  private queueEvents(): QueueEvents {
    return {
      now: this.now,
      onDead: (queue, message, reason) => this.onDead(queue, message, reason),
      onLost: (queue, message) => {
        this.counters.lost += 1;
        this.options.report?.({ kind: 'messageLost', queue: queue.definition.name, id: message.id });
      },
    };
  }

  private onDead(queue: Queue, message: QueueMessage, reason: DeadReason): void {
    const moved = this.moveToDead(queue, message, reason);
    if (moved) this.counters.deadMoved += 1;
    else this.counters.deadDropped += 1;
    this.options.report?.({ kind: 'messageDead', queue: queue.definition.name, reason, moved });
  }

  private moveToDead(queue: Queue, message: QueueMessage, reason: DeadReason): boolean {
    const { vpn, name, deadMessageQueue } = queue.definition;
    const { endpoints, store } = this.running;
    const target = endpoints.find(vpn, deadMessageQueue);
    const frame = queue.frameOf(message);
    // A message that dies in the dead-message queue itself is gone: it would come back for ever.
    if (!message.deadMessageEligible || target === null || target === queue || frame === null) return false;
    if (target.refusal(frame.length) !== null) return false;
    target.add({
      ...message,
      id: store.takeId(),
      frame,
      expiresAt: 0,
      deliveries: 0,
      redelivered: false,
      deadReason: `${reason} in ${name}`,
      gone: false,
      pins: 0,
    });
    return true;
  }

  private sweep(): void {
    const { endpoints } = this.running;
    const now = this.now();
    for (const queue of endpoints.abandoned(now)) endpoints.remove(queue);
    for (const queue of endpoints.all()) queue.expire(now);
  }
}

/** No id that any client may have seen is given again. */
function highestId(contents: SpoolContents): number {
  let highest = contents.lastId;
  for (const mark of contents.marks.values()) highest = Math.max(highest, mark);
  for (const { id } of contents.messages) highest = Math.max(highest, id);
  return highest;
}
