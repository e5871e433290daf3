import type { RawProtocol } from './protocol.js';

/** The same load for both brokers: quotes of some symbols, each with a number by which a lost one is noticed. */
export const SYMBOLS = 50;
const PAYLOAD_BYTES = 100;

/** Messages made beforehand; their numbers begin anew after them. */
export const RING = 8_192;
/** Messages that may be under way: the slowest subscriber gives the pace, so that neither broker has to drop any. */
export const WINDOW = 8_192;
/** Fewest messages of one write, unless fewer are left. */
export const BATCH = 64;

/** Both know the name and the password. The development broker checks topics as well, see `development.peer.ts`. */
export const USER = { username: 'bench', password: 'bench' } as const;

/** Topics have levels between slashes; a protocol with other separators writes them its own way. */
export function quoteTopic(root: string, symbol: number): string {
  return `bench/${root}/quotes/SIM-${String(symbol).padStart(2, '0')}`;
}

export function symbolOf(number: number): number {
  return number % SYMBOLS;
}

export function quotePayload(number: number): Buffer {
  const payload = Buffer.alloc(PAYLOAD_BYTES, 'x');
  payload.writeUInt32BE(number, 0);
  return payload;
}

/** All messages of the ring as bytes, and where each begins. */
export interface Ring {
  readonly bytes: Buffer;
  readonly starts: Uint32Array;
}

export function ringOf(protocol: RawProtocol, root: string): Ring {
  const messages = Array.from({ length: RING }, (_, number) =>
    protocol.publish(quoteTopic(root, symbolOf(number)), quotePayload(number)),
  );
  const starts = new Uint32Array(RING + 1);
  messages.forEach((message, number) => {
    starts[number + 1] = starts[number] + message.length;
  });
  return { bytes: Buffer.concat(messages), starts };
}

/** What one subscriber is interested in: the topics it asks for, and the numbers of the ring that come to it, in order. */
export interface Interest {
  readonly topics: readonly string[];
  readonly numbers: Uint32Array;
}

const ringNumbers = Array.from({ length: RING }, (_, number) => number);

/** Everything below the root, by one wildcard. */
export function wholeInterest(root: string): Interest {
  return { topics: [`bench/${root}/>`], numbers: Uint32Array.from(ringNumbers) };
}

/** A fifth of the symbols: of ten subscribers two have the same, the others something else. */
export function ownInterest(root: string, subscriber: number): Interest {
  const wanted = (symbol: number): boolean => symbol % 5 === subscriber % 5;
  const symbols = ringNumbers.slice(0, SYMBOLS).filter(wanted);
  return {
    topics: symbols.map((symbol) => quoteTopic(root, symbol)),
    numbers: Uint32Array.from(ringNumbers.filter((number) => wanted(symbolOf(number)))),
  };
}
