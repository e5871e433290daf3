import { readText, readUint32 } from './bytes.js';
import { ClientCtrlType, ClientParam, HeaderParam, Protocol } from './constants.js';
import type { DecodeResult } from './decode-result.js';
import { decoded, malformed } from './decode-result.js';
import type { ParamSpan, SmfHeader } from './smf-header.js';
import { encodeFrame, findParam } from './smf-header.js';

const CLIENT_CTRL_VERSION = 1;
const BODY_HEAD_BYTES = 6;
const PARAM_HEAD_BYTES = 5;
const MAX_PARAMS = 64;
/** Inbox topics carry the client name and must stay below the longest topic. */
export const CLIENT_NAME_MAX_BYTES = 160;

export interface ClientCtrlRequest {
  readonly type: 'login' | 'update';
  /** Empty when the request carries no credentials. */
  readonly username: string;
  readonly password: string;
  /** Null when the client leaves the choice to the broker. */
  readonly clientName: string | null;
  readonly vpn: string | null;
  readonly platform: string | null;
  readonly description: string | null;
  /** Seconds between keepalives; 0 when unknown (below a second or off). */
  readonly keepAliveSeconds: number;
  readonly noLocal: boolean;
  /** Priority for deliver-to-one messages, 1 (first) to 4. */
  readonly deliverToOnePriority: number;
}

export function decodeClientCtrl(bytes: Buffer, header: SmfHeader, end: number): DecodeResult<ClientCtrlRequest> {
  const start = header.bodyStart;
  if (end - start < BODY_HEAD_BYTES) return malformed('client control body is too short');
  if ((bytes[start] & 0x7f) !== CLIENT_CTRL_VERSION) return malformed(`client control version ${bytes[start]}`);
  const type = bytes[start + 1] & 0x7f;
  if (type !== ClientCtrlType.login && type !== ClientCtrlType.update) return malformed(`client control type ${type}`);
  const bodyEnd = start + readUint32(bytes, start + 2);
  if (bodyEnd < start + BODY_HEAD_BYTES || bodyEnd > end) return malformed('client control length does not fit');
  const params = readParams(bytes, start + BODY_HEAD_BYTES, bodyEnd);
  if (!params.ok) return params;
  const text = (id: number): string | null => {
    const span = findParam(params.value, id);
    return span === null ? null : readText(bytes, span.start, span.end, 'utf8');
  };
  const clientName = text(ClientParam.clientName);
  if (clientName !== null && Buffer.byteLength(clientName) > CLIENT_NAME_MAX_BYTES) {
    return malformed(`client name above ${CLIENT_NAME_MAX_BYTES} bytes`);
  }
  return decoded({
    type: type === ClientCtrlType.login ? 'login' : 'update',
    username: credential(bytes, header, HeaderParam.username),
    password: credential(bytes, header, HeaderParam.password),
    clientName: clientName === '' ? null : clientName,
    vpn: text(ClientParam.vpn),
    platform: text(ClientParam.platform),
    description: text(ClientParam.description),
    keepAliveSeconds: numberOf(bytes, findParam(params.value, ClientParam.keepAliveInterval)),
    noLocal: numberOf(bytes, findParam(params.value, ClientParam.noLocal)) !== 0,
    deliverToOnePriority: priorityOf(bytes, findParam(params.value, ClientParam.deliverToOnePriorities)),
  });
}

function readParams(bytes: Buffer, start: number, end: number): DecodeResult<ParamSpan[]> {
  const params: ParamSpan[] = [];
  let at = start;
  while (at < end) {
    if (at + PARAM_HEAD_BYTES > end) return malformed('client control parameter is cut off');
    const total = readUint32(bytes, at + 1);
    if (total < PARAM_HEAD_BYTES || at + total > end) return malformed('client control parameter runs over the body');
    params.push({ type: bytes[at] & 0x7f, start: at + PARAM_HEAD_BYTES, end: at + total });
    if (params.length > MAX_PARAMS) return malformed(`more than ${MAX_PARAMS} client control parameters`);
    at += total;
  }
  return decoded(params);
}

function credential(bytes: Buffer, header: SmfHeader, id: number): string {
  const span = findParam(header.params, id);
  if (span === null) return '';
  return Buffer.from(bytes.toString('latin1', span.start, span.end), 'base64').toString('utf8');
}

function numberOf(bytes: Buffer, span: ParamSpan | null): number {
  if (span === null) return 0;
  const length = span.end - span.start;
  return length >= 1 && length <= 4 ? bytes.readUIntBE(span.start, length) : 0;
}

function priorityOf(bytes: Buffer, span: ParamSpan | null): number {
  const priority = span !== null && span.end > span.start ? bytes[span.start] : 1;
  return priority >= 1 && priority <= 4 ? priority : 1;
}

export interface ClientCtrlReply {
  readonly type: 'login' | 'update';
  readonly correlationTag: number | null;
  readonly code: number;
  readonly text: string;
  readonly params: readonly ClientCtrlParam[];
}

export interface ClientCtrlParam {
  readonly id: number;
  readonly value: Buffer | string;
}

export function encodeClientCtrlReply(reply: ClientCtrlReply): Buffer {
  const params = reply.params.map(({ id, value }) => {
    const content = typeof value === 'string' ? Buffer.from(`${value}\0`) : value;
    const head = Buffer.alloc(PARAM_HEAD_BYTES);
    head[0] = id;
    head.writeUInt32BE(PARAM_HEAD_BYTES + content.length, 1);
    return Buffer.concat([head, content]);
  });
  const head = Buffer.alloc(BODY_HEAD_BYTES);
  head[0] = CLIENT_CTRL_VERSION;
  head[1] = ClientCtrlType[reply.type];
  head.writeUInt32BE(BODY_HEAD_BYTES + params.reduce((sum, param) => sum + param.length, 0), 2);
  return encodeFrame({
    protocol: Protocol.clientCtrl,
    correlationTag: reply.correlationTag,
    response: { code: reply.code, text: reply.text },
    body: Buffer.concat([head, ...params]),
  });
}
