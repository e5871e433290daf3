import { describe, expect, it } from '@jest/globals';
import { expectOk } from '@bourseworks/domain';
import { RiskBuilder, type RiskConfig } from '@bourseworks/risk';
import { EUR, Desk, MONEY } from '../test/desk.js';
import { RiskDesk } from '../test/risk/index.js';

const DAY_US = 86_400_000_000;
const none = RiskBuilder.for('firm').maxOpenOrders(1_000).build();
const person = (commandId: string) => ({ commandId, actor: 'ann', reason: 'review' });

function setLimits(desk: Desk, config: RiskConfig, commandId = 'limits-1', actor = 'ann') {
  return desk.take(desk.engine.setLimits({ ...person(commandId), actor, config }, desk.now)).control;
}

describe('limits that are changed while trading goes on', () => {
  it('hold from the next order on, whole, with their version in every denial', () => {
    const desk = new RiskDesk(none);
    expect(desk.code({ quantity: '100' })).toBe('OK');
    const reply = setLimits(desk, RiskBuilder.for('firm').maxOrderQuantity('10').build(7));
    expect(reply).toMatchObject({ code: undefined, sequence: desk.engine.lastSequence });
    expect(desk.code({ quantity: '11' })).toBe('RISK_ORDER_QUANTITY');
    expect(desk.journal.at(-1)).toMatchObject({ type: 'Denied', ruleVersion: 7, limit: '10', observed: '11' });
    desk.release();
    desk.restart();
    expect(desk.engine.limits.version).toBe(7);
    expect(desk.journal).toContainEqual(
      expect.objectContaining({ type: 'RiskLimits', actor: 'ann', reason: 'review' }),
    );
  });

  it.each<[string, RiskConfig, string]>([
    ['a version that is not later', RiskBuilder.for('firm').maxOpenOrders(1).build(1), 'RISK_VERSION'],
    ['what is no configuration', { version: 2, rules: [{ scope: 'firm', id: 'x' }] }, 'CONFIG_INVALID'],
  ])('are refused for %s, and nothing changes', (_name, config, code) => {
    const desk = new RiskDesk(none);
    const before = desk.journal.length;
    expect(setLimits(desk, config)).toMatchObject({ code });
    expect([desk.journal.length, desk.engine.limits]).toEqual([before, none]);
  });

  it('need the name of a person, and are changed once however often the command comes', () => {
    const desk = new RiskDesk(none);
    const config = RiskBuilder.for('firm').maxOpenOrders(5).build(2);
    expect(setLimits(desk, config, 'a', ' ')).toMatchObject({ code: 'ACTOR_REQUIRED' });
    expect(setLimits(desk, config, 'a')).toMatchObject({ code: undefined });
    const records = desk.journal.length;
    expect(setLimits(desk, config, 'a')).toMatchObject({ code: undefined });
    expect(desk.journal.length).toBe(records);
  });

  it('keep what is counted already: rates, positions, reservations', () => {
    const rate = { count: 2, windowUs: 1_000_000 };
    const desk = new RiskDesk(RiskBuilder.for('strategy', 's').orderRate(rate).build());
    desk.submit({ quantity: '60' });
    setLimits(
      desk,
      RiskBuilder.for('strategy', 's')
        .orderRate({ ...rate, count: 3 })
        .maxLong('100')
        .build(2),
    );
    expect([desk.code({ quantity: '41' }), desk.code({ quantity: '40' }), desk.code({ quantity: '1' })]).toEqual([
      'RISK_POSITION',
      'OK',
      'RISK_POSITION',
    ]);
    setLimits(desk, RiskBuilder.for('strategy', 's').orderRate(rate).build(3), 'limits-3');
    expect(desk.code({ quantity: '1' })).toBe('RISK_RATE');
  });
});

