import { describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk } from '@bourseworks/domain';
import { RiskBuilder, type RiskConfig } from '@bourseworks/risk';
import { Desk, IBM } from '../../test/desk.js';

const WINDOW = { count: 2, windowUs: 1_000_000 };
const ofStrategy = () => RiskBuilder.for('strategy', '*');

/** What was done before the snapshot, and what a limit then refuses, by the memory of it alone. */
const CASES: [
  name: string,
  risk: RiskConfig | undefined,
  before: (desk: Desk) => string,
  then: (desk: Desk, id: string) => unknown,
][] = [
  [
    'RISK_RATE',
    ofStrategy().orderRate(WINDOW).build(),
    (desk) => [desk.working(), desk.working()][0],
    (desk) => desk.submit().code,
  ],
  [
    'RISK_RATE',
    ofStrategy().replaceRate(WINDOW).build(),
    (desk) => {
      const [first, second, third] = [desk.working(), desk.working(), desk.working()];
      for (const clOrdId of [first, second]) desk.replace(clOrdId, { quantity: '110' });
      return third;
    },
    (desk, clOrdId) => desk.replace(clOrdId, { quantity: '130' }).code,
  ],
  ['RISK_DUPLICATE', ofStrategy().duplicate(1_000_000).build(), (desk) => desk.working(), (desk) => desk.submit().code],
  [
    'RISK_REDUCE_ONLY',
    undefined,
    (desk) => {
      desk.fill(desk.working(), 100, 5_000);
      return desk.working({ side: 'SELL', quantity: '60', reduceOnly: true });
    },
    (desk) => desk.submit({ side: 'SELL', quantity: '60', reduceOnly: true }).code,
  ],
  [
    'RISK_REPEATED_EXECUTION',
    ofStrategy().repeatedExecution(WINDOW).build(),
    (desk) => {
      const clOrdId = desk.working();
      for (let n = 0; n < 2; n++) desk.fill(clOrdId, 10, 5_000);
      return clOrdId;
    },
    (desk, clOrdId) => {
      desk.fill(clOrdId, 10, 5_000);
      return desk.journal.flatMap((record) => (record.type === 'RiskState' ? [record.code] : []))[0];
    },
  ],
];

describe('what risk remembers comes back with a snapshot', () => {
  it.each(CASES)('%s', (code, risk, before, then) => {
    const desk = new Desk(risk === undefined ? {} : { risk });
    const clOrdId = before(desk);
    desk.fork();
    desk.now += 1_000;
    expect(then(desk, clOrdId)).toBe(code);
    desk.replayed();
  });

  it('counts messages of an order by an earlier definition of its instrument where all others are counted', () => {
    let listed = IBM;
    const desk = new Desk({ instruments: { find: () => listed } });
    const old = desk.working();
    listed = expectOk(
      defineInstrument({
        venue: 'sim',
        symbol: 'IBM',
        assetClass: 'equity',
        currency: 'USD',
        tickSize: '0.10',
        priceScale: 2,
        lotSize: '1',
      }),
    );
    desk.working({ price: '49.00' });
    const config = ofStrategy().messageRate(WINDOW).build(2);
    desk.take(desk.engine.setLimits({ commandId: 'limits', actor: 'ann', reason: 'test', config }, desk.now));
    desk.fork();
    expect([desk.cancel(old).code, desk.submit({ price: '49.00' }).code, desk.submit({ price: '49.00' }).code]).toEqual(
      [undefined, undefined, 'RISK_RATE'],
    );
    desk.replayed();
  });
});
