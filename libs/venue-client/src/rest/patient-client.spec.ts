import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DomainError } from '@bourseworks/domain';
import { CountingClock, eventually, FeedServer, type VenueReply, type VenueRequest } from '@bourseworks/testkit';
import type { Answer, Ok } from '../answer.js';
import { PatientClient, type PatientOptions } from './patient-client.js';

const never = new AbortController().signal;
const question = { path: '/price', query: { of: 'BTC' }, cost: { requests: 1 } };

/** A venue that says no with status 200. */
function reread(answer: Ok): Answer {
  const { no } = answer.body as { no?: string };
  if (no === undefined) return answer;
  return { kind: 'refused', status: 200, code: no, message: no, retryable: no === 'busy' };
}

const codeOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => 'answered',
    (error: unknown) => (error as { code?: unknown }).code,
  );

describe('PatientClient', () => {
  const clock = new CountingClock();
  let server: FeedServer;
  let client: PatientClient;
  let replies: VenueReply[] = [];

  beforeEach(async () => {
    const answer = (_request: VenueRequest): VenueReply => replies.shift() ?? { body: { price: 1 } };
    server = await FeedServer.start({ answer });
    client = make();
  });
  afterEach(async () => {
    client.close();
    await server.close();
    expect(clock.pendingTimers).toBe(0);
  });

  function make(options: Partial<PatientOptions> = {}): PatientClient {
    const rest = { url: server.url, clock, timeoutMs: 500 };
    const windows = [{ name: 'requests', limit: 1_000, windowUs: 1_000_000 }];
    const backoff = { firstMs: 1, maxMs: 5 };
    return new PatientClient({ adapter: 'here', venue: 'The venue', rest, windows, backoff, reread, ...options });
  }
  const asked = (): number => server.requests.length;

  it('gives the answer', async () => {
    expect((await client.ask(question)).body).toEqual({ price: 1 });
    expect(server.requests[0].query.get('of')).toBe('BTC');
  });

  it('does not repeat a refused login, nor ask anything for a while after it', async () => {
    replies = [{ status: 401, body: { message: 'who are you' } }];
    const isLogin = { code: 'ADAPTER_LOGIN', details: { adapter: 'here' } };
    await expect(client.ask(question)).rejects.toMatchObject(isLogin);
    await expect(client.ask({ ...question, path: '/other' })).rejects.toMatchObject(isLogin);
    expect(asked()).toBe(1);
    client.close();
    client = make({ loginPauseMs: 20, isLogin: ({ status }) => status === 403 });
    replies = [{ status: 403, body: {} }];
    await expect(client.ask(question)).rejects.toMatchObject(isLogin);
    await eventually(async () => (await codeOf(client.ask(question))) === 'answered');
    expect(asked()).toBe(3);
  });

  it('asks again what failed, or was turned down for now, but not for ever', async () => {
    replies = [{ status: 503, body: {} }, { body: { no: 'busy' } }, { body: 'no JSON' }];
    expect((await client.ask(question)).body).toEqual({ price: 1 });
    expect(asked()).toBe(4);
    replies = Array.from({ length: 9 }, () => ({ status: 503, body: {} }));
    await expect(client.ask(question)).rejects.toMatchObject({
      code: 'ADAPTER_FAILED',
      message: 'The venue could not be asked for /price: status 503',
      details: { adapter: 'here', path: '/price' },
    });
    expect(asked()).toBe(8);
  });

  it('does not repeat what is turned down for good', async () => {
    replies = [{ body: { no: 'unknown pair' } }];
    await expect(client.ask(question)).rejects.toMatchObject({ message: expect.stringMatching(/unknown pair$/) });
    expect(asked()).toBe(1);
  });

  it('has an error of its own for a refusal that says more', async () => {
    client.close();
    const error = new DomainError({ code: 'INSTRUMENT_UNKNOWN', message: 'no such symbol' });
    client = make({ errorOf: ({ code }, { path }) => (code === 'symbol' && path === '/price' ? error : undefined) });
    replies = [{ body: { no: 'symbol' } }, { body: { no: 'busy' } }, { body: { no: 'other' } }];
    await expect(client.ask(question)).rejects.toBe(error);
    expect(await codeOf(client.ask(question))).toBe('ADAPTER_FAILED');
    expect(asked()).toBe(3);
  });

  it('is silent for as long as the venue asks', async () => {
    replies = [{ status: 429, headers: { 'retry-after': '1' }, body: {} }];
    await client.ask(question);
    const [first, second] = server.requests;
    expect(second.atMs - first.atMs).toBeGreaterThanOrEqual(950);
  });

  it('asks no more often than the windows allow', async () => {
    client.close();
    client = make({ windows: [{ name: 'requests', limit: 2, windowUs: 300_000 }] });
    await Promise.all([1, 2, 3].map(() => client.ask(question)));
    const [first, , third] = server.requests;
    expect(third.atMs - first.atMs).toBeGreaterThanOrEqual(300);
  });

  it('ends with the signal, wherever it waits', async () => {
    for (const waitsFor of ['an answer', 'another attempt', 'the limit'] as const) {
      client.close();
      const windows = [{ name: 'requests', limit: 1, windowUs: 60_000_000 }];
      client = make({
        backoff: { firstMs: 60_000, maxMs: 60_000 },
        ...(waitsFor === 'the limit' ? { windows } : {}),
      });
      if (waitsFor === 'an answer') server.control({ kind: 'slow', count: 1, ms: 60_000 });
      if (waitsFor === 'another attempt') server.control({ kind: 'status', count: 1, status: 503 });
      if (waitsFor === 'the limit') await client.ask(question);
      const abort = new AbortController();
      const before = asked();
      const refused = codeOf(client.ask(question, abort.signal));
      const mustAsk = waitsFor === 'the limit' ? 0 : 1;
      for (let turn = 0; asked() < before + mustAsk && turn < 500; turn++)
        await new Promise((end) => setTimeout(end, 5));
      abort.abort();
      expect(await refused).toBe('ADAPTER_FAILED');
      expect(asked()).toBe(before + mustAsk);
    }
    await expect(client.ask(question, AbortSignal.abort())).rejects.toMatchObject({ code: 'ADAPTER_FAILED' });
  });

  it('fails what is asked when it is closed', async () => {
    server.control({ kind: 'slow', count: 1, ms: 60_000 });
    const refused = codeOf(client.ask(question, never));
    client.close();
    expect(await refused).toBe('ADAPTER_FAILED');
    await expect(client.ask(question)).rejects.toMatchObject({ code: 'ADAPTER_FAILED' });
  });
});
