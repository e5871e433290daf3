import { expect, it } from '@jest/globals';
import {
  applyExecution,
  ExecutionEffect,
  ordStatusOf,
  OrderState,
  SIDES,
  type ExecutionReport,
  type OrdStatus,
} from '@bourseworks/domain';
import { describeWithData } from '@bourseworks/testkit';
import { instrumentOf, messages, USER_STREAM } from '../../test/recorded.js';
import { parseMessage } from '../parse/fields.js';
import { parseUserEvent } from '../parse/user-event.js';
import { toReport } from './report.mapper.js';

interface Life {
  readonly state: OrderState;
  readonly reports: ExecutionReport[];
  readonly illegal: string[];
  fees: bigint;
}

/** Every order of a file, driven by what was recorded of it as the OMS would be. */
function livesOf(file: string): Map<string, Life> {
  const lives = new Map<string, Life>();
  const effect = new ExecutionEffect();
  for (const { text } of messages(USER_STREAM).filter((one) => one.file === file)) {
    const event = parseUserEvent(parseMessage(text));
    if (event.kind !== 'order') continue;
    const { order } = event;
    const instrument = instrumentOf(order.symbol);
    const report = toReport(order, instrument, { clOrdId: order.clientId });
    let life = lives.get(order.clientId);
    if (life === undefined) {
      const quantity = Number(order.quantity) * 10 ** instrument.qtyScale;
      const side = SIDES[0];
      const state = new OrderState(order.clientId, { side, type: 'LIMIT', timeInForce: 'GTC', quantity, price: 1 });
      state.local = 'Sent';
      life = { state, reports: [], illegal: [], fees: 0n };
      lives.set(order.clientId, life);
    }
    applyExecution(life.state, report, undefined, effect);
    if (effect.verdict === 'Illegal' || effect.mismatch) life.illegal.push(report.execType);
    life.reports.push(report);
    life.fees += report.fee ?? 0n;
  }
  return lives;
}

const LOTS = 100_000_000;
const file = (name: string): string => `WebSocket${name}.json`;

describeWithData('Recorded lives of orders end as the venue says', [USER_STREAM], () => {
  const cases: readonly (readonly [string, OrdStatus, number, string])[] = [
    [file('FutureLimitSubmittedCancelled'), 'Canceled', 0, '0'],
    [file('FutureLimitSubmittedFilled'), 'Filled', 800, '2644000000000000'],
    [file('FutureMarketSubmittedFilled'), 'Filled', 800, '2626800000000000'],
    [file('FutureStopMarketSubmittedCanceled'), 'Canceled', 0, '0'],
    [file('GlobalSpotLimitSubmittedFilled'), 'Filled', 800, '6320000000000'],
    [file('GlobalSpotMarketSubmitPartiallyFilledFilled'), 'Filled', 800, '6300000000000'],
    [file('GlobalSpotMarketSubmittedFilled'), 'Filled', 800, '6320000000000'],
  ];

  it.each(cases)('%s: %s', (name, status, cumQty, fees) => {
    const [life, ...others] = livesOf(name).values();
    expect(others).toEqual([]);
    expect(life.illegal).toEqual([]);
    expect(ordStatusOf(life.state)).toBe(status);
    expect(life.state.cumQty).toBe(cumQty * LOTS);
    expect(life.fees).toBe(BigInt(fees));
    const fills = life.reports.filter(({ execType }) => execType === 'Trade');
    expect(new Set(fills.map(({ execId }) => execId)).size).toBe(fills.length);
    expect(fills.reduce((sum, { lastQty = 0 }) => sum + lastQty, 0)).toBe(life.state.cumQty);
  });

  it('a stop that was triggered, filled, and one that was refused at its trigger', () => {
    const lives = livesOf(file('FutureStopLimitSubmittedFilled'));
    expect([...lives.values()].map(({ state }) => [ordStatusOf(state), state.cumQty / LOTS])).toEqual([
      ['Filled', 800],
      ['Rejected', 0],
    ]);
    expect([...lives.values()].map(({ illegal }) => illegal)).toEqual([[], []]);
    expect(lives.get('1QVvPIED7rTEv10YxzU37V')?.reports.at(-1)).toMatchObject({
      code: 'ORDER_REJECTED',
      reason: 'margin not enough',
    });
  });
});
