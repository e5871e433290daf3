import type { Answer } from '../extension.js';
import type { AssuredCtrl, AssuredParams, AssuredValue } from '../protocol/assured-ctrl.js';
import { AssuredParam, AssuredType, encodeAssured } from '../protocol/assured-ctrl.js';
import type { Session } from '../session/session.js';
import type { Endpoints } from './endpoints.js';
import { NOT_PERMITTED, OK, UNKNOWN_QUEUE } from './endpoints.js';
import type { GuaranteedLimits } from './limits.js';
import { isQueueName, isTemporaryName } from './names.js';
import type { Queue } from './queue/queue.js';
import type { QueueDefinition } from './queue/queue-definition.js';
import { DEAD_MESSAGE_QUEUE, includes } from './queue/queue-definition.js';
import type { QueueStore } from './queue/queue-store.js';
import { accessOf, describeQueue, notifySenderOf, permissionOf } from './wire-values.js';

const MB = 1_000_000;
const OUT_OF_RESOURCES: Answer = { code: 503, text: 'Max Endpoints Exceeded' };

/** Makes and removes queues on the request of clients. */
export class Provisioning {
  constructor(
    private readonly endpoints: Endpoints,
    private readonly store: QueueStore,
    private readonly limits: GuaranteedLimits,
    private readonly removed: (queue: Queue) => void,
  ) {}

  /** Answered once the spool has the queue. */
  create(session: Session, request: AssuredCtrl, tag: number | null): void {
    const made = this.make(session, request.params);
    const done = 'queue' in made;
    const params = done ? describeQueue(made.queue.definition, this.endpoints.granted(made.queue, session)) : [];
    this.reply(session, AssuredType.create, tag, done ? OK : made, params);
  }

  /** Answered once the spool has forgotten the queue. */
  delete(session: Session, request: AssuredCtrl, tag: number | null): void {
    const name = request.params.text(AssuredParam.queueName) ?? '';
    const { vpn, principal } = session.identity!;
    const queue = this.endpoints.find(vpn.name, name);
    const answer =
      queue === null
        ? UNKNOWN_QUEUE
        : principal.mayUseQueue(name) && includes(this.endpoints.granted(queue, session), 'delete')
          ? OK
          : NOT_PERMITTED;
    if (queue !== null && answer === OK) {
      this.removed(queue);
      this.endpoints.remove(queue);
    }
    this.reply(session, AssuredType.delete, tag, answer, [{ id: AssuredParam.queueName, text: name }]);
  }

  /** The temporary queue that a bind names, made when it is new; null when the bind is not about one. */
  temporaryFor(session: Session, name: string, params: AssuredParams): { readonly queue: Queue } | Answer | null {
    const durable = (params.number(AssuredParam.durability) ?? 1) === 1;
    if (durable && !isTemporaryName(name)) return null;
    if (!isTemporaryName(name)) return { code: 400, text: 'Invalid Queue Name' };
    const known = this.endpoints.find(session.identity!.vpn.name, name);
    if (known !== null) return this.endpoints.isOwnTemporary(known, session) ? { queue: known } : NOT_PERMITTED;
    const queue = this.endpoints.create(this.define(session, name, params, false));
    if (queue === null) return OUT_OF_RESOURCES;
    if (this.endpoints.adopt(queue, session)) return { queue };
    this.endpoints.remove(queue);
    return { code: 503, text: 'No More Non-Durable Queue or TE' };
  }

  private make(session: Session, params: AssuredParams): { readonly queue: Queue } | Answer {
    const name = params.text(AssuredParam.queueName) ?? '';
    const { vpn, principal } = session.identity!;
    if (params.has(AssuredParam.topicEndpointName)) return { code: 503, text: 'Topic Endpoints Not Supported' };
    if (isTemporaryName(name) || (params.number(AssuredParam.durability) ?? 1) !== 1) {
      return this.temporaryFor(session, name, params) ?? { code: 400, text: 'Invalid Queue Name' };
    }
    if (!isQueueName(name)) return { code: 400, text: 'Invalid Queue Name' };
    if (!principal.mayUseQueue(name)) return NOT_PERMITTED;
    if (this.endpoints.find(vpn.name, name) !== null) return { code: 400, text: 'Already Exists' };
    const queue = this.endpoints.create(this.define(session, name, params, true));
    return queue === null ? OUT_OF_RESOURCES : { queue };
  }

  private define(session: Session, name: string, params: AssuredParams, durable: boolean): QueueDefinition {
    const { vpn, principal } = session.identity!;
    const quotaMb = params.number(AssuredParam.quotaMb);
    const { queueQuotaBytes, maxTemporaryBytes, maxMessageBytes } = this.limits;
    const most = durable ? queueQuotaBytes : Math.min(queueQuotaBytes, maxTemporaryBytes);
    return {
      vpn: vpn.name,
      name,
      durable,
      access: accessOf(params.number(AssuredParam.accessType), 'exclusive'),
      owner: principal.username,
      othersPermission: permissionOf(params.number(AssuredParam.othersPermission), 'none'),
      quotaBytes: quotaMb === null ? most : quotaMb * MB,
      maxMessageBytes: Math.min(params.number(AssuredParam.maxMessageSize) ?? maxMessageBytes, maxMessageBytes),
      respectTtl: (params.number(AssuredParam.respectTtl) ?? 0) === 1,
      maxRedelivery: params.number(AssuredParam.maxRedelivery) ?? 0,
      notifySender: notifySenderOf(params.number(AssuredParam.behaviour)),
      deadMessageQueue: DEAD_MESSAGE_QUEUE,
    };
  }

  private reply(session: Session, type: number, tag: number | null, answer: Answer, params: AssuredValue[]): void {
    this.store.committer.whenStored(() => {
      if (!session.isClosed) session.send(encodeAssured({ type, correlationTag: tag, response: answer, params }));
    });
  }
}
