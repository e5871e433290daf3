import { randomBytes } from 'node:crypto';
import type { Answer, ControlFrame } from '../extension.js';
import type { AssuredCtrl, AssuredValue } from '../protocol/assured-ctrl.js';
import { AssuredParam, AssuredType, encodeAssured } from '../protocol/assured-ctrl.js';
import type { AssuredMessage } from '../protocol/assured-message.js';
import { decodeAssuredMessage, toDirectFrame, toSpooledFrame } from '../protocol/assured-message.js';
import type { Malformed } from '../protocol/decode-result.js';
import { malformed } from '../protocol/decode-result.js';
import type { Subscriber } from '../routing/subscriber.js';
import type { Session } from '../session/session.js';
import type { GuaranteedCounters } from './counters.js';
import type { Endpoints } from './endpoints.js';
import { OK, UNKNOWN_QUEUE } from './endpoints.js';
import { PublisherFlow } from './flow/publisher-flow.js';
import type { SessionFlows } from './flow/session-flows.js';
import type { GuaranteedLimits } from './limits.js';
import { queueOfTopic } from './names.js';
import type { Queue } from './queue/queue.js';
import type { QueueStore } from './queue/queue-store.js';
import { QueueSubscriber } from './queue/queue-subscriber.js';
import type { PublisherRecord } from './spool/spool.js';

const OVER_QUOTA: Answer = { code: 503, text: 'Spool Over Quota' };
const NOT_READY: Answer = { code: 503, text: 'Assured Delivery Not Ready' };

/** Takes messages from publishers into queues. */
export class Publishing {
  /** By name, the longest unused first. */
  private readonly flows = new Map<string, PublisherFlow>();

  constructor(
    private readonly endpoints: Endpoints,
    private readonly store: QueueStore,
    private readonly sessions: SessionFlows,
    private readonly limits: GuaranteedLimits,
    private readonly counters: GuaranteedCounters,
    private readonly now: () => number,
  ) {}

  get flowCount(): number {
    return this.flows.size;
  }

  restore(records: readonly PublisherRecord[]): void {
    for (const { name, owner, lastId, usedAt } of records.toSorted((a, b) => a.usedAt - b.usedAt)) {
      const flow = new PublisherFlow(name, owner, lastId);
      flow.usedAt = usedAt;
      this.flows.set(name, flow);
    }
  }

  open(session: Session, request: AssuredCtrl, tag: number | null): void {
    const reply = (answer: Answer, params: readonly AssuredValue[]): void => {
      session.send(encodeAssured({ type: AssuredType.openFlow, correlationTag: tag, response: answer, params }));
    };
    const own = this.sessions.of(session);
    if (own.count >= this.limits.maxFlowsPerClient) return reply({ code: 503, text: 'Out Of Resources' }, []);
    const flow = this.findOrMake(session, request.params.text(AssuredParam.flowName) ?? '', request);
    if (flow === null) return reply({ code: 503, text: 'Unknown Flow Name' }, []);
    flow.session = session;
    flow.flowId = this.sessions.takeFlowId();
    flow.window = Math.max(1, Math.min(request.params.number(AssuredParam.window) ?? 255, this.limits.publisherWindow));
    own.publishers.set(flow.flowId, flow);
    const { flowId, lastId, window } = flow;
    // The answer acknowledges all that the flow has taken: it has to be stored by then, like everything acknowledged.
    this.store.committer.whenStored(() => {
      if (session.isClosed) return;
      reply(OK, [
        { id: AssuredParam.flowId, value: flowId, bytes: 4 },
        { id: AssuredParam.flowName, text: flow.name },
        { id: AssuredParam.publisherId, value: flowId, bytes: 4 },
        { id: AssuredParam.lastIdAcked, value: lastId, bytes: 8 },
        { id: AssuredParam.lastIdSent, value: lastId, bytes: 8 },
        { id: AssuredParam.window, value: window, bytes: 1 },
        { id: AssuredParam.transportWindow, value: window, bytes: 4 },
      ]);
    });
  }

