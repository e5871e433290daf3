import type { Answer, ControlFrame, ProtocolHandler } from '../extension.js';
import { Protocol } from '../protocol/constants.js';
import type { Malformed } from '../protocol/decode-result.js';
import type { SubscriptionRequest } from '../protocol/subscription-message.js';
import { decodeSubscription, encodeSubscriptionReply } from '../protocol/subscription-message.js';
import { parseSubscription } from '../routing/subscription-pattern.js';
import type { Identity, Session } from '../session/session.js';

const OK: Answer = { code: 200, text: 'OK' };

/** Adds and removes subscriptions, confirmed where the client asks for it. */
export class SubscriptionHandler implements ProtocolHandler {
  readonly protocol = Protocol.subscription;

  handle(session: Session, frame: ControlFrame): Malformed | null {
    const request = decodeSubscription(frame.bytes, frame.header, frame.end);
    if (!request.ok) return request;
    const answer = this.apply(session, session.identity!, request.value);
    // A refusal is told even to clients that did not ask for a confirmation, if they gave a tag to tell it by.
    const tag = frame.header.correlationTag;
    if (request.value.responseRequired || (answer.code !== 200 && tag !== null)) {
      session.send(encodeSubscriptionReply(request.value, tag, answer.code, answer.text));
    }
    return null;
  }

  private apply(session: Session, identity: Identity, request: SubscriptionRequest): Answer {
    switch (request.operation) {
      case 'add':
        return this.add(session, identity, request);
      case 'remove':
        return identity.vpn.router.unsubscribe(session, request.subscription)
          ? OK
          : { code: 400, text: 'Subscription Not Found' };
      case 'addQueue':
      case 'removeQueue':
        for (const extension of session.host.extensions) {
          if (extension.onQueueSubscription !== undefined) return extension.onQueueSubscription(session, request);
        }
        session.host.counters.assuredRefused += 1;
        return { code: 503, text: 'Service Unavailable' };
    }
  }

  private add(session: Session, identity: Identity, request: SubscriptionRequest): Answer {
    const { router } = identity.vpn;
    const pattern = parseSubscription(request.subscription);
    if (pattern === null) return { code: 400, text: 'Subscription Parse Error' };
    if (!identity.principal.maySubscribe(pattern, identity.inboxBase)) {
      return { code: 403, text: 'Subscription ACL Denied' };
    }
    if (router.subscriptionsOf(session) >= session.host.limits.maxSubscriptionsPerClient) {
      return { code: 400, text: 'Max Num Subscriptions Exceeded' };
    }
    return router.subscribe(session, pattern, request.deliverAlways)
      ? OK
      : { code: 400, text: 'Subscription Already Exists' };
  }
}
