import { afterEach, expect, it } from '@jest/globals';
import { OrderBook, type BookDelta, type BookSnapshot, type MarketDataEvent } from '@bourseworks/domain';
import { describeWithData, eventually, exchangeRecording } from '@bourseworks/testkit';
import { RecordingPlayer, type Played } from '../../test/market-data/play.js';

const players: RecordingPlayer[] = [];
afterEach(async () => {
  for (const player of players.splice(0)) await player.close();
});

const LISTINGS = [
  { symbol: 'NKNUSDT', tickSize: '0.0001', stepSize: '1' },
  { symbol: 'BLZETH', tickSize: '0.00000001', stepSize: '1' },
  { symbol: 'LRCBTC', tickSize: '0.00000001', stepSize: '1' },
  { symbol: 'RUNEEUR', tickSize: '0.001', stepSize: '0.1' },
];

const FILES = ['exchange-recordings/BINANCE.ws.1.0.gz', 'exchange-recordings/BINANCE.http.0.0.gz'];

interface Change {
  readonly u: number;
  readonly E: number;
}

describeWithData('a recording of four books and their snapshots, played to the adapter by a stand-in', FILES, () => {
  it('each book joins its snapshot, and none has a gap', async () => {
    const player = await RecordingPlayer.start('spot', LISTINGS);
    players.push(player);
    const played = new Map<string, Played>();
    for (const { symbol } of LISTINGS) played.set(symbol, await player.open(symbol));
    const snapshots = [...exchangeRecording('BINANCE.http.0.0.gz')].filter((line) => line.kind === 'answer');
    for (const { url, text } of snapshots) player.snapshot(new URL(url).searchParams.get('symbol') ?? '', text);
    const changes = new Map<string, Change[]>();
    for (const line of exchangeRecording('BINANCE.ws.1.0.gz')) {
      if (line.kind !== 'received') continue;
      const { stream, data } = JSON.parse(line.text) as { stream: string; data: Change };
      await player.message(stream, line.text);
      const symbol = stream.split('@')[0].toUpperCase();
      if (stream.includes('@depth')) changes.set(symbol, [...(changes.get(symbol) ?? []), data]);
    }
    for (const [symbol, { sinks }] of played) {
      const all = changes.get(symbol) ?? [];
      const { lastUpdateId } = JSON.parse(snapshots.find(({ url }) => url.includes(symbol))?.text ?? '{}') as {
        lastUpdateId: number;
      };
      // From the first one that is not in the snapshot on, each is an event.
      const fresh = all.filter(({ u }) => u > lastUpdateId);
      expect(fresh.length).toBeGreaterThan(0);
      await eventually(() => usOf(sinks.book.items.at(-1)) === fresh[fresh.length - 1].E * 1_000, {
        timeoutMs: 30_000,
      });
      expect([symbol, sinks.book.states, sinks.book.counted('gaps')]).toEqual([symbol, ['LIVE'], 0]);
      const book = new OrderBook();
      for (const event of sinks.book.items as (BookSnapshot | BookDelta)[]) {
        if (event.kind === 'book-snapshot') book.applySnapshot(event);
        else expect(book.applyDelta(event)).toBe('applied');
      }
      expect(book.crossed).toBe(false);
      expect(book.bids.size).toBeGreaterThan(50);
    }
    const total = [...changes.values()].reduce((sum, { length }) => sum + length, 0);
    expect(total).toBe(177);
  }, 60_000);
});

function usOf(event: MarketDataEvent | undefined): number | undefined {
  return event?.kind === 'bar' ? undefined : event?.us;
}