  /** The publisher will not come back to the flow. */
  close(session: Session, request: AssuredCtrl, tag: number | null): void {
    const flowId = request.params.number(AssuredParam.flowId) ?? 0;
    const { publishers } = this.sessions.of(session);
    const flow = publishers.get(flowId);
    if (flow !== undefined) {
      publishers.delete(flowId);
      flow.detach();
      this.forget(flow);
    }
    const params: AssuredValue[] = [{ id: AssuredParam.flowId, value: flowId, bytes: 4 }];
    session.send(encodeAssured({ type: AssuredType.closeFlow, correlationTag: tag, response: OK, params }));
  }

  message(session: Session, frame: ControlFrame): Malformed | null {
    const decoded = decodeAssuredMessage(frame.bytes, frame.start, frame.end);
    if (!decoded.ok) return decoded;
    const message = decoded.value;
    const flow = this.sessions.of(session).publishers.get(message.flowId);
    if (flow === undefined) return malformed(`guaranteed message on unknown flow ${message.flowId}`);
    session.messagesIn += 1;
    session.host.counters.messagesIn += 1;
    const { committer } = this.store;
    const { batch } = committer;
    if (message.messageId > flow.lastId) this.takeIn(session, flow, frame, message);
    else {
      // A copy is acknowledged too: what was answered the first time may be lost.
      this.counters.duplicates += 1;
      flow.note(flow.lastId, null, batch);
    }
    if (flow.armedFor !== batch) {
      flow.armedFor = batch;
      committer.whenStored(() => flow.answer(batch));
    }
    if (committer.behind) session.waitFor(committer);
    return null;
  }

  /** A direct message of a topic that a queue has subscribed. */
  readonly direct = (queue: Queue, bytes: Buffer, start: number, end: number): void => {
    const decoded = decodeAssuredMessage(bytes, start, end);
    const refusal = decoded.ok ? this.refuse([queue], end - start) : null;
    if (!decoded.ok || refusal !== null || this.store.committer.full) {
      this.counters.refused += 1;
      return;
    }
    this.add(queue, toSpooledFrame(bytes, start, decoded.value), decoded.value);
  };

  private takeIn(session: Session, flow: PublisherFlow, frame: ControlFrame, message: AssuredMessage): void {
    flow.lastId = message.messageId;
    flow.usedAt = this.now();
    const refusal = this.route(session, frame, message);
    flow.note(message.messageId, refusal, this.store.committer.batch);
    if (refusal === null) this.counters.published += 1;
    else this.counters.refused += 1;
    const { name, owner, lastId, usedAt } = flow;
    this.store.committer.add({ kind: 'publisher', publisher: { name, owner, lastId, usedAt } });
  }

  private route(session: Session, frame: ControlFrame, message: AssuredMessage): Answer | null {
    if (this.store.committer.failing || this.store.committer.full) return NOT_READY;
    const { vpn, principal } = session.identity!;
    const { bytes, start, end } = frame;
    const queueName = queueOfTopic(message.topic);
    if (queueName !== null) {
      if (!principal.mayUseQueue(queueName)) return { code: 403, text: 'Publish ACL Denied' };
      const queue = this.endpoints.find(vpn.name, queueName);
      if (queue === null) return UNKNOWN_QUEUE;
      return this.spool([queue], frame, message);
    }
    if (!principal.mayPublish(bytes, message.topicStart, message.topicEnd)) {
      return { code: 403, text: 'Publish ACL Denied' };
    }
    const route = vpn.router.route(bytes, message.topicStart, message.topicEnd);
    const targets = route.groups === null ? route.targets.subscribers : vpn.router.select(route, false);
    const queues = targets.flatMap((target) => (target instanceof QueueSubscriber ? [target.queue] : []));
    const refusal = this.spool(queues, frame, message);
    if (refusal !== null) return refusal;
    if (targets.length > queues.length) this.deliverDirect(session, targets, toSpooledFrame(bytes, start, message));
    if (end > start && targets.length === 0) session.host.counters.unrouted += 1;
    return null;
  }

