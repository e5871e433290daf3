import type { Rng } from '@bourseworks/ports';
import { HEADER, type CodecRegistry, type HeaderValue } from '@bourseworks/solace-transport';

/** One message as it is sent; `isRequest` = an answer is waited for. */
export interface FuzzMessage {
  readonly topic: string;
  readonly payload: Buffer;
  readonly contentType: string | undefined;
  readonly headers: Readonly<Record<string, HeaderValue>> | undefined;
  readonly isRequest: boolean;
}

const MSGPACK = 'application/msgpack';
const TICKS = 'application/vnd.bourseworks.quotes';
const TYPES = [
  undefined,
  'application/json',
  MSGPACK,
  TICKS,
  'application/JSON; charset=utf-8',
  'image/png',
  ';',
  '\u0001',
];
const TOPICS = ['fuzz/ordinary/a', 'fuzz/hot/a', 'fuzz/ask/a', 'fuzz/parts/a', 'fuzz/ask/no/handler', 'fuzz/nobody'];
const ANSWERED = /^fuzz\/(?:ask|parts)\//;
const VALUES: readonly unknown[] = [
  null,
  0,
  -1,
  1e308,
  '',
  'BUY',
  'x'.repeat(40),
  [],
  {},
  [[[]]],
  { a: { b: 1 } },
  true,
];
const NAMES = ['symbol', 'side', 'price', 'legs', 'quantity', '__proto__', 'constructor', 'toString', 'surprise'];

export const goodOrder = (): Record<string, unknown> => ({
  symbol: 'BTC/USD',
  side: 'BUY',
  price: 60_123.5,
  legs: [{ quantity: 1 }],
});

const below = (rng: Rng, limit: number): number => Math.floor(rng.next() * limit);
const pick = <T>(rng: Rng, values: readonly T[]): T => values[below(rng, values.length)];

/** A value with some of its properties replaced, dropped or added. */
function changedValue(rng: Rng): unknown {
  if (rng.next() < 0.05) return pick(rng, VALUES);
  const order = goodOrder();
  for (let n = below(rng, 3); n > 0; n--) {
    const name = pick(rng, NAMES);
    if (rng.next() < 0.3) delete order[name];
    // Defined, not assigned: a sender's __proto__ is a property like any other.
    else
      Object.defineProperty(order, name, {
        value: pick(rng, VALUES),
        enumerable: true,
        configurable: true,
        writable: true,
      });
  }
  return order;
}

/** Some bytes changed, cut out, put in or thrown away. */
function changedBytes(rng: Rng, bytes: Buffer): Buffer {
  let changed = Buffer.from(bytes);
  for (let n = below(rng, 4); n > 0; n--) {
    const at = below(rng, changed.length + 1);
    const what = rng.next();
    const noise = Buffer.from(Array.from({ length: below(rng, 9) }, () => below(rng, 256)));
    if (what < 0.5 && at < changed.length) changed[at] = below(rng, 256);
    else if (what < 0.7) changed = Buffer.concat([changed.subarray(0, at), noise, changed.subarray(at)]);
    else if (what < 0.9) changed = changed.subarray(0, at);
    else changed = Buffer.concat([changed, changed.subarray(at)]);
  }
  return changed;
}

function encoded(rng: Rng, codecs: CodecRegistry, contentType: string | undefined): Buffer {
  if (contentType === TICKS) {
    const numbers = Array.from({ length: 2 + 8 * below(rng, 3) }, () => below(rng, 2 ** 32));
    return Buffer.from(new Float64Array(numbers).buffer);
  }
  const type = contentType === MSGPACK ? MSGPACK : 'application/json';
  try {
    return Buffer.from(codecs.encode(changedValue(rng), type));
  } catch {
    return Buffer.alloc(0); // what the codec would not send (a key __proto__) is sent as nothing
  }
}

function headersOf(rng: Rng): FuzzMessage['headers'] {
  if (rng.next() < 0.6) return undefined;
  const headers: Record<string, HeaderValue> = {};
  for (let n = below(rng, 6); n > 0; n--) {
    const name = rng.next() < 0.7 ? pick(rng, Object.values(HEADER)) : `h${below(rng, 100)}`;
    headers[name] = pick<HeaderValue>(rng, [true, false, 0, -1, 1.5, 2 ** 40, '', 'x', '\n\u0000', 'y'.repeat(500)]);
  }
  return headers;
}

function topicOf(rng: Rng): string {
  const topic = pick(rng, TOPICS);
  if (rng.next() < 0.9) return topic;
  const at = below(rng, topic.length);
  return `${topic.slice(0, at)}${pick(rng, ['/', 'é', '%2F', '*', '>', ' ', '\u0007', 'z'.repeat(260)])}${topic.slice(at)}`;
}

export function fuzzMessage(rng: Rng, codecs: CodecRegistry): FuzzMessage {
  const contentType = pick(rng, TYPES);
  const whole = encoded(rng, codecs, contentType);
  const topic = topicOf(rng);
  return {
    topic,
    payload: rng.next() < 0.4 ? whole : changedBytes(rng, whole),
    contentType,
    headers: headersOf(rng),
    isRequest: ANSWERED.test(topic) && rng.next() < 0.7,
  };
}
