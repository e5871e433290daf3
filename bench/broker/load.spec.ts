import { describe, expect, it } from '@jest/globals';
import { ownInterest, quoteTopic, RING, ringOf, SYMBOLS, symbolOf, wholeInterest } from './load.js';
import { Nats } from './nats.js';

describe('the load', () => {
  it('has a message for each number of the ring, one behind the other', () => {
    const { bytes, starts } = ringOf(new Nats(), 'test');
    expect(starts).toHaveLength(RING + 1);
    expect(starts[RING]).toBe(bytes.length);
    for (const number of [0, 1, 777, RING - 1]) {
      const message = bytes.subarray(starts[number], starts[number + 1]);
      const line = `PUB ${quoteTopic('test', number % SYMBOLS).replaceAll('/', '.')} 100\r\n`;
      expect(message.toString('latin1', 0, line.length)).toBe(line);
      expect(message.readUInt32BE(line.length)).toBe(number);
    }
  });

  it('comes whole by one wildcard', () => {
    const { topics, numbers } = wholeInterest('test');
    expect(topics).toEqual(['bench/test/>']);
    expect([...numbers]).toEqual(Array.from({ length: RING }, (_, number) => number));
  });

  it('is shared out so that of ten subscribers two have each message', () => {
    const takers = new Uint8Array(RING);
    for (let subscriber = 0; subscriber < 10; subscriber += 1) {
      const { topics, numbers } = ownInterest('test', subscriber);
      expect(topics).toHaveLength(SYMBOLS / 5);
      for (const number of numbers) {
        takers[number] += 1;
        expect(topics).toContain(quoteTopic('test', symbolOf(number)));
      }
    }
    expect(new Set(takers)).toEqual(new Set([2]));
  });
});
