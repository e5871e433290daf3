import { expect, it } from '@jest/globals';
import {
  OrderBook,
  US_PER_MINUTE,
  US_PER_SECOND,
  type BookSnapshot,
  type MarketDataEvent,
  type Trade,
} from '@bourseworks/domain';
import { data, describeWithData, differentRows } from '@bourseworks/testkit';
import { ask, follow } from '../test/recorded.js';

const key = 'binance/ETHUSDT';
const startUs = Date.parse('2024-08-08T23:54:00Z') * 1_000;
/** The venue's clock is 1.3 s ahead of the recorder's, which went to midnight. */
const endUs = startUs + 6 * US_PER_MINUTE + 2 * US_PER_SECOND;

const read = async (kind: 'trade' | 'book' | 'bar-1s' | 'bar-5s', fromUs: number, toUs: number) =>
  (await ask({ dataRoot: data(), key, kind, fromUs, toUs })).events;

function finalBook(events: readonly MarketDataEvent[]): Pick<BookSnapshot, 'bids' | 'asks' | 'venueSequence'> {
  const book = new OrderBook();
  for (const event of events) follow(book, event);
  const { bids, asks, venueSequence } = book.snapshot();
  return { bids, asks, venueSequence };
}

/** A hundred thousand levels compare a thousand times quicker as text. */
const text = (value: unknown): string => JSON.stringify(value);

describeWithData('a range of a recorded feed', ['binance-raw-feed'], () => {
  it.each(['trade', 'bar-1s', 'bar-5s'] as const)('%s: two ranges side by side give what one does', async (kind) => {
    const whole = await read(kind, startUs, endUs);
    for (const seconds of [20, 65, 130, 355]) {
      const cut = startUs + seconds * 1_000_000;
      const union = [...(await read(kind, startUs, cut)), ...(await read(kind, cut, endUs))];
      expect(differentRows(union, whole)).toEqual([]);
    }
  });

  it('trades are cut at the time of the venue, a millisecond', async () => {
    const whole = (await read('trade', startUs, endUs)) as Trade[];
    const cut = whole.findIndex(({ us }) => us > whole[0].us);
    expect(cut).toBeGreaterThan(0);
    expect(await read('trade', startUs, whole[cut].us)).toEqual(whole.slice(0, cut));
    expect((await read('trade', whole[cut].us, endUs))[0]).toEqual(whole[cut]);
  });

  it('a bar that the range cuts is not told', async () => {
    const middle = startUs + 2 * US_PER_MINUTE + 2_500_000;
    const [first] = await read('bar-5s', middle, endUs);
    expect(first).toMatchObject({ startUs: middle + 2_500_000 });
    const last = (await read('bar-5s', startUs, middle)).at(-1);
    expect(last).toMatchObject({ endUs: middle - 2_500_000 });
  });

  it('book: a range that begins in the middle begins with the book as it stood, and ends with the same book', async () => {
    const whole = await read('book', startUs, endUs);
    for (const seconds of [20, 300.1]) {
      const cut = startUs + seconds * 1_000_000;
      const before = await read('book', startUs, cut);
      const after = await read('book', cut, endUs);
      expect(after[0]).toMatchObject({ kind: 'book-snapshot', us: cut, ns: 0, ...finalBook(before) });
      expect(text([...before, ...after.slice(1)]) === text(whole)).toBe(true);
      expect(text(finalBook(after))).toBe(text(finalBook(whole)));
    }
  });

  it('a range outside the recorded day has no history, a quiet one within it is empty', async () => {
    const none = await ask({ dataRoot: data(), key, kind: 'trade', fromUs: 0, toUs: startUs - 86_400_000_000 });
    expect(none.error).toMatchObject({ code: 'HISTORY_NOT_FOUND' });
    const quiet = await ask({ dataRoot: data(), key, kind: 'trade', fromUs: startUs, toUs: startUs + 1 });
    expect([quiet.events, quiet.error]).toEqual([[], undefined]);
  });
});
