import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { feedFolder, feed } from '../test/feed-folder.js';
import { leanFolder } from '../test/lean-folder.js';
import { ALL_VENUES } from '../test/recorded.js';
import { INSTRUMENT, tableFolder } from '../test/table-folder.js';
import { ReplayCatalogue } from './replay-catalogue.js';

const LEAN_BTC = 'crypto/coinbase/minute/btcusd/20200101_trade.zip';
const LEAN_SAME = 'crypto/binance/minute/btcusdt/20200101_trade.zip';
const FEED_BTC = 'btcusdt_20200101.gz';
const trades = [feed.trade(1, 1, '1', '1')];

async function keys(dataRoot: string, venues = ALL_VENUES): Promise<readonly string[]> {
  return (await ReplayCatalogue.load({ dataRoot, venues })).instruments().map((instrument) => instrument.key);
}

describe('a data folder', () => {
  it('may hold one format, itself or in the folder of its name', async () => {
    expect(await keys(feedFolder({ [FEED_BTC]: trades }))).toEqual(['binance/BTCUSDT']);
    expect(await keys(feedFolder({ [`binance-raw-feed/${FEED_BTC}`]: trades }))).toEqual(['binance/BTCUSDT']);
    expect(await keys(leanFolder({ [LEAN_BTC]: '' }))).toEqual(['coinbase/BTCUSD']);
  });

  it('may hold both; venues select, and a symbol in both is read from the feed', async () => {
    const root = feedFolder({ [`binance-raw-feed/${FEED_BTC}`]: trades });
    for (const name of [LEAN_BTC, LEAN_SAME]) {
      const path = join(root, 'lean-data', name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, '');
    }
    expect(await keys(root)).toEqual(['binance/BTCUSDT', 'coinbase/BTCUSD']);
    expect(await keys(root, ['coinbase'])).toEqual(['coinbase/BTCUSD']);
    const catalogue = await ReplayCatalogue.load({ dataRoot: root, venues: ALL_VENUES });
    expect(catalogue.find('binance/BTCUSDT')?.kinds('binance/BTCUSDT')).toContain('book');
  });

  it('may hold tables beside them, which go first', async () => {
    const table = { kind: 'trade', files: ['t.csv'], time: { columns: ['t'], format: 'ms' } };
    const tables = [{ ...table, columns: { price: 'p', quantity: 'q' } }];
    const instruments = ['BTCUSDT', 'ETHUSDT'].map((symbol) => ({ ...INSTRUMENT, venue: 'binance', symbol, tables }));
    const root = feedFolder({ [`binance-raw-feed/${FEED_BTC}`]: trades });
    mkdirSync(join(root, 'tables'));
    writeFileSync(join(root, 'tables', 'tables.json'), JSON.stringify({ instruments }));
    expect(await keys(root)).toEqual(['binance/BTCUSDT', 'binance/ETHUSDT']);
    expect(await keys(root, ['usa'])).toEqual([]);
    const catalogue = await ReplayCatalogue.load({ dataRoot: root, venues: ALL_VENUES });
    expect(catalogue.find('binance/BTCUSDT')?.kinds('binance/BTCUSDT')).toEqual(['trade']);
    expect(await keys(tableFolder({ instruments }, {}))).toHaveLength(2);
  });

  it('takes no other file for a recording', async () => {
    const names = ['btcusdt_20200101.gz', 'btcusdt_20201301.gz', 'BTC USDT_20200101.gz', 'btcusdt.gz', 'readme.md'];
    const root = feedFolder(Object.fromEntries(names.map((name) => [name, trades])));
    expect(await keys(root)).toEqual(['binance/BTCUSDT']);
  });

  it('without any is refused, naming the variable', async () => {
    await expect(keys(feedFolder({ 'readme.md': '' }))).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      details: { variable: 'REPLAY_DATA' },
    });
  });
});
