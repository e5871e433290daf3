import { beforeEach, expect, it } from '@jest/globals';
import { JSON_CODEC, MARKET_DATA_REQUEST } from '@bourseworks/dto';
import { TransportError, type SolaceSession } from '@bourseworks/solace-transport';
import { VirtualClock } from '@bourseworks/testkit';
import type { BrokerDirectory } from '../brokers/broker-directory.js';
import { instrument, silent } from '../testing/oms.js';
import { QuoteStreams } from './quote-streams.js';

const SECOND = 1_000_000;
const REFUSED = TransportError.fromReply({ code: 'ADAPTER_UNKNOWN', message: 'no market data' });

let clock: VirtualClock;
let asked: [topic: string, us: number][];
let logged: object[];
let standings: unknown[];
/** What market-data says to a request for a stream, and to a renewal. */
let answers: { live: Error | undefined; renew: Error | undefined };

function streams(): QuoteStreams {
  const request = (topic: string) => {
    asked.push([topic, Math.round(clock.monotonicUs())]);
    const failure = topic === MARKET_DATA_REQUEST.live ? answers.live : answers.renew;
    if (failure !== undefined) return Promise.reject(failure);
    return Promise.resolve({
      payload: JSON_CODEC.encode({ leaseId: 'l1', topic: 'the topic', epoch: 3, state: 'HALTED' }),
    });
  };
  const directory = { instruments: () => [{ adapter: 'only', instrument }] };
  const log = { ...silent, warn: (line: object) => logged.push(line), info: (line: object) => logged.push(line) };
  const given = [{ request } as unknown as SolaceSession, directory as unknown as BrokerDirectory] as const;
  return new QuoteStreams(...given, clock, log, ({ topic, epoch, state }) => standings.push([topic, epoch, state]));
}

async function pass(seconds: number): Promise<void> {
  for (let i = 0; i < seconds * 10; i++) {
    clock.advance(SECOND / 10);
    await new Promise(setImmediate);
  }
}

beforeEach(() => {
  clock = new VirtualClock();
  asked = [];
  logged = [];
  standings = [];
  answers = { live: undefined, renew: undefined };
});

it('asks for the quotes that an adapter does not have less and less often, and tells it once', async () => {
  answers.live = REFUSED;
  const quotes = streams();
  quotes.start();
  await pass(600);
  const pauses = asked.map(([, at], i) => at - (asked[i - 1]?.[1] ?? at)).slice(1);
  expect(pauses.length).toBeLessThan(30);
  for (const [i, pause] of pauses.entries()) expect(pause).toBeGreaterThanOrEqual(pauses[i - 1] ?? SECOND / 2);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(31 * SECOND);
  expect(logged).toEqual([
    { event: 'quotes.missing', adapter: 'only', symbol: 'X', code: 'ADAPTER_UNKNOWN', reason: 'no market data' },
  ]);
  expect(quotes.missing()).toEqual({ only: 1 });
  answers.live = undefined;
  await pass(40);
  expect(quotes.missing()).toEqual({});
  expect(logged.slice(1)).toEqual([{ event: 'quotes.there', adapter: 'only' }]);
  quotes.close();
  const before = asked.length;
  await pass(60);
  expect(asked).toHaveLength(before);
});

it('asks a market-data that does not answer every few seconds, and renews what it has', async () => {
  answers.live = TransportError.of('REQUEST_TIMEOUT', 'no answer');
  const quotes = streams();
  quotes.start();
  await pass(30);
  answers.live = undefined;
  const tried = asked.length;
  expect(tried).toBeGreaterThan(8);
  await pass(4);
  expect(asked[tried]?.[0]).toBe(MARKET_DATA_REQUEST.live);
  expect(logged).toEqual([]);
  // It was started anew and knows no lease.
  answers.renew = TransportError.fromReply({ code: 'LEASE_UNKNOWN', message: 'no such lease' });
  const renewed = asked.length;
  await pass(5);
  expect(asked.slice(renewed).map(([topic]) => topic)).toContain(MARKET_DATA_REQUEST.live);
  expect(standings[0]).toEqual(['the topic', 3, 'HALTED']);
  expect(standings.length).toBe(asked.slice(tried).filter(([topic]) => topic === MARKET_DATA_REQUEST.live).length);
  quotes.close();
});
