import { describe, expect, it } from '@jest/globals';
import { FLAG, type Trade } from '@bourseworks/domain';
import { JSON_CODEC, liveTopic, tradeToShape } from '@bourseworks/dto';
import type { BrokerDirectory } from '../brokers/broker-directory.js';
import type { OmsCore } from '../core/oms-core.js';
import { instrument, silent } from '../testing/oms.js';
import { Marks } from './marks.js';

function marking() {
  const said: unknown[] = [];
  const core = { mark: (_: unknown, { last }: { last?: number }, us: number) => said.push([last, us]) };
  const directory = { ofTopic: () => instrument } as unknown as BrokerDirectory;
  const marks = new Marks(core as unknown as OmsCore, directory, silent);
  const hear = (epoch: number, ...trades: Trade[]): void => {
    const items = trades.map((trade) => tradeToShape(trade, instrument));
    marks.onMessage(liveTopic('trade', 'v', 'X'), { payload: JSON_CODEC.encode({ epoch, seq0: 1, items }) });
  };
  return { hear, said };
}

const trade = (price: number, us: number, more: Partial<Trade> = {}): Trade => ({
  kind: 'trade',
  us,
  ns: 0,
  price,
  quantity: 1,
  ...more,
});

describe('Marks of trades', () => {
  it('are as old as the receipt of the trade', () => {
    const { hear, said } = marking();
    hear(1, trade(100, 5, { receivedUs: 9 }));
    hear(1, trade(101, 10));
    expect(said).toEqual([
      [100, 9],
      [101, 10],
    ]);
  });

  it('are of the last trade that tells the price of now: none that is void, late, or was fetched for a gap', () => {
    const { hear, said } = marking();
    hear(1, trade(100, 5), trade(90, 3, { flags: FLAG.LATE }), trade(91, 4, { flags: FLAG.CANCELLED | FLAG.ODD_LOT }));
    hear(1, trade(92, 6, { flags: FLAG.BACKFILLED }));
    hear(1, trade(102, 7, { flags: FLAG.AUCTION }));
    expect(said).toEqual([
      [100, 5],
      [102, 7],
    ]);
  });

  it('do not listen to an owner of the stream who has been replaced', () => {
    const { hear, said } = marking();
    hear(4, trade(100, 5));
    hear(5, trade(101, 6));
    hear(4, trade(99, 7));
    hear(5, trade(102, 8));
    expect(said).toEqual([
      [100, 5],
      [101, 6],
      [102, 8],
    ]);
  });
});
