import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { FLAG, hasFlag, isPriceOfNow, US_PER_SECOND, type Bar, type Quote, type Trade } from '@bourseworks/domain';
import { data, describeWithData } from '@bourseworks/testkit';
import { leanFolder } from '../test/lean-folder.js';
import { ask, type Answer } from '../test/recorded.js';

const us = (iso: string): number => Date.parse(iso) * 1_000;
const key = 'usa/IBM';
const fromUs = us('2013-10-07T04:00Z');
const toUs = us('2013-10-08T04:00Z');
const SECONDS = 'equity/usa/second/ibm/20131007_quote.zip';

describeWithData('ticks of a share', ['lean-data'], () => {
  it('are all told, in order, with their conditions', async () => {
    const trades = (await ask({ dataRoot: data(), key, kind: 'trade' })).events as Trade[];
    expect(trades).toHaveLength(24_293);
    // 14430270,1815200,283,P,20002020,0
    expect(trades[0]).toEqual({
      kind: 'trade',
      us: us('2013-10-07T08:00:30.270Z'),
      ns: 0,
      price: 1_815_200,
      quantity: 283,
      conditions: ['20002020'],
    });
    // 34200788,1821400,64,Q,4000000,0 and 34216893,1820000,138862,N,40,0
    const auctions = trades.filter((trade) => hasFlag(trade, FLAG.AUCTION));
    expect(auctions.map(({ price, quantity, flags, conditions }) => [price, quantity, flags, conditions])).toEqual([
      [1_821_400, 64, FLAG.AUCTION | FLAG.CONDITION, ['4000000']],
      [1_820_000, 138_862, FLAG.AUCTION, ['40']],
      [1_820_200, 22, FLAG.AUCTION | FLAG.CONDITION, ['1000000']],
      [1_820_100, 151_665, FLAG.AUCTION, ['80']],
    ]);
    const late = trades.filter((trade) => hasFlag(trade, FLAG.LATE)).map(({ conditions }) => conditions?.[0]);
    expect(late).toEqual(['4800', '4800', '4800', '6004']);
    // Average price, derivatively priced, stock and option, cash, next day, and the two official values.
    expect(trades.filter((trade) => hasFlag(trade, FLAG.CONDITION))).toHaveLength(70);
  });

  it('make 92 % of the closes of seconds: bars leave out more than their conditions tell', async () => {
    const trades = (await ask({ dataRoot: data(), key, kind: 'trade' })).events as Trade[];
    const seconds = (await ask({ dataRoot: data(), key, kind: 'bar-1s' })).events as Bar[];
    const closes = (some: readonly Trade[]): number => {
      const last = new Map(some.map((trade) => [Math.floor(trade.us / US_PER_SECOND), trade.price]));
      return seconds.filter((bar) => last.get(bar.startUs / US_PER_SECOND) === bar.close).length;
    };
    expect([seconds.length, closes(trades), closes(trades.filter(isPriceOfNow))]).toEqual([5_123, 4_694, 4_685]);
  });

  it('best bid and ask at the end of each second are the quotes of the file of seconds', async () => {
    const ticks = (await ask({ dataRoot: data(), key, kind: 'quote', fromUs, toUs })).events as Quote[];
    expect(ticks).toHaveLength(109_067);
    // 14400054,0,0,1836300,100,Q,1,0 and 14400241,1800100,300,0,0,P,1,0
    expect(ticks.slice(0, 2)).toEqual([
      {
        kind: 'quote',
        us: us('2013-10-07T08:00:00.054Z'),
        ns: 0,
        bidPrice: 0,
        bidQuantity: 0,
        askPrice: 1_836_300,
        askQuantity: 100,
      },
      {
        kind: 'quote',
        us: us('2013-10-07T08:00:00.241Z'),
        ns: 0,
        bidPrice: 1_800_100,
        bidQuantity: 300,
        askPrice: 1_836_300,
        askQuantity: 100,
      },
    ]);
    const odd = ticks.filter(({ flags }) => flags !== undefined);
    expect(odd.map(({ conditions }) => conditions)).toEqual([['800'], ['800'], ['8'], ['8'], ['suspicious']]);
    const last = new Map(
      ticks
        .filter((tick) => !tick.conditions?.includes('suspicious'))
        .map((tick) => [Math.floor(tick.us / US_PER_SECOND), tick]),
    );
    // Beside ticks the quotes of seconds are not looked at: they are read alone.
    const folder = leanFolder({ [SECONDS]: readFileSync(data('lean-data', SECONDS)) });
    const seconds = (await ask({ dataRoot: folder, key, kind: 'quote' })).events as Quote[];
    const differ = seconds.filter((second) => {
      const tick = last.get(second.us / US_PER_SECOND - 1);
      return (
        tick === undefined ||
        [tick.bidPrice, tick.bidQuantity, tick.askPrice, tick.askQuantity].join() !==
          [second.bidPrice, second.bidQuantity, second.askPrice, second.askQuantity].join()
      );
    });
    // The last ask of that second is below the bid; the file leaves it out.
    expect([seconds.length, differ.map((second) => second.us)]).toEqual([11_676, [us('2013-10-07T14:46:33Z')]]);
  });
});

