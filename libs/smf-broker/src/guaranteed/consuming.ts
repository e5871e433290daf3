import type { Answer } from '../extension.js';
import type { AssuredCtrl, AssuredValue } from '../protocol/assured-ctrl.js';
import { AssuredParam, AssuredType, encodeAssured } from '../protocol/assured-ctrl.js';
import type { Malformed } from '../protocol/decode-result.js';
import { malformed } from '../protocol/decode-result.js';
import type { Session } from '../session/session.js';
import type { Endpoints } from './endpoints.js';
import { NOT_PERMITTED, OK, UNKNOWN_QUEUE } from './endpoints.js';
import { ConsumerFlow } from './flow/consumer-flow.js';
import type { SessionFlows } from './flow/session-flows.js';
import type { GuaranteedLimits } from './limits.js';
import type { Provisioning } from './provisioning.js';
import type { Queue } from './queue/queue.js';
import type { QueueMessage } from './queue/queue-message.js';
import { includes } from './queue/queue-definition.js';
import { describeQueue } from './wire-values.js';

const MAX_WINDOW = 255;
/** Flow type of a bind that only looks. */
const BROWSER = 2;

/** Binds consumers to queues and takes their acknowledgements. */
export class Consuming {
  constructor(
    private readonly endpoints: Endpoints,
    private readonly provisioning: Provisioning,
    private readonly sessions: SessionFlows,
    private readonly limits: GuaranteedLimits,
  ) {}

  bind(session: Session, request: AssuredCtrl, tag: number | null): void {
    const found = this.queueToBind(session, request);
    if (!('queue' in found)) {
      session.send(encodeAssured({ type: AssuredType.bind, correlationTag: tag, response: found, params: [] }));
      return;
    }
    const { queue } = found;
    const flow = new ConsumerFlow(
      this.sessions.takeFlowId(),
      queue,
      session,
      request.params.number(AssuredParam.flowType) === BROWSER,
      MAX_WINDOW,
      this.limits.maxUnackedPerFlow,
    );
    this.sessions.of(session).consumers.set(flow.flowId, flow);
    if (flow.browses) queue.browse(flow);
    else queue.flows.push(flow);
    queue.lingerUntil = 0;
    // A consumer that is told that it is not active waits for the news that it is, so only those get to know it that
    // asked to be kept informed.
    flow.wantsChanges = request.params.has(AssuredParam.wantFlowChange);
    const active = flow.browses || !flow.wantsChanges || queue.activates(flow);
    const params: AssuredValue[] = [
      { id: AssuredParam.flowId, value: flow.flowId, bytes: 4 },
      ...describeQueue(queue.definition, this.endpoints.granted(queue, session)),
      { id: AssuredParam.endpointId, value: queue.id, bytes: 4 },
      { id: AssuredParam.lastIdAcked, value: 0, bytes: 8 },
      { id: AssuredParam.lastIdSent, value: 0, bytes: 8 },
      { id: AssuredParam.activeFlow, value: active ? 1 : 0, bytes: 1 },
      { id: AssuredParam.spooledCount, value: Math.min(queue.depth, 0xffffffff), bytes: 4 },
      { id: AssuredParam.maxUnacked, value: this.limits.maxUnackedPerFlow, bytes: 4 },
    ];
    session.send(encodeAssured({ type: AssuredType.bind, correlationTag: tag, response: OK, params }));
  }

  unbind(session: Session, request: AssuredCtrl, tag: number | null): void {
    const flowId = request.params.number(AssuredParam.flowId) ?? 0;
    const { consumers } = this.sessions.of(session);
    const flow = consumers.get(flowId);
    consumers.delete(flowId);
    const params: AssuredValue[] = [{ id: AssuredParam.flowId, value: flowId, bytes: 4 }];
    session.send(encodeAssured({ type: AssuredType.unbind, correlationTag: tag, response: OK, params }));
    flow?.queue.release(flow);
  }

  /** What has arrived, what is settled, and how much more may come. */
  ack(session: Session, request: AssuredCtrl): Malformed | null {
    const { params } = request;
    const flow = this.sessions.of(session).consumers.get(params.number(AssuredParam.flowId) ?? 0);
    const ranges = params.ackRanges();
    if (ranges === null) return malformed('application acknowledgement range');
    // The flow was unbound while the acknowledgement was on its way: what it had has been given to others already.
    if (flow === undefined) return null;
    flow.transportAck(params.number(AssuredParam.lastIdAcked), params.number(AssuredParam.window));
    for (const { from, to, outcome } of ranges) {
      // Ranges come again in later acknowledgements: what is settled is not found any more.
      for (const message of flow.unackedIn(from, to)) {
        if (flow.browses) this.removeByBrowser(flow, message);
        else flow.queue.settle(flow, message, outcome);
      }
    }
    flow.queue.dispatch();
    return null;
  }

  /** A browser may remove what it has seen, if it may consume. */
  private removeByBrowser(flow: ConsumerFlow, message: QueueMessage): void {
    if (includes(this.endpoints.granted(flow.queue, flow.session), 'consume')) flow.queue.take(message);
  }

  /** Ends all flows of a queue that is about to go. */
  expel(queue: Queue, reason: Answer): void {
    for (const flow of [...queue.flows, ...queue.browsers.flows]) {
      this.sessions.of(flow.session).consumers.delete(flow.flowId);
      const params: AssuredValue[] = [{ id: AssuredParam.flowId, value: flow.flowId, bytes: 4 }];
      flow.session.send(encodeAssured({ type: AssuredType.unbind, response: reason, params }));
    }
  }

  private queueToBind(session: Session, request: AssuredCtrl): { readonly queue: Queue } | Answer {
    const { params } = request;
    const { vpn, principal } = session.identity!;
    if (params.has(AssuredParam.topicEndpointName)) return { code: 503, text: 'Unknown Durable Topic Endpoint' };
    if (params.has(AssuredParam.selector) && params.text(AssuredParam.selector) !== '') {
      return { code: 400, text: 'Invalid Selector' };
    }
    const name = params.text(AssuredParam.queueName) ?? '';
    if (this.sessions.of(session).count >= this.limits.maxFlowsPerClient)
      return { code: 503, text: 'Out Of Resources' };
    const temporary = this.provisioning.temporaryFor(session, name, params);
    if (temporary !== null && 'code' in temporary) return temporary;
    if (temporary === null && !principal.mayUseQueue(name)) return NOT_PERMITTED;
    const queue = temporary?.queue ?? this.endpoints.find(vpn.name, name);
    if (queue === null) return UNKNOWN_QUEUE;
    const wanted = params.number(AssuredParam.flowType) === BROWSER ? 'readOnly' : 'consume';
    if (!includes(this.endpoints.granted(queue, session), wanted)) return NOT_PERMITTED;
    if (queue.flows.length + queue.browsers.flows.length >= this.limits.maxFlowsPerQueue)
      return { code: 503, text: 'Max clients exceeded for queue' };
    return { queue };
  }
}
