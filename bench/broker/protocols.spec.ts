import { describe, expect, it } from '@jest/globals';
import { keepAliveFrame } from '../../libs/smf-broker/src/testing/raw-frames.js';
import { Nats, trailingNumber } from './nats.js';
import { Kind, type RawProtocol } from './protocol.js';
import { Smf } from './smf.js';

interface Piece {
  readonly kind: Kind;
  readonly payload: string;
}

/** All pieces before `limit`, and where the next one begins. */
function cut(protocol: RawProtocol, bytes: Buffer, limit: number): { pieces: Piece[]; rest: number } {
  const pieces: Piece[] = [];
  let at = 0;
  for (;;) {
    const end = protocol.next(bytes, at, limit);
    if (end < 0) return { pieces, rest: at };
    const { kind, payloadStart, payloadEnd } = protocol;
    pieces.push({ kind, payload: kind === Kind.message ? bytes.toString('latin1', payloadStart, payloadEnd) : '' });
    at = end;
  }
}

/** A payload may hold what looks like the protocol. */
const payloads = ['first', 'MSG a 1 3\r\nabc\r\n', ''];

function streamOf(protocol: 'smf' | 'nats'): Buffer {
  if (protocol === 'smf') {
    const smf = new Smf();
    return Buffer.concat([keepAliveFrame(), ...payloads.map((text) => smf.publish('a/b', Buffer.from(text)))]);
  }
  const messages = payloads.map((text) => `MSG a.b 1 ${text.length}\r\n${text}\r\n`);
  return Buffer.from(`PONG\r\n${messages.join('')}`);
}

describe.each([
  ['smf', () => new Smf()],
  ['nats', () => new Nats()],
] as const)('%s', (name, make) => {
  it('finds every piece, wherever the stream is cut', () => {
    const bytes = streamOf(name);
    const wanted = [
      { kind: Kind.answer, payload: '' },
      ...payloads.map((payload) => ({ kind: Kind.message, payload })),
    ];
    for (let limit = 0; limit <= bytes.length; limit += 1) {
      const { pieces, rest } = cut(make(), bytes, limit);
      const { pieces: more, rest: left } = cut(make(), bytes.subarray(rest), bytes.length - rest);
      expect([...pieces, ...more]).toEqual(wanted);
      expect(left).toBe(bytes.length - rest);
    }
  });
});

describe('Nats', () => {
  it('writes levels with dots, and where to reply', () => {
    const nats = new Nats();
    expect(nats.publish('a/b', Buffer.from('xy'), 'c/d').toString()).toBe('PUB a.b c.d 2\r\nxy\r\n');
    expect(nats.subscribe('a/>').toString()).toBe('SUB a.> 1\r\nPING\r\n');
  });

  it('throws what the server refuses, and knows its other lines', () => {
    const kinds = cut(new Nats(), Buffer.from('INFO {}\r\nPING\r\nPONG\r\n'), 21).pieces.map(({ kind }) => kind);
    expect(kinds).toEqual([Kind.note, Kind.ping, Kind.answer]);
    const refusal = Buffer.from("-ERR 'Slow Consumer'\r\n");
    expect(() => new Nats().next(refusal, 0, refusal.length)).toThrow("nats: -ERR 'Slow Consumer'");
  });

  it('reads the number at the end', () => {
    expect(trailingNumber(Buffer.from('{"seq":1207}'), 11)).toBe(1_207);
    expect(trailingNumber(Buffer.from('none}'), 4)).toBe(0);
  });
});