describe('a file of ticks', () => {
  const TRADES = 'equity/usa/tick/ibm/20131007_trade.zip';
  const QUOTES = 'equity/usa/tick/ibm/20131007_quote.zip';
  const read = (file: string, content: string): Promise<Answer> =>
    ask({ dataRoot: leanFolder({ [file]: content }), key, kind: file === TRADES ? 'trade' : 'quote' });

  it('may hold several ticks of one moment, and fractions of a millisecond', async () => {
    const { events, error } = await read(TRADES, '14400009.367,1,100,D,0,0\n14400009.367,2,100,D,1,0\n');
    expect(error).toBeUndefined();
    expect(events.map((event) => 'us' in event && event.us)).toEqual([
      us('2013-10-07T08:00:00.009Z') + 367,
      us('2013-10-07T08:00:00.009Z') + 367,
    ]);
  });

  it('marks odd lots, and what the vendor suspects', async () => {
    const { events } = await read(TRADES, '0,1,1,D,80000001,0\n0,1,100,D,1,1\n');
    expect(events).toMatchObject([
      { flags: FLAG.ODD_LOT, conditions: ['80000001'] },
      { flags: FLAG.CONDITION, conditions: ['suspicious'] },
    ]);
  });

  it('a suspicious quote is told, and not gone on from', async () => {
    const { events } = await read(QUOTES, '0,10,1,0,0,N,1,0\n1,99,1,0,0,N,1,1\n2,0,0,12,1,N,1,0\n');
    expect(events.map((event) => event.kind === 'quote' && [event.bidPrice, event.askPrice])).toEqual([
      [10, 0],
      [99, 0],
      [10, 12],
    ]);
  });

  it.each([
    ['a time that steps back', TRADES, '2,1,1,D,0,0\n1,1,1,D,0,0', 2],
    ['a time of another day', TRADES, '86400000,1,1,D,0,0', 1],
    ['no size', TRADES, '1,1,0,D,0,0', 1],
    ['a condition that is no number', TRADES, '1,1,1,D,xyz,0', 1],
    ['neither suspicious nor not', TRADES, '1,1,1,D,0,2', 1],
    ['a column less', TRADES, '1,1,1,D,0', 1],
    ['two sides at once', QUOTES, '1,1,1,2,1,D,0,0', 1],
    ['no side', QUOTES, '1,0,0,0,0,D,0,0', 1],
  ])('is refused with its line: %s', async (_, file, content, line) => {
    expect((await read(file, content)).error).toMatchObject({ code: 'DATA_FORMAT', details: { file, line } });
  });

  it('of a currency or coin has no conditions', async () => {
    const dataRoot = leanFolder({
      'crypto/coinbase/tick/btcusd/20200101_trade.zip': '1,100.5,0.25\n',
      'crypto/coinbase/tick/btcusd/20200101_quote.zip': '1,100.25,2,100.75,0.5\n',
      'forex/oanda/tick/eurusd/20200101_quote.zip': '1,1.12,1.13\n',
    });
    const events = async (of: string, kind: 'trade' | 'quote') => (await ask({ dataRoot, key: of, kind })).events;
    expect(await events('coinbase/BTCUSD', 'trade')).toMatchObject([{ price: 10_050, quantity: 25_000_000 }]);
    expect(await events('coinbase/BTCUSD', 'quote')).toMatchObject([{ bidPrice: 10_025, askQuantity: 50_000_000 }]);
    expect(await events('oanda/EURUSD', 'quote')).toMatchObject([{ bidPrice: 1_120_000, bidQuantity: 0 }]);
  });
});
