import { randomBytes } from 'node:crypto';
import type { ControlFrame, ProtocolHandler } from '../extension.js';
import { encodeCapabilities } from '../protocol/capabilities.js';
import type { ClientCtrlParam, ClientCtrlRequest } from '../protocol/client-ctrl.js';
import { decodeClientCtrl, encodeClientCtrlReply } from '../protocol/client-ctrl.js';
import { ClientParam, Protocol } from '../protocol/constants.js';
import type { Malformed } from '../protocol/decode-result.js';
import { malformed } from '../protocol/decode-result.js';
import type { Identity, Session } from '../session/session.js';

const PLATFORM = 'development broker';

/** Login and rename. */
export class ClientCtrlHandler implements ProtocolHandler {
  readonly protocol = Protocol.clientCtrl;

  handle(session: Session, frame: ControlFrame): Malformed | null {
    const request = decodeClientCtrl(frame.bytes, frame.header, frame.end);
    if (!request.ok) return request;
    const tag = frame.header.correlationTag;
    if (session.identity !== null) {
      if (request.value.type === 'login') return malformed('second login', 'ALREADY_LOGGED_IN');
      this.rename(session, session.identity, request.value, tag);
      return null;
    }
    if (request.value.type !== 'login') return malformed('update before the login', 'NOT_LOGGED_IN');
    this.login(session, request.value, tag);
    return null;
  }

  private login(session: Session, request: ClientCtrlRequest, tag: number | null): void {
    const { host } = session;
    const admission = host.admit(session, request);
    if (!admission.ok) {
      const { code, text } = admission;
      host.loginRefused(session, request.username, { code, text });
      session.send(encodeClientCtrlReply({ type: 'login', correlationTag: tag, code, text, params: [] }));
      session.close({ code: 'LOGIN_REFUSED', detail: `${code} ${text}` });
      return;
    }
    const identity: Identity = {
      vpn: admission.vpn,
      principal: admission.principal,
      clientName: admission.clientName,
      inboxBase: inboxBase(host.routerName, admission.clientName),
      noLocal: request.noLocal,
      deliverToOnePriority: request.deliverToOnePriority,
      keepAliveSeconds: request.keepAliveSeconds,
      platform: request.platform,
    };
    session.establish(identity);
    const capabilities = encodeCapabilities(host.capabilities, {
      maxDirectBytes: host.limits.maxMessageBytes,
      ...(host.maxGuaranteedBytes === undefined ? {} : { maxGuaranteedBytes: host.maxGuaranteedBytes }),
    });
    const params: ClientCtrlParam[] = [
      { id: ClientParam.platform, value: PLATFORM },
      { id: ClientParam.clientName, value: identity.clientName },
      { id: ClientParam.vpn, value: identity.vpn.name },
      { id: ClientParam.inboxBase, value: wireText(identity.inboxBase) },
      { id: ClientParam.capabilities, value: capabilities },
      { id: ClientParam.virtualRouterName, value: `v:${host.routerName}` },
      { id: ClientParam.routerName, value: host.routerName },
    ];
    session.send(encodeClientCtrlReply({ type: 'login', correlationTag: tag, code: 200, text: 'OK', params }));
    host.sessionUp(session);
  }

  private rename(session: Session, identity: Identity, request: ClientCtrlRequest, tag: number | null): void {
    const name = request.clientName;
    const reply = (code: number, text: string, params: ClientCtrlParam[]): void => {
      session.send(encodeClientCtrlReply({ type: 'update', correlationTag: tag, code, text, params }));
    };
    if (name === null || name === identity.clientName) {
      reply(200, 'OK', []);
      return;
    }
    if (!session.host.rename(session, name)) {
      reply(403, 'Client Name Already In Use', []);
      return;
    }
    identity.inboxBase = inboxBase(session.host.routerName, name);
    reply(200, 'OK', [
      { id: ClientParam.clientName, value: name },
      { id: ClientParam.inboxBase, value: wireText(identity.inboxBase) },
    ]);
  }
}

/**
 * Where replies to a client go. The random level keeps late replies to an earlier session of the same name away, and a
 * client whose name is a wildcard out of the inboxes of others.
 */
function inboxBase(routerName: string, clientName: string): string {
  const level = Buffer.from(clientName).toString('latin1');
  return `#P2P/v:${routerName}/${randomBytes(6).toString('hex')}/${level}`;
}

function wireText(latin1: string): Buffer {
  return Buffer.from(`${latin1}\0`, 'latin1');
}
