import type { ControlFrame, ProtocolHandler } from '../extension.js';
import { AssuredType, decodeAssuredCtrl, encodeAssuredRefusal } from '../protocol/assured-ctrl.js';
import { Protocol } from '../protocol/constants.js';
import type { Malformed } from '../protocol/decode-result.js';
import type { Session } from '../session/session.js';
import type { Consuming } from './consuming.js';
import type { Provisioning } from './provisioning.js';
import type { Publishing } from './publishing.js';

export interface AssuredParts {
  readonly publishing: Publishing;
  readonly consuming: Consuming;
  readonly provisioning: Provisioning;
}

/** Hands requests about flows and queues to whom they concern. */
export class AssuredHandler implements ProtocolHandler {
  readonly protocol = Protocol.assuredCtrl;

  constructor(private readonly parts: () => AssuredParts) {}

  handle(session: Session, frame: ControlFrame): Malformed | null {
    const request = decodeAssuredCtrl(frame.bytes, frame.header, frame.end);
    if (!request.ok) return request;
    const { publishing, consuming, provisioning } = this.parts();
    const tag = frame.header.correlationTag;
    switch (request.value.type) {
      case AssuredType.openFlow:
        publishing.open(session, request.value, tag);
        return null;
      case AssuredType.closeFlow:
        publishing.close(session, request.value, tag);
        return null;
      case AssuredType.clientAck:
        return consuming.ack(session, request.value);
      case AssuredType.bind:
        consuming.bind(session, request.value, tag);
        return null;
      case AssuredType.unbind:
        consuming.unbind(session, request.value, tag);
        return null;
      case AssuredType.create:
        provisioning.create(session, request.value, tag);
        return null;
      case AssuredType.delete:
        provisioning.delete(session, request.value, tag);
        return null;
      case AssuredType.flowChangeUpdate:
        // The client's acknowledgement of ours; an answer to it is more than clients bear.
        return null;
      default: {
        const refusal = encodeAssuredRefusal(request.value, tag, 503, 'Service Unavailable');
        if (refusal !== null) session.send(refusal);
        return null;
      }
    }
  }
}
