import { describe, expect, it } from '@jest/globals';
import { instrumentOf, read, setUp, type Setup } from './setup.js';
import type { Answer } from './stand-in.js';

const GOOD: Answer = {
  body: '{"trades":{"AAPL":[{"t":"2024-01-02T15:00:00Z","x":"V","p":1,"s":1,"i":1}]},"next_page_token":null}',
};
const BUSY: Answer = { status: 429, body: '{"message":"too many requests."}' };
const trades = { symbol: 'AAPL', kind: 'trade' } as const;

/** Gives these answers in turn, then good ones. */
async function answering(answers: readonly Answer[]): Promise<Setup> {
  const setup = await setUp();
  const left = [...answers];
  setup.standIn.rest = () => left.shift() ?? GOOD;
  return setup;
}

describe('a page that was not given at once', () => {
  it('is asked for again after the wait that the venue names', async () => {
    const { standIn, adapter } = await answering([{ ...BUSY, headers: { 'retry-after': '1' } }, BUSY]);
    const began = performance.now();
    const { events } = await read(adapter, trades);
    expect(events).toHaveLength(1);
    expect(performance.now() - began).toBeGreaterThanOrEqual(990);
    expect(standIn.requests).toHaveLength(3);
  });

  it('waits for the reset of the rate limit', async () => {
    const reset = String(Math.floor(Date.now() / 1_000));
    const { standIn, adapter } = await answering([{ ...BUSY, headers: { 'x-ratelimit-reset': reset } }]);
    await read(adapter, trades);
    expect(standIn.requests).toHaveLength(2);
  });

  it('is asked for a bounded number of times', async () => {
    const { standIn, adapter } = await answering(Array.from({ length: 10 }, () => BUSY));
    const refused = expect.objectContaining({ code: 'ADAPTER_FAILED', details: { adapter: 'alpaca', status: 429 } });
    await expect(read(adapter, trades)).rejects.toEqual(refused);
    expect(standIn.requests).toHaveLength(5);
  });

  it('is not waited for longer than a minute', async () => {
    const { standIn, adapter } = await answering([{ ...BUSY, headers: { 'retry-after': '3600' } }]);
    await expect(read(adapter, trades)).rejects.toThrow(/rate limit.*429 too many requests/);
    expect(standIn.requests).toHaveLength(1);
  });

  it('is asked for again when the server failed or the connection broke', async () => {
    const { standIn, adapter } = await answering([{ status: 503, body: 'upstream' }]);
    const give = standIn.rest;
    let broken = false;
    standIn.rest = (url, request) => {
      if (broken) return give(url, request);
      broken = true;
      request.socket.destroy();
      return GOOD;
    };
    const { events } = await read(adapter, trades);
    expect(events).toHaveLength(1);
    // One that broke, one 503, one answer.
    expect(standIn.requests).toHaveLength(3);
  });

  it('is no longer waited for when the reader gives up', async () => {
    const { standIn, adapter } = await answering(
      Array.from({ length: 9 }, () => ({ ...BUSY, headers: { 'retry-after': '1' } })),
    );
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 100);
    const query = { instrument: await instrumentOf(adapter, 'AAPL'), kind: 'trade', fromUs: 0, toUs: 2e15 } as const;
    const began = performance.now();
    await adapter.history(query, () => Promise.resolve(), abort.signal);
    expect(performance.now() - began).toBeLessThan(900);
    expect(standIn.requests).toHaveLength(1);
  });

  it('ends with the adapter', async () => {
    const { standIn, adapter } = await setUp();
    standIn.rest = () => new Promise<Answer>(() => undefined);
    const reading = read(adapter, trades);
    setTimeout(() => void adapter.close(), 50);
    await expect(reading).rejects.toThrow(/closed/);
  });

  it('in time is asked for again, a bounded number of times', async () => {
    const rest = { timeoutMs: 60, firstRetryMs: 1, maxRetryMs: 5 };
    const { standIn, adapter } = await setUp({ rest });
    standIn.rest = () => new Promise<Answer>(() => undefined);
    await expect(read(adapter, trades)).rejects.toThrow(/no answer in 60 ms/);
    expect(standIn.requests).toHaveLength(5);
  });

  it('but is of no size that a page has is refused', async () => {
    const { standIn, adapter } = await setUp({ rest: { timeoutMs: 30_000, firstRetryMs: 5, maxRetryMs: 10 } });
    standIn.rest = () => ({ body: ' '.repeat(33 * 1_024 * 1_024) });
    await expect(read(adapter, trades)).rejects.toThrow(/a page of more than/);
    expect(standIn.requests).toHaveLength(1);
  });
});