describe('the limits of the start', () => {
  const start = (desk: Desk, config: RiskConfig, builtIn: boolean) => {
    const started = desk.engine.startLimits(config, builtIn, desk.now);
    if (started.ok) desk.take(started.value);
    return started.ok ? desk.engine.limits.version : started.refusal.code;
  };
  const file = RiskBuilder.for('firm').maxOpenOrders(7);
  const other = RiskBuilder.for('firm').maxOpenOrders(8);

  it('are journaled once, and again when their version rose', () => {
    const desk = new Desk({ risk: none });
    expect([start(desk, file.build(3), false), start(desk, file.build(3), false)]).toEqual([3, 3]);
    expect(start(desk, other.build(4), false)).toBe(4);
    expect(desk.journal.filter((record) => record.type === 'RiskLimits')).toHaveLength(2);
  });

  it('stand back behind later ones of a person', () => {
    const desk = new Desk({ risk: none });
    start(desk, file.build(3), false);
    setLimits(desk, other.build(9));
    expect([start(desk, file.build(3), false), desk.engine.limits.rules[0].maxOpenOrders]).toEqual([9, 8]);
    expect(start(desk, file.build(2), true)).toBe(9);
  });

  it('are refused when a file changed without a new version', () => {
    const desk = new Desk({ risk: none });
    start(desk, file.build(3), false);
    expect(start(desk, other.build(3), false)).toBe('RISK_VERSION');
  });

  it('follow a new release when they are the built-in ones', () => {
    const desk = new Desk({ risk: none });
    expect([
      start(desk, file.build(1), true),
      start(desk, file.build(1), true),
      start(desk, other.build(1), true),
    ]).toEqual([1, 1, 2]);
    expect(desk.engine.limits.rules[0].maxOpenOrders).toBe(8);
    expect(start(desk, other.build(1), true)).toBe(2);
  });
});

