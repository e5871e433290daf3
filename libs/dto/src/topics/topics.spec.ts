import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeLevel, encodeLevel, joinTopic } from './encoding.js';
import {
  liveTopic,
  orderEventTopic,
  orderRequestTopic,
  parseControlTopic,
  parseLiveTopic,
  parseOrderEventTopic,
  parseOrderRequestTopic,
  parsePortfolioTopic,
  parseStatusTopic,
  parseStrategyMethodTopic,
  portfolioTopic,
  killTopic,
  statusTopic,
  strategyMethodTopic,
} from './topics.js';

const identifier = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme-ascii' });

describe('topics', () => {
  it('percent-encodes what the broker would read as structure', () => {
    expect(liveTopic('trade', 'sim', 'BTC/USD')).toBe('marketdata/live/v1/trade/sim/BTC%2FUSD');
    expect(encodeLevel('a*b>c#d%e\u0000')).toBe('a%2Ab%3Ec%23d%25e%00');
  });

  it('builds and parses the same identifiers, whatever they hold', () => {
    fc.assert(
      fc.property(identifier, identifier, identifier, (a, b, c) => {
        expect(decodeLevel(encodeLevel(a))).toBe(a);
        expect(parseLiveTopic(liveTopic('bar-1m', a, b))).toEqual({
          ok: true,
          value: { kind: 'bar-1m', venue: a, symbol: b },
        });
        expect(parseOrderEventTopic(orderEventTopic(a, b, c))).toEqual({
          ok: true,
          value: { account: a, strategy: b, clOrdId: c },
        });
        expect(parseOrderRequestTopic(orderRequestTopic('cancel', a, b))).toEqual({
          ok: true,
          value: { verb: 'cancel', account: a, strategy: b },
        });
        expect(parsePortfolioTopic(portfolioTopic(a, b))).toEqual({ ok: true, value: { account: a, strategy: b } });
        expect(parseStatusTopic(statusTopic(a, b))).toEqual({ ok: true, value: { venue: a, symbol: b } });
        expect(parseStrategyMethodTopic(strategyMethodTopic(a, b))).toEqual({ ok: true, value: { id: a, method: b } });
        expect(parseControlTopic(killTopic('kill', 'account', a))).toEqual({
          ok: true,
          value: { action: 'kill', scope: 'account', id: a },
        });
      }),
    );
  });

  it.each([
    'marketdata/live/v1/trade/sim',
    'marketdata/live/v1/trade/sim/BTC/USD',
    'marketdata/live/v1/rumour/sim/BTCUSD',
    'marketdata/live/v1/trade//BTCUSD',
    'marketdata/live/v1/trade/sim/BTC%2GUSD',
    'marketdata/live/v2/trade/sim/BTCUSD',
    'something/else',
  ])('refuses %s', (topic) => {
    expect(parseLiveTopic(topic)).toMatchObject({ ok: false, refusal: { code: 'BAD_TOPIC' } });
  });

  it('keeps the limits of the broker', () => {
    expect(() => joinTopic('a', 'x'.repeat(250))).toThrow(RangeError);
    expect(() => joinTopic(...Array.from({ length: 129 }, () => 'a'))).toThrow(RangeError);
    expect(() => joinTopic('a', '')).toThrow(RangeError);
  });
});
