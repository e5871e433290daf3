import {
  loginFrame,
  messageFrame,
  parseFrame,
  subscriptionFrame,
  type RawFrame,
} from '../../libs/smf-broker/src/testing/raw-frames.js';
import { Assured } from '../../libs/smf-broker/src/testing/raw-assured.js';
import { USER } from './load.js';
import { Kind, type RawProtocol } from './protocol.js';

const HEADER_BYTES = 12;
const MESSAGE = 0x0d;
const ASSURED_CONTROL = 0x09;
const OK = 200;

/** Frames of the event broker's protocol: the lengths stand in the header. */
export class Smf implements RawProtocol {
  readonly hello = loginFrame(USER);
  readonly pong = Buffer.alloc(0);
  kind: Kind = Kind.note;
  payloadStart = 0;
  payloadEnd = 0;
  private lastTag = 0;
  private answer: RawFrame | null = null;

  subscribe(topic: string): Buffer {
    this.lastTag += 1;
    return subscriptionFrame(0, topic, this.lastTag);
  }

  publish(topic: string, payload: Buffer): Buffer {
    return messageFrame(topic, payload);
  }

  next(bytes: Buffer, at: number, limit: number): number {
    if (limit - at < HEADER_BYTES) return -1;
    const end = at + readUint32(bytes, at + 8);
    if (end > limit) return -1;
    this.payloadStart = at + readUint32(bytes, at + 4);
    this.payloadEnd = end;
    if ((bytes[at + 1] & 0x3f) === MESSAGE) this.kind = Kind.message;
    else this.control(bytes.subarray(at, end));
    return end;
  }

  /** What the last request got. */
  lastAnswer(): RawFrame {
    if (this.answer === null) throw new Error('nothing was asked');
    return this.answer;
  }

  private control(bytes: Buffer): void {
    const { code, text, protocol, body } = parseFrame(bytes);
    if (code !== null && code !== OK) throw new Error(`smf: ${code} ${text}`);
    // Nobody waits for an acknowledgement as for an answer: it comes by itself, as a message does.
    const acknowledges = protocol === ASSURED_CONTROL && body[1] === Assured.clientAck;
    this.kind = acknowledges ? Kind.message : Kind.answer;
    // The bytes are overwritten by the next read.
    if (!acknowledges) this.answer = parseFrame(Buffer.from(bytes));
  }
}

function readUint32(bytes: Buffer, at: number): number {
  return ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0;
}