describe('trading states', () => {
  it('cancel what they do not allow: everything when HALTED, opening orders when REDUCING', () => {
    const desk = new RiskDesk(none);
    desk.trade('BUY', 10, '50.00');
    const [buy, sale] = [
      desk.working({ quantity: '1' }),
      desk.working({ side: 'SELL', quantity: '5', price: '50.10' }),
    ];
    desk.put('strategy', 's', 'REDUCING');
    expect([desk.state(buy), desk.state(sale)]).toEqual(['PendingCancel/Acknowledged 0+1', 'New/Acknowledged 0+5']);
    desk.put('strategy', 's', 'HALTED');
    expect(desk.state(sale)).toBe('PendingCancel/Acknowledged 0+5');
    expect(desk.state(desk.resting, 'rest')).toBe('New/Acknowledged 0+1');
    desk.put('strategy', 's', 'ACTIVE');
    expect([desk.code({ quantity: '1' }), desk.engine.tradingStates()]).toEqual(['OK', []]);
  });

  it('of a loss survive a restart and the next day, until a person re-arms; then losses count anew', () => {
    const rules = RiskBuilder.for('strategy', 's').dailyLoss({ haltAt: '100' }).build();
    const desk = new RiskDesk(rules);
    desk.trade('BUY', 100, '50.00');
    desk.market({ bid: 4_899, ask: 4_901 });
    expect(desk.engine.tradingStates()).toMatchObject([
      { scope: 'strategy', id: 's', state: 'HALTED', cause: 'daily-loss' },
    ]);
    desk.release();
    desk.restart();
    desk.now += DAY_US;
    desk.market();
    expect(desk.code({ quantity: '1' })).toBe('RISK_HALTED');
    desk.market({ bid: 4_899, ask: 4_901 });
    desk.put('strategy', 's', 'ACTIVE');
    expect(desk.code({ quantity: '1', price: '48.00' })).toBe('OK');
    desk.market({ bid: 4_800, ask: 4_802 });
    expect(desk.engine.tradingStates()).toEqual([]);
    desk.market({ bid: 4_799, ask: 4_801 });
    expect(desk.engine.tradingStates()).toHaveLength(1);
    expect(() => desk.replayed()).not.toThrow();
  });

  it('of yesterday’s loss are none today: the day begins with the equity of the evening', () => {
    const desk = new RiskDesk(RiskBuilder.for('firm').dailyLoss({ haltAt: '100' }).build());
    desk.trade('BUY', 100, '50.00');
    desk.market({ bid: 4_909, ask: 4_911 });
    desk.now += DAY_US;
    desk.market({ bid: 4_819, ask: 4_821 });
    expect(desk.engine.tradingStates()).toEqual([]);
    desk.market({ bid: 4_809, ask: 4_811 });
    expect(desk.engine.tradingStates()).toMatchObject([{ scope: 'firm', state: 'HALTED' }]);
  });

  it('of too many messages, once re-armed, count from there, after a restart as well', () => {
    const desk = new RiskDesk(RiskBuilder.for('strategy', 's').messageTradeRatio({ ratio: 3, minMessages: 2 }).build());
    for (let sent = 0; sent < 4; sent++) desk.submit({ quantity: '1' });
    expect(desk.engine.tradingStates()).toMatchObject([{ id: 's', cause: 'message-ratio' }]);
    desk.put('strategy', 's', 'ACTIVE');
    desk.release();
    desk.restart();
    expect([desk.code({ quantity: '1' }), desk.engine.tradingStates()]).toEqual(['OK', []]);
  });

  it('step from REDUCING to HALTED as a loss grows, each once', () => {
    const desk = new RiskDesk(RiskBuilder.for('account', 'A').dailyLoss({ reduceAt: '50', haltAt: '100' }).build());
    desk.trade('BUY', 100, '50.00');
    for (let cents = 10; cents <= 150; cents += 10) desk.market({ bid: 4_999 - cents, ask: 5_001 - cents });
    const states = desk.journal.flatMap((record) =>
      record.type === 'RiskState' ? [[record.state, record.limit]] : [],
    );
    expect(states).toEqual([
      ['REDUCING', '50.00'],
      ['HALTED', '100.00'],
    ]);
    expect(desk.alarms().filter((code) => code === 'RISK_DAILY_LOSS')).toHaveLength(2);
  });

  it('of a drawdown count from the highest equity, also after a restart', () => {
    const desk = new RiskDesk(RiskBuilder.for('strategy', 's').drawdown({ haltAt: '160' }).build());
    desk.trade('BUY', 100, '50.00');
    desk.market({ bid: 5_199, ask: 5_201 });
    desk.release();
    desk.restart();
    desk.market({ bid: 5_059, ask: 5_061 });
    expect(desk.engine.tradingStates()).toEqual([]);
    desk.market({ bid: 5_039, ask: 5_041 });
    expect(desk.engine.tradingStates()).toMatchObject([{ cause: 'drawdown' }]);
  });
});

describe('amounts of a firm in several currencies', () => {
  const accounts = [
    { id: 'A', currency: 'USD', cash: 1_000_000n * MONEY },
    { id: 'E', currency: 'EUR', cash: 1_000_000n * MONEY },
  ];
  const dax = { account: 'E', symbol: EUR.symbol, price: '10.0', quantity: '100' } as const;
  const order = (desk: Desk, change: object): string => desk.submit(change).code ?? 'OK';

  it('are converted at the stated rates', () => {
    const risk = RiskBuilder.for('firm').currency('USD', { EUR: '1.25' }).maxGrossNotional('2250').build();
    const desk = new Desk({ risk, accounts });
    desk.engine.onMark(EUR, { last: 100 }, desk.now);
    // 1 000 EUR are 1 250 USD; 20 x 50.00 USD fill the rest.
    expect([order(desk, dax), order(desk, { quantity: '21' }), order(desk, { quantity: '20' })]).toEqual([
      'OK',
      'RISK_GROSS_NOTIONAL',
      'OK',
    ]);
    expect(order(desk, { ...dax, quantity: '1' })).toBe('RISK_GROSS_NOTIONAL');
  });

  it('are refused while a currency has no rate, and hold by currency when none is asked for', () => {
    const without = new Desk({
      risk: RiskBuilder.for('firm').currency('USD').maxGrossNotional('9999').build(),
      accounts,
    });
    expect(order(without, dax)).toBe('RISK_NO_RATE');
    const each = new Desk({ risk: RiskBuilder.for('firm').maxGrossNotional('1000').build(), accounts });
    expect([order(each, dax), order(each, { quantity: '20' }), order(each, { quantity: '1' })]).toEqual([
      'OK',
      'OK',
      'RISK_GROSS_NOTIONAL',
    ]);
  });
});

