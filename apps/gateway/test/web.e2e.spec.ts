import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tempDir } from '@bourseworks/testkit';
import { TestGateway } from './gateway.js';

const html = '<!doctype html><meta name="csp-nonce" content="__CSP_NONCE__" /><script src="/assets/a-1.js"></script>';
const script = 'console.log("a");'.repeat(50);

function buildPage(): string {
  const directory = tempDir('page');
  mkdirSync(join(directory, 'assets'));
  mkdirSync(join(directory, '.vite'));
  writeFileSync(join(directory, 'index.html'), html);
  writeFileSync(join(directory, '.vite', 'manifest.json'), '{}');
  writeFileSync(join(directory, 'assets', 'a-1.js'), script);
  writeFileSync(join(directory, 'assets', 'a-1.js.gz'), gzipSync(script));
  writeFileSync(join(directory, 'assets', 'a-1.js.br'), brotliCompressSync(script));
  writeFileSync(join(directory, 'assets', 'a-1.js.map'), '{"sources":["secret.ts"]}');
  writeFileSync(join(directory, 'assets', 'b-2.css'), 'body{}');
  writeFileSync(join(directory, 'secret.js'), 'secret');
  return directory;
}

describe('the trading page', () => {
  let gateway: TestGateway;
  let directory: string;

  beforeAll(async () => {
    directory = buildPage();
    gateway = await TestGateway.start({ env: { GATEWAY_WEB_DIR: directory } });
  });

  afterAll(() => gateway.stop());

  const get = (path: string, headers: Record<string, string> = {}) => fetch(gateway.url + path, { headers });
  /** As it is asked: fetch tidies paths up, and refuses what caches keep. */
  const statusOf = (path: string, headers: Record<string, string> = {}) => {
    const { hostname, port } = new URL(gateway.url);
    return new Promise<number | undefined>((resolve, reject) => {
      const asked = request({ hostname, port, path, headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      asked.on('error', reject).end();
    });
  };
  const policyOf = (answer: Response) => answer.headers.get('content-security-policy') ?? '';

  it('has in every answer a nonce of its own, which its policy names for styles alone', async () => {
    const answers = await Promise.all([get('/'), get('/')]);
    const nonces = await Promise.all(
      answers.map(async (answer) => {
        expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
        expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
        const nonce = /content="([A-Za-z0-9+/]{22}==)"/.exec(await answer.text())?.[1] ?? 'none';
        expect(policyOf(answer)).toContain(`style-src 'self' 'nonce-${nonce}'`);
        expect(policyOf(answer)).toContain("script-src 'self';");
        expect(policyOf(answer)).not.toContain('unsafe');
        return nonce;
      }),
    );
    expect(new Set(nonces).size).toBe(2);
  });

  it('leaves the policy of everything else as it was', async () => {
    for (const path of ['/api/v1/auth/me', '/assets/a-1.js', '/nowhere']) {
      expect(policyOf(await get(path))).toContain("style-src 'self'");
      expect(policyOf(await get(path))).not.toContain('nonce');
    }
  });

  it('gives its files in the best form that the browser takes, to be kept for ever', async () => {
    // fetch unpacks what it gets: the length tells which file was sent.
    const forms = [
      ['br, gzip', 'br', brotliCompressSync(script).length],
      ['gzip', 'gzip', gzipSync(script).length],
      ['identity', null, script.length],
    ] as const;
    for (const [accepted, encoding, length] of forms) {
      const answer = await get('/assets/a-1.js', { 'accept-encoding': accepted });
      expect(answer.headers.get('content-encoding')).toBe(encoding);
      expect(Number(answer.headers.get('content-length'))).toBe(length);
      expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(answer.headers.get('vary')).toContain('accept-encoding');
      expect(await answer.text()).toBe(script);
    }
    const plain = await get('/assets/b-2.css');
    const again = await statusOf('/assets/b-2.css', { 'if-none-match': plain.headers.get('etag') ?? '' });
    expect([plain.status, again]).toEqual([200, 304]);
  });

  it.each([
    '/assets/a-1.js.map',
    '/assets/a-1.js.gz',
    '/assets/none.js',
    '/assets/',
    '/assets/../secret.js',
    '/assets/..%2fsecret.js',
    '/assets/%2e%2e/secret.js',
    '/assets/..\\secret.js',
    '/secret.js',
    '/index.html',
    '/.vite/manifest.json',
  ])('gives nobody %s', async (path) => {
    expect(await statusOf(path)).toBe(404);
  });

  it('answers other methods as unknown', async () => {
    const post = await fetch(`${gateway.url}/`, { method: 'POST' });
    expect([post.status, ((await post.json()) as { code: string }).code]).toEqual([404, 'ROUTE_UNKNOWN']);
    const head = await fetch(`${gateway.url}/`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it('is read again once it was built anew', async () => {
    rmSync(join(directory, 'assets', 'b-2.css'));
    writeFileSync(join(directory, 'assets', 'b-3.css'), 'p{}');
    utimesSync(join(directory, 'index.html'), 1, 1);
    expect((await get('/assets/b-3.css')).status).toBe(200);
    expect((await get('/assets/b-2.css')).status).toBe(404);
  });

  it('says so when it is not built, and the rest of the gateway works', async () => {
    const bare = await TestGateway.start({ env: { GATEWAY_WEB_DIR: join(directory, 'nothing') } });
    for (const path of ['/', '/assets/a-1.js']) {
      expect(await bare.ask('GET', path)).toMatchObject({ status: 404, body: { code: 'ROUTE_UNKNOWN' } });
    }
    expect((await bare.ask('GET', '/')).body['detail']).toContain('npm run build');
    expect((await bare.ask('GET', '/health/live')).status).toBe(200);
    expect(bare.logged.some((line) => line.includes('web.missing'))).toBe(true);
    await bare.stop();
  });
});
