import { describe, expect, it } from '@jest/globals';
import { eventually } from '@bourseworks/testkit';
import { AlpacaMarketData } from '../src/market-data.js';
import { RecordingSink } from './recording-sink.js';
import { instrumentOf, QUICK, setUp } from './setup.js';
import { KEY_ID, SECRET_KEY } from './stand-in.js';

describe('the login', () => {
  it('with wrong keys refuses the stream at once, shows no key and tries no more', async () => {
    const { standIn, open } = await setUp({}, {}, { secretKey: 'another-secret' });
    const began = performance.now();
    const error = await open('AAPL', 'trade').catch((reason: unknown) => reason);
    expect(performance.now() - began).toBeLessThan(QUICK.openMs / 2);
    expect(error).toMatchObject({ code: 'ADAPTER_FAILED', details: { venueCode: 402 } });
    const shown = `${String(error)} ${JSON.stringify(error)} ${(error as Error).stack ?? ''}`;
    expect(shown).toContain('check ALPACA_KEY_ID and ALPACA_SECRET_KEY (402 auth failed)');
    expect(shown).not.toMatch(new RegExp(`${KEY_ID}|${SECRET_KEY}|another-secret`));
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(standIn.connections).toBe(1);
  });

  it('that was refused is not tried again before its pause is over, whoever asks', async () => {
    const { standIn, open } = await setUp(
      {},
      { backoff: { firstMs: 10, maxMs: 1_000 } },
      { secretKey: 'another-secret' },
    );
    for (let i = 0; i < 20; i++) {
      await expect(open('AAPL', 'trade')).rejects.toMatchObject({ details: { venueCode: 402 } });
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
    expect(standIn.connections).toBe(1);
    await eventually(async () => {
      await open('AAPL', 'trade').catch(() => undefined);
      return standIn.connections === 2;
    });
  });

  it('shows no key either when the venue repeats it', async () => {
    const { standIn, open } = await setUp();
    standIn.loginError = { code: 402, msg: `key ${KEY_ID} with ${SECRET_KEY} is revoked` };
    await expect(open('AAPL', 'trade')).rejects.toThrow(/key \*{3} with \*{3} is revoked/);
  });

  it('that fails keeps its growing pauses when streams are closed and opened meanwhile', async () => {
    const { standIn, open } = await setUp({ openMs: 20 }, { backoff: { firstMs: 200, maxMs: 5_000 } });
    standIn.connectionLimit = 0;
    // Each waits for 20 ms; the first pauses are at least 100, 200 and 400.
    for (let i = 0; i < 15; i++) await expect(open('AAPL', 'trade')).rejects.toThrow(/406/);
    expect(standIn.connections).toBeLessThan(8);
  });

  it('to a feed that the plan does not cover says so', async () => {
    const { standIn, open } = await setUp();
    standIn.loginError = { code: 409, msg: 'insufficient subscription' };
    await expect(open('AAPL', 'trade')).rejects.toThrow(/does not cover this feed.*ALPACA_STREAM_URL.*409/);
  });

  it('waits while another program has the connection, then names it', async () => {
    const { standIn, open } = await setUp({ openMs: 400 });
    standIn.connectionLimit = 0;
    await expect(open('AAPL', 'trade')).rejects.toThrow(/one connection elsewhere.*LIVE_WORKERS.*406/);
    expect(standIn.connections).toBeGreaterThan(2);
  });

  it('comes through once the other program has left', async () => {
    const { standIn, adapter, open } = await setUp();
    const other = new AlpacaMarketData(standIn.config, QUICK);
    await other.open({ instrument: await instrumentOf(adapter, 'SPY'), kind: 'trade' }, new RecordingSink());
    const opening = open('AAPL', 'trade');
    await eventually(() => standIn.connections > 2);
    expect(standIn.subscribed).toEqual(['trades/SPY']);
    await other.close();
    const sink = await opening;
    expect(sink.order).toEqual(['LIVE']);
    expect(standIn.subscribed).toEqual(['trades/AAPL']);
  });

  it('is given up when no welcome comes, and tried anew', async () => {
    const { standIn, open } = await setUp({}, { loginMs: 100 });
    standIn.mute = true;
    const opening = open('AAPL', 'trade');
    await eventually(() => standIn.connections > 1);
    standIn.mute = false;
    expect((await opening).order).toEqual(['LIVE']);
  });

  it('fails with what kept it from the venue', async () => {
    const { standIn, open } = await setUp({ openMs: 300 });
    standIn.refuse = true;
    await expect(open('AAPL', 'trade')).rejects.toThrow(/connection to Alpaca failed/);
  });
});
