import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SystemClock } from '@bourseworks/ports';
import { freePort } from '@bourseworks/testkit';
import { RestClient, type RestOptions } from './rest-client.js';

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

describe('RestClient', () => {
  let server: Server;
  let url: string;
  let handler: Handler = (_request, response) => response.end('{}');
  const clients: RestClient[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => handler(request, response, body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    for (const client of clients) client.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const client = (options: Partial<RestOptions> = {}): RestClient => {
    const made = new RestClient({ url, clock: new SystemClock(), timeoutMs: 2_000, ...options });
    clients.push(made);
    return made;
  };
  const answering = (status: number, text: string, headers: Record<string, string> = {}): void => {
    handler = (_request, response) => response.writeHead(status, headers).end(text);
  };
  const readRefusal = (body: unknown) => {
    const { code, msg } = body as { code: number; msg: string };
    return { code: String(code), message: msg, ...(code === -1007 ? { fault: 'UNKNOWN' as const } : {}) };
  };

  it('signs the very texts that it sends, and gives what came back', async () => {
    let seen: unknown;
    const used: (string | undefined)[] = [];
    handler = (request, response, body) => {
      seen = { method: request.method, url: request.url, key: request.headers['x-key'], body };
      response.writeHead(201, { 'x-used': '7' }).end('{"id":"1"}');
    };
    const signing = client({
      sign: ({ query, body }) => ({
        query: `${query}&signature=${query.length + body.length}`,
        headers: { 'x-key': 'k' },
      }),
      onAnswer: (_status, headers) => used.push(headers['x-used']),
    });
    const answer = await signing.send({ method: 'POST', path: '/orders', query: { a: 1 }, body: { b: 'ü' } });
    expect(answer).toMatchObject({ kind: 'ok', status: 201, body: { id: '1' } });
    expect(seen).toEqual({ method: 'POST', url: '/orders?a=1&signature=12', key: 'k', body: '{"b":"ü"}' });
    expect(used).toEqual(['7']);
  });

  it.each([
    [400, 'POST', { kind: 'refused', code: '-5', message: 'no', retryable: false }],
    [429, 'POST', { kind: 'refused', retryable: true, retryAfterMs: 3_000 }],
    [418, 'POST', { kind: 'refused', retryable: true }],
    [503, 'GET', { kind: 'refused', retryable: true }],
    [503, 'POST', { kind: 'unknown', status: 503 }],
    [500, 'DELETE', { kind: 'unknown', status: 500 }],
    [408, 'POST', { kind: 'unknown' }],
    [302, 'POST', { kind: 'unknown' }],
  ] as const)('takes %i to a %s for what it is', async (status, method, expected) => {
    answering(status, '{"code":-5,"msg":"no"}', { 'retry-after': '3' });
    expect(await client({ readRefusal }).send({ method, path: '/x' })).toMatchObject(expected);
  });

  it('lets the venue’s code say that the outcome is unknown', async () => {
    answering(400, '{"code":-1007,"msg":"timeout"}');
    expect(await client({ readRefusal }).send({ method: 'POST', path: '/x' })).toMatchObject({ kind: 'unknown' });
  });

  it('does not take an answer that it cannot read, or that is too long, for a refusal', async () => {
    answering(200, '<html>');
    expect(await client().send({ method: 'POST', path: '/x' })).toMatchObject({ kind: 'unknown', status: 200 });
    answering(200, JSON.stringify('x'.repeat(2_000)));
    const small = client({ maxAnswerBytes: 1_000 });
    expect(await small.send({ method: 'POST', path: '/x' })).toMatchObject({ kind: 'unknown' });
    answering(204, '');
    expect(await client().send({ method: 'DELETE', path: '/x' })).toMatchObject({ kind: 'ok', body: undefined });
  });

  it('knows a request that was never written from one that may have been', async () => {
    const nowhere = client({ url: `http://127.0.0.1:${await freePort()}` });
    const never = await nowhere.send({ method: 'POST', path: '/x' });
    expect(never).toMatchObject({ kind: 'refused', status: 0, code: 'NOT_SENT', retryable: true });
    handler = (request) => request.socket.destroy();
    expect(await client().send({ method: 'POST', path: '/x' })).toMatchObject({ kind: 'unknown' });
    handler = () => undefined;
    const hasty = client({ timeoutMs: 50, maxSockets: 1 });
    const both = [
      hasty.send({ method: 'POST', path: '/x' }),
      hasty.send({ method: 'POST', path: '/x', timeoutMs: 20 }),
    ];
    expect(await Promise.all(both)).toMatchObject([
      { kind: 'unknown', reason: 'no answer in 50 ms' },
      { kind: 'refused', code: 'NOT_SENT' },
    ]);
  });

  it('gives up when it is told to, is busy within a bound, and ends all on close', async () => {
    handler = () => undefined;
    const one = client({ maxPending: 1 });
    const abort = new AbortController();
    const first = one.send({ method: 'GET', path: '/x', signal: abort.signal });
    expect(await one.send({ method: 'GET', path: '/x' })).toMatchObject({ code: 'BUSY', retryable: true });
    abort.abort();
    expect((await first).kind).not.toBe('ok');
    const last = one.send({ method: 'POST', path: '/x' });
    one.close();
    expect((await last).kind).not.toBe('ok');
    expect(await one.send({ method: 'POST', path: '/x' })).toMatchObject({ code: 'CLOSED', retryable: false });
  });

  it('sends what is urgent past requests that wait for a socket, and past their bound', async () => {
    const slow: ServerResponse[] = [];
    handler = (request, response) => (request.method === 'DELETE' ? response.end('{}') : slow.push(response));
    const full = client({ maxSockets: 2, maxPending: 6 });
    const waiting = Array.from({ length: 6 }, () => full.send({ method: 'POST', path: '/x' }));
    expect(await full.send({ method: 'DELETE', path: '/x' })).toMatchObject({ code: 'BUSY' });
    expect(await full.send({ method: 'DELETE', path: '/x', urgent: true })).toMatchObject({ kind: 'ok' });
    handler = (_request, response) => response.end('{}');
    for (const response of slow) response.end('{}');
    expect((await Promise.all(waiting)).map(({ kind }) => kind)).toEqual(Array(6).fill('ok'));
  });

  it('sends what is urgent over a kept socket where one is free', async () => {
    const sockets = new Set<unknown>();
    handler = (request, response) => {
      sockets.add(request.socket);
      response.end('{}');
    };
    const idle = client({ maxSockets: 2 });
    await idle.send({ method: 'POST', path: '/x' });
    expect(await idle.send({ method: 'DELETE', path: '/x', urgent: true })).toMatchObject({ kind: 'ok' });
    expect(sockets.size).toBe(1);
  });

  it('reads answers as it is told to: ids of 19 digits stay apart', async () => {
    answering(200, '{"id":8389765739703625592}');
    const parseJson = (text: string): unknown => JSON.parse(text.replace(/:(\d{16,})/g, ':"$1"'));
    expect(await client({ parseJson }).send({ method: 'GET', path: '/x' })).toMatchObject({
      body: { id: '8389765739703625592' },
    });
    answering(200, 'no json');
    expect(await client({ parseJson }).send({ method: 'GET', path: '/x' })).toMatchObject({ kind: 'unknown' });
  });

  it('closes idle sockets only: a slow answer is waited for', async () => {
    const sockets = new Set<unknown>();
    handler = (request, response) => {
      sockets.add(request.socket);
      setTimeout(() => response.end('{}'), request.url === '/slow' ? 250 : 0);
    };
    const quick = client({ idleMs: 60, maxSockets: 1 });
    expect(await quick.send({ method: 'POST', path: '/slow' })).toMatchObject({ kind: 'ok' });
    expect(await quick.send({ method: 'POST', path: '/x' })).toMatchObject({ kind: 'ok' });
    expect(sockets.size).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(await quick.send({ method: 'POST', path: '/x' })).toMatchObject({ kind: 'ok' });
    expect(sockets.size).toBe(2);
  });

  it('quotes no secret', async () => {
    answering(401, '{"code":1,"msg":"bad key s3cret-key"}');
    const answer = await client({ readRefusal, secrets: ['s3cret-key'] }).send({ method: 'GET', path: '/x' });
    expect(answer).toMatchObject({ message: 'bad key ***' });
    expect(JSON.stringify({ ...answer, body: undefined })).not.toContain('s3cret');
  });
});
