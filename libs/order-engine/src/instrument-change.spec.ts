import { describe, expect, it } from '@jest/globals';
import type { Instrument } from '@bourseworks/domain';
import { Desk, IBM } from '../test/desk.js';

describe('a change of an instrument', () => {
  it('of its trading rules is journaled and holds from then on; of its scales is refused', () => {
    let offered: Instrument = IBM;
    const desk = new Desk({ instruments: { find: () => offered } });
    expect(desk.submit({ price: '50.01' }).code).toBeUndefined();
    offered = { ...IBM, tickSize: 5 };
    expect(desk.submit({ price: '50.01' }).code).toBe('PRICE_OFF_TICK');
    expect(desk.submit({ price: '50.05' }).code).toBeUndefined();
    offered = { ...IBM, priceScale: 3 };
    expect(desk.submit({ price: '50.05' }).code).toBe('INSTRUMENT_INVALID');
    expect(desk.journal.filter(({ type }) => type === 'Instrument')).toHaveLength(2);
    desk.replayed();
  });
});
