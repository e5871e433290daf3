import { describe, expect, it } from '@jest/globals';
import { defineParameters, readParameters } from './schema.js';

const schema = defineParameters({
  symbol: { type: 'text', default: 'BTCUSD', description: 'symbol' },
  window: { type: 'integer', default: 60, min: 3, max: 1_000, description: 'bars' },
  entry: { type: 'number', min: 0, description: 'deviations' },
  side: { type: 'text', default: 'both', choices: ['long', 'both'], description: 'sides' },
  wait: { type: 'duration', default: '5m', max: 3.6e9, description: 'pause' },
  from: { type: 'time', optional: true, description: 'start' },
  tags: { type: 'list', default: [], description: 'labels' },
  dry: { type: 'boolean', default: false, description: 'no orders' },
});

describe('readParameters', () => {
  it('fills in defaults and converts durations and times to microseconds', () => {
    const read = readParameters(schema, { entry: 2.5, from: '2017-09-04T00:00:00Z' });
    expect(read).toEqual({
      ok: true,
      value: {
        symbol: 'BTCUSD',
        window: 60,
        entry: 2.5,
        side: 'both',
        wait: 300_000_000,
        from: 1_504_483_200_000_000,
        tags: [],
        dry: false,
      },
    });
  });

  it.each([
    ['entry', {}, 'is required'],
    ['windw', { entry: 1, windw: 4 }, 'is not a parameter'],
    ['window', { entry: 1, window: 2 }, 'between 3 and 1000'],
    ['window', { entry: 1, window: 3.5 }, 'must be an integer'],
    ['entry', { entry: '1' }, 'must be a number'],
    ['side', { entry: 1, side: 'short' }, 'must be one of long, both'],
    ['wait', { entry: 1, wait: '2h' }, 'at most 3600s'],
    ['wait', { entry: 1, wait: 5 }, 'must be a duration'],
    ['from', { entry: 1, from: 'yesterday' }, 'must be an ISO 8601 time'],
    ['tags', { entry: 1, tags: [1] }, 'must be a list of texts'],
    ['dry', { entry: 1, dry: 'yes' }, 'must be true or false'],
  ])('refuses %s with its name', (parameter, raw, message) => {
    const read = readParameters(schema, raw);
    expect(read).toMatchObject({ ok: false, refusal: { code: 'PARAMETER_INVALID', details: { parameter } } });
    if (!read.ok) expect(read.refusal.message).toContain(message);
  });
});
