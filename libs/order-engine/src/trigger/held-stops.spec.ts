import { describe, expect, it } from '@jest/globals';
import { IBM } from '../../test/desk.js';
import { ListDesk } from '../../test/list-desk.js';
import { held, mark, sent, STOP, STOPPED } from '../../test/stops.js';

describe('a stop that the venue lacks', () => {
  it('is held, reserves its capacity, and goes out as a market order once the bid is there', () => {
    const { desk, id } = held();
    expect(sent(desk)).toEqual([]);
    expect(desk.state(id)).toBe('PendingNew/Intent 0+100');
    expect(desk.engine.reserved('A').openOrders).toBe(1);
    mark(desk, 4_501);
    expect(sent(desk)).toEqual([]);
    mark(desk, 4_500);
    expect(sent(desk)).toEqual(['SELL MARKET 100 0']);
    desk.release();
    desk.fill(id, 100, 4_499);
    expect(desk.state(id)).toBe('Filled/Acknowledged 100+0');
    desk.replayed();
  });

  it.each([
    ['a buy by the ask', { side: 'BUY', stopPrice: '55.00' }, [5_499, 5_500], 'BUY MARKET 100 0'],
    ['a stop-limit at its limit', { type: 'STOP_LIMIT', price: '44.90' }, [4_500, 4_502], 'SELL LIMIT 100 4490'],
  ] as const)('%s', (_what, change, [bid, ask], expected) => {
    const { desk } = held(change);
    mark(desk, bid, ask);
    expect(sent(desk)).toEqual([expected]);
    desk.replayed();
  });

  it.each([
    ['crossed', 4_400, 4_390, {}],
    ['locked', 4_400, 4_400, {}],
    ['one-sided', 4_400, -1, {}],
    ['halted', 4_400, 4_402, { halted: true }],
    ['gapped', 4_400, 4_402, { gapped: true }],
  ])('is not triggered by a market that is %s', (_what, bid, ask, more) => {
    const { desk } = held();
    mark(desk, bid, ask, more);
    expect(sent(desk)).toEqual([]);
    mark(desk, 4_400, 4_402, { halted: false, gapped: false });
    expect(sent(desk)).toHaveLength(1);
  });

  it('is not triggered by an old quote', () => {
    const desk = new ListDesk();
    mark(desk, 4_400);
    desk.now += 60_000_000;
    desk.submit(STOP);
    expect(sent(desk)).toEqual([]);
  });

  it('is triggered at once where its market is beyond it already', () => {
    const { desk } = held({ stopPrice: '51.00' });
    expect(sent(desk)).toEqual(['SELL MARKET 100 0']);
    desk.replayed();
  });

  it('can be triggered by the last trade', () => {
    const { desk } = held({}, new ListDesk({ stopTrigger: 'LAST' }));
    mark(desk, 4_400);
    expect(sent(desk)).toEqual([]);
    mark(desk, 4_400, 4_402, { last: 4_500 });
    expect(sent(desk)).toHaveLength(1);
  });

  it('moves by a replace on the spot, and is cancelled on the spot', () => {
    const { desk, id } = held();
    desk.replace(id, { stopPrice: '48.00' });
    mark(desk, 4_810);
    mark(desk, 4_800);
    expect(sent(desk)).toHaveLength(1);
    const other = held();
    other.desk.cancel(other.id);
    expect(other.desk.state(other.id)).toBe('Canceled/Intent 0+0');
    mark(other.desk, 4_400);
    expect(sent(other.desk)).toEqual([]);
    other.desk.replayed();
  });

  it('stays over a restart', () => {
    const { desk, id } = held();
    desk.restart();
    expect(desk.engine.unresolved()).toEqual([]);
    mark(desk, 4_499);
    expect(sent(desk)).toEqual(['SELL MARKET 100 0']);
    expect(desk.state(id)).toBe('PendingNew/Intent 0+100');
  });

  it('is held by the next process where the last one died between taking and holding it: it never left', () => {
    const { desk, id } = held();
    expect(desk.journal.at(-1)).toMatchObject({ type: 'Armed' });
    desk.journal.pop();
    desk.takeOver();
    expect(desk.engine.unresolved()).toEqual([]);
    expect(desk.state(id)).toBe('PendingNew/Intent 0+100');
    mark(desk, 4_500);
    expect(sent(desk)).toEqual(['SELL MARKET 100 0']);
    desk.takeOver();
    expect(desk.state(id)).toBe('PendingNew/Unknown 0+100');
  });

  it('is Unknown where anything came after it: its venue may have had stops then', () => {
    const { desk, id } = held();
    desk.journal.pop();
    desk.journal.push({ type: 'Note', sequence: desk.journal.length + 1, us: desk.now, kind: 'k', body: '' });
    desk.takeOver();
    expect(desk.state(id)).toBe('PendingNew/Unknown 0+100');
  });

  it('is not sent as it is to a venue that lacks it, where an earlier release lost sight of it', () => {
    const { desk, id } = held();
    const armed = desk.journal.pop();
    if (armed?.type !== 'Armed') throw new Error('it was not armed');
    const { triggerPx: _trigger, bestPx: _best, ...rest } = armed;
    desk.journal.push({ ...rest, type: 'Unknown', state: 'Unknown', reason: 'restarted' });
    desk.takeOver();
    expect(desk.engine.unresolved()).toHaveLength(1);
    expect(desk.take(desk.engine.resend(id, desk.now)).records).toEqual([]);
  });

  it('is taken as GTC only', () => {
    const desk = new ListDesk();
    expect(desk.submit({ ...STOP, timeInForce: 'DAY' }).code).toBe('ORDER_TYPE_UNSUPPORTED');
  });

  it('triggers those that are reached and no others, the nearest first', () => {
    const desk = new ListDesk();
    mark(desk, 5_000);
    for (const stopPrice of ['45.00', '48.00', '46.00', '47.00', '44.00']) {
      const quantity = stopPrice.slice(0, 2);
      desk.submit({ ...STOP, stopPrice, quantity });
    }
    mark(desk, 4_550);
    expect(sent(desk)).toEqual(['SELL MARKET 48 0', 'SELL MARKET 47 0', 'SELL MARKET 46 0']);
    desk.replayed();
  });
});

