import { USER } from './load.js';
import { Kind, type RawProtocol } from './protocol.js';

const LINE_FEED = 0x0a;
const ZERO = 0x30;
const NINE = 0x39;
const LINE_END_BYTES = 2;
const LETTER = { M: 0x4d, P: 0x50, I: 0x49, minus: 0x2d } as const;

const PING = 'PING\r\n';
const CONNECT = {
  verbose: false,
  pedantic: false,
  tls_required: false,
  lang: 'bench',
  version: '1',
  protocol: 1,
  user: USER.username,
  pass: USER.password,
};

/** Lines of text; a message's line ends with the length of the payload behind it. */
export class Nats implements RawProtocol {
  readonly hello = Buffer.from(`CONNECT ${JSON.stringify(CONNECT)}\r\n${PING}`);
  readonly pong = Buffer.from('PONG\r\n');
  kind: Kind = Kind.note;
  payloadStart = 0;
  payloadEnd = 0;
  private lastId = 0;

  /** Answered by the PONG of the PING behind it: an order without one would be answered by nothing. */
  subscribe(topic: string): Buffer {
    this.lastId += 1;
    return Buffer.from(`SUB ${subjectOf(topic)} ${this.lastId}\r\n${PING}`);
  }

  publish(topic: string, payload: Buffer, reply = ''): Buffer {
    const line = `PUB ${subjectOf(topic)} ${reply === '' ? '' : `${subjectOf(reply)} `}${payload.length}\r\n`;
    return Buffer.concat([Buffer.from(line), payload, Buffer.from('\r\n')]);
  }

  next(bytes: Buffer, at: number, limit: number): number {
    let feed = at;
    while (feed < limit && bytes[feed] !== LINE_FEED) feed += 1;
    if (feed === limit) return -1;
    if (bytes[at] !== LETTER.M) return this.line(bytes, at, feed);
    this.payloadStart = feed + 1;
    this.payloadEnd = feed + 1 + trailingNumber(bytes, feed - 1);
    this.kind = Kind.message;
    const end = this.payloadEnd + LINE_END_BYTES;
    return end > limit ? -1 : end;
  }

  private line(bytes: Buffer, at: number, feed: number): number {
    if (bytes[at] === LETTER.minus) throw new Error(`nats: ${bytes.toString('latin1', at, feed - 1)}`);
    if (bytes[at] !== LETTER.P) this.kind = Kind.note;
    else this.kind = bytes[at + 1] === LETTER.I ? Kind.ping : Kind.answer;
    return feed + 1;
  }
}

/** The number whose digits end before `end`; 0 when there are none. */
export function trailingNumber(bytes: Buffer, end: number): number {
  let value = 0;
  let scale = 1;
  for (let at = end - 1; bytes[at] >= ZERO && bytes[at] <= NINE; at -= 1) {
    value += (bytes[at] - ZERO) * scale;
    scale *= 10;
  }
  return value;
}

export function subjectOf(topic: string): string {
  return topic.replaceAll('/', '.');
}
