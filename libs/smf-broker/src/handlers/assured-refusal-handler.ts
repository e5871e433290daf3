import type { ControlFrame, ProtocolHandler } from '../extension.js';
import { decodeAssuredCtrlHead, encodeAssuredRefusal } from '../protocol/assured-ctrl.js';
import { Protocol } from '../protocol/constants.js';
import type { Malformed } from '../protocol/decode-result.js';
import type { Session } from '../session/session.js';

/**
 * Stands in for guaranteed messaging. The capabilities do not offer it, so clients do not ask; one that asks all the same
 * gets a refusal at once instead of a connect timeout.
 */
export class AssuredRefusalHandler implements ProtocolHandler {
  readonly protocol = Protocol.assuredCtrl;

  handle(session: Session, frame: ControlFrame): Malformed | null {
    const head = decodeAssuredCtrlHead(frame.bytes, frame.header, frame.end);
    if (!head.ok) return head;
    session.host.counters.assuredRefused += 1;
    const refusal = encodeAssuredRefusal(head.value, frame.header.correlationTag, 503, 'Service Unavailable');
    if (refusal !== null) session.send(refusal);
    return null;
  }
}
