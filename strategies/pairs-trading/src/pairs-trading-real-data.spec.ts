import { createHash } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { US_PER_DAY } from '@bourseworks/domain';
import { StrategyHarness, type History, type HistoryRequest } from '@bourseworks/strategy';
import { data, describeWithData } from '@bourseworks/testkit';
import { BTC, ETH, inOrder, leanBars, START_US } from '../test/pair-data.js';
import { PairsTradingStrategy } from './pairs-trading.strategy.js';

const folder = 'lean-data/crypto/coinbase/minute';
const DAY2 = START_US + US_PER_DAY;

function day(date: string, dayUs: number, symbol: 'btcusd' | 'ethusd') {
  return leanBars(data(`${folder}/${symbol}/${date}_trade.zip`), symbol === 'btcusd' ? BTC : ETH, dayUs);
}

async function trade(): Promise<StrategyHarness> {
  const history = ({ symbol, kind }: HistoryRequest): { ok: true; value: History } => {
    const instrument = symbol === 'BTCUSD' ? BTC : ETH;
    const items = day('20170903', START_US, symbol === 'BTCUSD' ? 'btcusd' : 'ethusd').map(({ bar }) => bar);
    return { ok: true, value: { instrument, kind, items } };
  };
  const driven = new StrategyHarness(PairsTradingStrategy, {
    parameters: { venue: 'coinbase', kind: 'bar-1m', historyFrom: `${START_US}000`, historyTo: `${DAY2}000` },
    instruments: [BTC, ETH],
    startUs: DAY2,
    history,
    paper: true,
  });
  await driven.start();
  const bars = inOrder([...day('20170904', DAY2, 'btcusd'), ...day('20170904', DAY2, 'ethusd')]);
  for (const { bar, instrument } of bars) await driven.bar(bar, instrument);
  return driven;
}

const files = ['btcusd', 'ethusd'].flatMap((symbol) =>
  ['20170903', '20170904'].map((date) => `${folder}/${symbol}/${date}_trade.zip`),
);

describeWithData('PairsTradingStrategy on two days of BTC and ETH', files, () => {
  it('warms up on the first day and makes several round trips on the second, the same every time', async () => {
    const first = await trade();
    const second = await trade();
    expect(first.decisions[0]).toMatchObject({ action: 'warm-up', reason: 'history', pairs: 1_440 });
    const exits = first.decisions.filter(({ action }) => action === 'exit' || action === 'stop');
    expect(exits.length).toBeGreaterThanOrEqual(4);
    expect(first.submitted.length).toBeGreaterThanOrEqual(16);
    const hash = (driven: StrategyHarness): string =>
      createHash('sha256')
        .update(JSON.stringify([driven.decisions, driven.commands]))
        .digest('hex');
    expect(hash(second)).toBe(hash(first));
  });
});