  private spool(queues: readonly Queue[], frame: ControlFrame, message: AssuredMessage): Answer | null {
    const refusal = this.refuse(queues, frame.end - frame.start);
    if (refusal !== null) return refusal;
    if (queues.length === 0) return null;
    const spooled = toSpooledFrame(frame.bytes, frame.start, message);
    for (const queue of queues) this.add(queue, spooled, message);
    return null;
  }

  /** All queues take a message, or none does. */
  private refuse(queues: readonly Queue[], bytes: number): Answer | null {
    const { maxMessageBytes, maxSpoolBytes, maxMessages, maxTemporaryBytes } = this.limits;
    if (bytes > maxMessageBytes) return { code: 503, text: 'Max Message Size Exceeded' };
    const more = bytes * queues.length;
    if (this.store.bytes + more > maxSpoolBytes || this.store.messages + queues.length > maxMessages) return OVER_QUOTA;
    for (const queue of queues) {
      if (!queue.definition.durable && this.store.temporaryBytes + more > maxTemporaryBytes) return OVER_QUOTA;
      const refusal = queue.refusal(bytes);
      if (refusal !== null && queue.definition.notifySender) return refusal;
    }
    return null;
  }

  private add(queue: Queue, frame: Buffer, message: AssuredMessage): void {
    // Only a queue that tells its publishers nothing gets here without room.
    if (queue.refusal(frame.length) !== null) {
      this.counters.dropped += 1;
      return;
    }
    const expires = queue.definition.respectTtl && message.ttlMs > 0;
    queue.add({
      id: this.store.takeId(),
      frame,
      bytes: frame.length,
      expiresAt: expires ? Math.min(this.now() + message.ttlMs, Number.MAX_SAFE_INTEGER) : 0,
      deadMessageEligible: message.deadMessageEligible,
      deliveries: 0,
      redelivered: false,
      deadReason: '',
      gone: false,
      pins: 0,
    });
  }

  private deliverDirect(session: Session, targets: readonly Subscriber[], spooled: Buffer): void {
    const frame = toDirectFrame(spooled);
    for (const target of targets) {
      if (target instanceof QueueSubscriber || (target.noLocal && target.id === session.id)) continue;
      target.deliver(frame, 0, frame.length, 1);
    }
  }

  private findOrMake(session: Session, wanted: string, request: AssuredCtrl): PublisherFlow | null {
    const { principal, vpn } = session.identity!;
    const owner = `${vpn.name}/${principal.username}`;
    const known = this.flows.get(wanted);
    if (known !== undefined) {
      if (known.owner !== owner) return null;
      // The old connection is dead without the broker having noticed.
      if (known.session !== null) this.sessions.of(known.session).publishers.delete(known.flowId);
      known.detach();
      this.flows.delete(wanted);
      this.flows.set(wanted, known);
      known.usedAt = this.now();
      return known;
    }
    const name = wanted === '' ? randomBytes(16).toString('hex') : wanted;
    // A flow that was forgotten goes on where the publisher says: that may repeat a message, but loses none.
    const lastId = wanted === '' ? 0 : (request.params.number(AssuredParam.lastIdAcked) ?? 0);
    const flow = new PublisherFlow(name, owner, lastId);
    flow.usedAt = this.now();
    if (this.flows.size >= this.limits.maxPublisherFlows) this.forgetOldest();
    this.flows.set(name, flow);
    return flow;
  }

  private forgetOldest(): void {
    for (const flow of this.flows.values()) {
      if (flow.session !== null) continue;
      this.forget(flow);
      return;
    }
  }

  private forget(flow: PublisherFlow): void {
    this.flows.delete(flow.name);
    this.store.committer.add({ kind: 'publisherGone', name: flow.name });
  }
}
