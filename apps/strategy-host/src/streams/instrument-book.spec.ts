import { describe, expect, it } from '@jest/globals';
import { JSON_CODEC } from '@bourseworks/dto';
import type { SolaceSession } from '@bourseworks/solace-transport';
import { VirtualClock } from '@bourseworks/testkit';
import { instrumentShape } from '../../test/fake-peers.js';
import { InstrumentBook } from './instrument-book.js';

/** Market data that fails so often, with a code, before it lists BTCUSD. */
function setup(failures: number, code: string) {
  const clock = new VirtualClock();
  const asked = { times: 0 };
  const session = {
    request: () => {
      asked.times += 1;
      if (asked.times <= failures) return Promise.reject(Object.assign(new Error('not now'), { code }));
      return Promise.resolve({ payload: JSON_CODEC.encode({ instruments: [instrumentShape('BTCUSD')] }), headers: {} });
    },
  } as unknown as SolaceSession;
  return { clock, asked, book: new InstrumentBook(session, clock) };
}

const query = { venue: 'sim', symbol: 'BTCUSD' };

describe('the instruments of a host', () => {
  it.each(['ADAPTER_FAILED', 'NO_HANDLER', 'REQUEST_TIMEOUT'])('are found once %s is over', async (code) => {
    const { clock, asked, book } = setup(4, code);
    const found = book.find(query);
    await clock.advanceAsync(20_000_000);
    expect(await found).toMatchObject({ ok: true, value: { index: 0 } });
    expect(asked.times).toBe(5);
  });

  it('are not asked for again where the answer will be the same', async () => {
    const { asked, book } = setup(99, 'VENUE_UNKNOWN');
    expect(await book.find(query)).toMatchObject({ ok: false, refusal: { code: 'VENUE_UNKNOWN' } });
    expect(asked.times).toBe(1);
  });
});
