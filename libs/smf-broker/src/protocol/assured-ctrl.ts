import { readUint32 } from './bytes.js';
import { Protocol } from './constants.js';
import type { DecodeResult } from './decode-result.js';
import { decoded, malformed } from './decode-result.js';
import type { SmfHeader } from './smf-header.js';
import { encodeFrame } from './smf-header.js';

/** Only as much of the guaranteed-messaging control protocol as a refusal needs. */
export interface AssuredCtrlHead {
  readonly version: number;
  readonly type: number;
}

const CLIENT_ACK = 3;

export function decodeAssuredCtrlHead(bytes: Buffer, header: SmfHeader, end: number): DecodeResult<AssuredCtrlHead> {
  const start = header.bodyStart;
  if (end - start < 3) return malformed('assured control body is too short');
  const version = bytes[start] & 0x3f;
  if (version < 3) return decoded({ version, type: bytes[start + 1] >> 4 });
  if (end - start < 6 || start + readUint32(bytes, start + 2) > end) return malformed('assured control length');
  return decoded({ version, type: bytes[start + 1] });
}

/** Null for an acknowledgement, which has no reply. */
export function encodeAssuredRefusal(
  head: AssuredCtrlHead,
  correlationTag: number | null,
  code: number,
  text: string,
): Buffer | null {
  if (head.type === CLIENT_ACK) return null;
  const body =
    head.version < 3 ? Buffer.from([head.version, head.type << 4, 1, 0]) : Buffer.from([3, head.type, 0, 0, 0, 6]);
  return encodeFrame({ protocol: Protocol.assuredCtrl, correlationTag, response: { code, text }, body });
}