describe('a trailing stop that the venue lacks', () => {
  const TRAIL = { type: 'TRAILING_STOP', stopPrice: undefined, trailBy: '2.00' } as const;

  it('follows the market up, not down, in steps that are journaled', () => {
    const { desk } = held(TRAIL);
    for (let bid = 5_000; bid <= 5_300; bid++) mark(desk, bid);
    const moves = desk.journal.filter(({ type }) => type === 'Trailed').length;
    expect(moves).toBeGreaterThan(20);
    expect(moves).toBeLessThan(40);
    mark(desk, 5_101);
    expect(sent(desk)).toEqual([]);
    desk.restart();
    mark(desk, 5_100);
    expect(sent(desk)).toEqual(['SELL MARKET 100 0']);
  });

  it('turns round for a buy', () => {
    const { desk } = held({ ...TRAIL, side: 'BUY' });
    mark(desk, 4_698, 4_700);
    mark(desk, 4_897, 4_899);
    expect(sent(desk)).toEqual([]);
    mark(desk, 4_898, 4_900);
    expect(sent(desk)).toEqual(['BUY MARKET 100 0']);
    desk.replayed();
  });
});

describe('the stop-loss of a bracket', () => {
  it('is held by the OMS where the venue lacks stops, sized like any exit', () => {
    const desk = new ListDesk();
    mark(desk, 5_010);
    const { listId, ids } = desk.begun({ orders: STOPPED });
    desk.fill(ids['ENTRY'], 60, 5_000);
    desk.acknowledge();
    expect(desk.legs(listId)).toEqual(['ENTRY 60+40', 'TAKE_PROFIT 0+60', 'STOP_LOSS 0+60']);
    expect(sent(desk)).toEqual(['BUY LIMIT 100 5000', 'SELL LIMIT 60 5500']);
    desk.fill(ids['ENTRY'], 40, 5_000);
    desk.acknowledge();
    desk.fill(ids['TAKE_PROFIT'], 30, 5_500);
    desk.acknowledge();
    expect(desk.legs(listId)).toEqual(['ENTRY 100+0', 'TAKE_PROFIT 30+70', 'STOP_LOSS 0+70']);
    mark(desk, 4_499);
    expect(sent(desk).at(-1)).toBe('SELL MARKET 70 0');
    desk.acknowledge();
    desk.fill(ids['STOP_LOSS'], 70, 4_498);
    desk.acknowledge();
    expect(desk.view(listId)).toMatchObject({ state: 'ENDED', overshoot: 0 });
    expect(desk.engine.portfolio.accountQuantity('A', IBM.key)).toBe(0);
    desk.replayed();
  });

  it('ends the entry when it is triggered, and does not trade with it', () => {
    const desk = new ListDesk();
    mark(desk, 5_010);
    const { listId, ids } = desk.begun({ orders: STOPPED });
    desk.fill(ids['ENTRY'], 60, 5_000);
    desk.acknowledge();
    mark(desk, 4_490);
    expect(sent(desk)).toHaveLength(2);
    desk.acknowledge();
    expect(desk.legs(listId)[0]).toBe('ENTRY 60+0');
    desk.now += 100_000;
    mark(desk, 4_480);
    expect(sent(desk).at(-1)).toBe('SELL MARKET 60 0');
    desk.replayed();
  });

  it('rests at the venue where that has stops', () => {
    const desk = new ListDesk({ capabilities: { orderTypes: ['MARKET', 'LIMIT', 'STOP'] } });
    const { ids } = desk.begun({ orders: STOPPED });
    desk.fill(ids['ENTRY'], 60, 5_000);
    desk.acknowledge();
    expect(sent(desk)).toEqual(['BUY LIMIT 100 5000', 'SELL LIMIT 60 5500', 'SELL STOP 60 0']);
    desk.replayed();
  });
});