describe('a question about an order', () => {
  it('says what would come of it, with the limits above it, and changes nothing', () => {
    const desk = new RiskDesk(RiskBuilder.for('strategy', 's').maxLong('100').maxOpenOrders(3).build(4));
    const before = [desk.engine.stateHash(), desk.journal.length];
    const asked = desk.engine.whatIf(desk.order({ quantity: '60' }), desk.now);
    expect(asked).toMatchObject({
      denied: undefined,
      quantity: '60',
      price: '50.00',
      notional: '3000.00',
      ruleVersion: 4,
    });
    expect(asked.usage).toContainEqual(
      expect.objectContaining({ kind: 'maxLong', limit: '100', used: '0', usedBps: 0 }),
    );
    const denied = desk.engine.whatIf(desk.order({ quantity: '101' }), desk.now);
    expect(denied.denied).toMatchObject({ code: 'RISK_POSITION', limit: '100', observed: '101' });
    expect([desk.engine.stateHash(), desk.journal.length]).toEqual(before);
    expect(desk.code({ quantity: '60' })).toBe('OK');
    expect(desk.engine.limitUsage({ strategy: 's' }, desk.now, 10)[0]).toMatchObject({
      kind: 'maxLong',
      usedBps: 6_000,
    });
  });

  it.each([
    ['CANCEL_NEWEST', '1', 'RISK_SELF_TRADE'],
    ['CANCEL_BOTH', '1', 'RISK_SELF_TRADE'],
    ['CANCEL_OLDEST', '1', undefined],
    ['DECREMENT', '1', 'RISK_SELF_TRADE'],
    ['DECREMENT', '2', undefined],
    ['OFF', '1', undefined],
  ] as const)('about an order that would meet an own one, %s with %s, leaves that alone', (mode, quantity, code) => {
    const desk = new RiskDesk(RiskBuilder.for('firm').selfTrade({ mode }).build());
    const before = [desk.engine.stateHash(), desk.state(desk.resting, 'rest')];
    const asked = { side: 'SELL', quantity, price: '46.00' } as const;
    expect(desk.engine.whatIf(desk.order(asked), desk.now).denied?.code).toBe(code);
    expect([desk.engine.stateHash(), desk.state(desk.resting, 'rest')]).toEqual(before);
    expect(desk.code(asked)).toBe(code ?? 'OK');
  });

  it('of an instrument that was never traded leaves no trace in the journal', () => {
    const desk = new Desk({ risk: none });
    expect(desk.engine.whatIf(desk.order(), desk.now).denied).toBeUndefined();
    expect(desk.journal.map((record) => record.type)).toEqual(['Epoch']);
  });
});

describe('locates', () => {
  it('are of a person, for an instrument that is known', () => {
    const desk = new RiskDesk(none);
    const what = { account: 'A', venue: 'sim', quantity: 5, expireUs: desk.now + 1 };
    const ask = (symbol: string, actor = 'ann') =>
      desk.take(desk.engine.setLocate({ ...person(symbol), actor, ...what, symbol }, desk.now)).control?.code;
    expect([ask('IBM', ''), ask('XYZ'), ask('IBM')]).toEqual(['ACTOR_REQUIRED', 'INSTRUMENT_UNKNOWN', undefined]);
    expect(() => desk.replayed()).not.toThrow();
  });
});

describe('the replayed limits', () => {
  it('are those of the journal, whatever the process was started with', () => {
    const desk = new RiskDesk(none);
    setLimits(desk, RiskBuilder.for('firm').maxOpenOrders(1).build(2));
    const engine = desk.replayed();
    expect(engine.limits.version).toBe(2);
    expect(expectOk(engine.startLimits(none, true, desk.now)).records).toEqual([]);
  });
});
