import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MarketDataBatch, MarketDataStatusShape, TradeShape } from '@bourseworks/dto/shapes';
import { DEVELOPMENT_USER, SmfBroker } from '@bourseworks/smf-broker';
import { SolaceSession } from '@bourseworks/solace-transport/session';
import { data, describeWithData, eventually, exchangeRecording, tempDir } from '@bourseworks/testkit';
import { runCli } from '../testing/run-cli.js';

/** Ids of the trades of a product in the order in which they came, off the text of the recording. */
function tradeIds(product: string): string[] {
  return [...exchangeRecording('COINBASE.ws.28.0.gz')].flatMap((line) => {
    if (line.kind !== 'received' || !line.text.startsWith('{"type":"match"')) return [];
    return line.text.includes(`"product_id":"${product}"`) ? [/"trade_id":(\d+)/.exec(line.text)?.[1] ?? ''] : [];
  });
}

const lines = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('recorded data that are not there', () => {
  it.each([
    [['replay', join(tempDir('replay'), 'none')], 1, 'there is no folder'],
    [['replay', tempDir('replay')], 3, 'CONFIG_INVALID'],
    [['replay', '.', '--speed', '0'], 2, 'times as quick'],
    [['replay', '.', '--from', '2020-01-02', '--to', '2020-01-01'], 2, 'is empty'],
    [['history', 'X', '--source', 'elsewhere'], 2, 'recording:FOLDER'],
    [['history', 'X', '--source', 'recording:none'], 1, 'there is no folder'],
  ])('%j ends with %i', async (args, code, message) => {
    const run = await runCli(args);
    expect([run.code, run.stdout]).toEqual([code, '']);
    expect(run.stderr).toContain(message);
  });
});

describeWithData('a recording of an exchange', ['exchange-recordings'], () => {
  const folder = data('exchange-recordings');
  const replay = (...args: string[]) => runCli(['replay', folder, ...args]);

  it('is printed in the order in which it was received', async () => {
    const { code, stdout } = await replay('--symbols', 'SKL-USD', 'SKL-BTC', '--kind', 'trade', '--json');
    expect(code).toBe(0);
    const items = lines(stdout) as { symbol: string; kind: string; item: { received: string; tradeId: string } }[];
    for (const symbol of ['SKL-USD', 'SKL-BTC'])
      expect(items.filter((each) => each.symbol === symbol).map(({ item }) => item.tradeId)).toEqual(tradeIds(symbol));
    const received = items.map(({ item }) => item.received);
    expect(received).toEqual(received.toSorted());
    expect(items).toHaveLength(52 + 8);
    const text = await replay('--symbols', 'SKL-USD', '--limit', '3');
    expect(text.stdout.split('\n')).toHaveLength(4);
    expect(text.stdout).toMatch(/^2021-04-17T16:\S+Z {2}coinbase\/SKL-USD trade {2}time 2021\S+ {2}price 0\.\d+ {2}/);
  });

  it('is cut to a range, and told as history', async () => {
    const all = lines((await replay('--symbols', 'SKL-USD', '--json')).stdout) as { item: TradeShape }[];
    const [from, to] = [all[10].item.time, all[20].item.time];
    const part = await replay('--symbols', 'SKL-USD', '--json', '--from', from, '--to', to);
    expect(lines(part.stdout)).toEqual(all.filter(({ item }) => item.time >= from && item.time < to));
    const nothing = await replay('--symbols', 'SKL-USD', '--to', '2020-01-01');
    expect([nothing.code, nothing.stderr]).toEqual([3, expect.stringContaining('HISTORY_NOT_FOUND')]);
    const source = ['--source', `recording:${folder}`, '--venue', 'coinbase', '--kind', 'trade'];
    const history = await runCli(['history', 'SKL-USD', ...source, '--json']);
    expect(lines(history.stdout)).toEqual(all.map(({ item }) => item));
    const csv = await runCli(['history', 'SKL-USD', ...source, '--csv', '--limit', '2']);
    expect(csv.stdout.split('\n').map((line) => line.split(',').at(-1))).toEqual([
      'tradeId',
      ...tradeIds('SKL-USD').slice(0, 2),
      '',
    ]);
  });

  it('refuses what it has not, and says what there is', async () => {
    const symbol = await replay('--symbols', 'NONE');
    expect([symbol.code, symbol.stderr]).toEqual([2, expect.stringContaining('coinbase/SKL-USD')]);
    const kind = await replay('--symbols', 'SKL-USD', '--kind', 'bar-1m');
    expect([kind.code, kind.stderr]).toEqual([2, expect.stringContaining('book, quote, trade')]);
  });

  describe('on the bus', () => {
    let broker: SmfBroker;
    let client: SolaceSession;
    let url: string;
    beforeAll(async () => {
      broker = new SmfBroker({ tcpPort: 0, wsPort: null });
      url = `tcp://127.0.0.1:${(await broker.start()).tcpPort}`;
      client = new SolaceSession({ url, ...DEVELOPMENT_USER });
      await client.connect();
    });
    afterAll(async () => {
      await client.close();
      await broker.stop();
    });

    it('is on topics of its own, numbered, as quickly as was asked for', async () => {
      const batches: MarketDataBatch[] = [];
      const states: unknown[] = [];
      const read = <T>(payload: Uint8Array): T => JSON.parse(Buffer.from(payload).toString()) as T;
      const topic = 'marketdata/live/v1/trade/recorded.coinbase/SKL-USD';
      await client.subscribe('marketdata/live/v1/>', (message) => {
        expect(message.topic).toBe(topic);
        batches.push(read<MarketDataBatch>(message.payload));
      });
      await client.subscribe('marketdata/status/v1/recorded.coinbase/SKL-USD', (message) => {
        const { state, epoch, sequence } = read<MarketDataStatusShape>(message.payload);
        states.push([state, epoch, sequence]);
      });
      const { code, stdout } = await replay(
        '--symbols',
        'SKL-USD',
        '--publish',
        '--speed',
        '100',
        '--url',
        url,
        '--json',
      );
      expect([code, lines(stdout)]).toEqual([0, [{ type: 'stream', topic }]]);
      await eventually(() => states.length === 2);
      const epoch = batches[0].epoch;
      expect(states).toEqual([
        ['LIVE', epoch, 0],
        ['ENDED', epoch, 52],
      ]);
      // Half a minute in a third of a second: not all at once.
      expect(batches.length).toBeGreaterThan(3);
      let next = 1;
      for (const { seq0, items } of batches) {
        expect(seq0).toBe(next);
        next += items.length;
      }
      const ids = batches.flatMap(({ items }) => (items as readonly TradeShape[]).map(({ tradeId }) => tradeId));
      expect(ids).toEqual(tradeIds('SKL-USD'));
    });
  });
});
