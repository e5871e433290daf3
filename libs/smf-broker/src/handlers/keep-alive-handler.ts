import type { ControlFrame, ProtocolHandler } from '../extension.js';
import { Protocol } from '../protocol/constants.js';
import type { Malformed } from '../protocol/decode-result.js';
import { encodeFrame } from '../protocol/smf-header.js';
import type { Session } from '../session/session.js';

const ANSWER = encodeFrame({ protocol: Protocol.keepAlive });

export class KeepAliveHandler implements ProtocolHandler {
  readonly protocol = Protocol.keepAlive;

  handle(session: Session, _frame: ControlFrame): Malformed | null {
    const identity = session.identity!;
    // An interval below a second is announced as 0, like none at all; the first keepalive tells the two apart.
    if (identity.keepAliveSeconds === 0) identity.keepAliveSeconds = 1;
    session.send(ANSWER);
    return null;
  }
}
