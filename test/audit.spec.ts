import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GuaranteedMessaging, SmfBroker } from '@bourseworks/smf-broker';
import { startProcess, tempDir, type StartedProcess } from '@bourseworks/testkit';
import type { Ended } from './support/command-line.js';

const dataDir = tempDir('audit');
const database = join(dataDir, 'gateway', 'gateway.db');
const keyFile = join(dataDir, 'gateway', 'key');
const TRIES = 4;

const broker = new SmfBroker({ tcpPort: 0, wsPort: null, extensions: [new GuaranteedMessaging()] });
let gateway: StartedProcess;

/** `bourse audit verify` as its user would run it. */
async function verify(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const child = startProcess({
    entry: 'apps/cli/src/main.js',
    args: ['audit', 'verify', '--json', ...args],
    env: { NO_COLOR: '1', FORCE_COLOR: undefined, DATA_DIR: dataDir, GATEWAY_KEY: '', ...env },
  });
  const { code } = await child.exited;
  const error = child.lines.find((line) => 'error' in line)?.['error'] as Ended['error'];
  const results = child.lines.filter((line) => 'ok' in line);
  return { code, results, error, text: child.lines.map((line) => JSON.stringify(line)).join('\n') };
}

/** A copy of the log with a change in it. */
function changed(name: string, sql: string): string {
  const path = join(dataDir, name);
  copyFileSync(database, path);
  const copy = new DatabaseSync(path);
  copy.exec(sql);
  copy.close();
  return path;
}

async function signIn(url: string): Promise<number> {
  const { status } = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-bourseworks-client': 'test' },
    body: JSON.stringify({ username: 'admin', password: 'not the password' }),
  });
  return status;
}

// In this order: each test goes on where the one before it ended.
describe('bourse audit verify', () => {
  beforeAll(async () => {
    const { tcpPort } = await broker.start();
    gateway = startProcess({
      entry: 'apps/gateway/src/main.js',
      env: { DATA_DIR: dataDir, GATEWAY_PORT: '0', SOLACE_URL: `tcp://127.0.0.1:${tcpPort}`, LOG_LEVEL: 'info' },
    });
    const { port } = await gateway.waitFor('service.ready');
    for (let n = 0; n < TRIES; n += 1) expect(await signIn(`http://127.0.0.1:${String(port)}`)).toBe(401);
  }, 90_000);
  afterAll(async () => {
    await gateway.stop();
    await broker.stop();
  });

  it('accepts the log of a gateway that runs', async () => {
    const { code, results, text } = await verify();
    expect({ code, text }).toEqual({ code: 0, text: expect.stringContaining('"ok":true') });
    expect(results).toEqual([expect.objectContaining({ ok: true, sealed: 0, file: database })]);
    expect(Number(results[0]?.['rows'])).toBeGreaterThan(TRIES);
  });

  it('accepts it sealed to the last row once the gateway has ended, with the checkpoint that its log has', async () => {
    await gateway.stop();
    const { code, results } = await verify();
    expect(code).toBe(0);
    expect(results[0]?.['sealed']).toBe(results[0]?.['rows']);
    const { sequence, mac } = gateway.lines.findLast((line) => line['event'] === 'audit.checkpoint') ?? {};
    expect(sequence).toBe(results[0]?.['rows']);
    expect((await verify(['--anchor', `${String(sequence)}:${String(mac)}`])).code).toBe(0);
    const cut = `DELETE FROM audit_checkpoints WHERE sequence > 0; DELETE FROM audit_log WHERE sequence > 3`;
    const file = changed('cut.db', cut);
    expect((await verify(['--file', file])).code).toBe(0);
    const { code: found, error } = await verify(['--file', file, '--anchor', `${String(sequence)}:${String(mac)}`]);
    expect({ found, error }).toMatchObject({ found: 1, error: { details: { ok: false, sequence: 4 } } });
  });

  it.each([
    ['a row', `UPDATE audit_log SET ip_address = '127.0.0.2' WHERE sequence = 3`, 3],
    ['a detail', `UPDATE audit_log SET details = details || ' ' WHERE sequence = 2`, 2],
    ['a time', 'UPDATE audit_log SET time = time + 1 WHERE sequence = 4', 4],
    ['a checkpoint', 'UPDATE audit_checkpoints SET due = due + 1 WHERE sequence = 0', 1],
    ['the length of the log', 'DELETE FROM audit_log WHERE sequence > 2', 3],
  ])('finds a change of %s, and says from where on', async (name, sql, sequence) => {
    const { code, results, error } = await verify(['--file', changed(`${name.replaceAll(' ', '-')}.db`, sql)]);
    expect({ code, results }).toEqual({ code: 1, results: [] });
    expect(error).toMatchObject({ exitCode: 1, details: { ok: false, sequence, problem: expect.any(String) } });
    expect(error?.message).toContain(`from row ${sequence} on`);
  });

  it('takes the key of the environment before that of a file', async () => {
    const key = readFileSync(keyFile, 'utf8').trim();
    const other = join(dataDir, 'other-key');
    writeFileSync(other, Buffer.alloc(32, 1).toString('base64url'), { mode: 0o600 });
    expect((await verify(['--key-file', other])).error?.details).toMatchObject({ sequence: 1 });
    expect((await verify(['--key-file', other], { GATEWAY_KEY: key })).code).toBe(0);
    expect((await verify([], { GATEWAY_KEY: 'x' })).error?.message).toBe('GATEWAY_KEY is no key');
  });

  it('says what is missing, and makes nothing', async () => {
    const nowhere = join(dataDir, 'nowhere');
    const noKey = await verify(['--key-file', nowhere]);
    expect(noKey).toMatchObject({ code: 1, error: { message: `there is no key at ${nowhere}` } });
    const noFile = await verify(['--file', nowhere]);
    expect(noFile).toMatchObject({ code: 1, error: { message: expect.stringContaining(`${nowhere} cannot be read`) } });
    const noLog = await verify(['--file', keyFile]);
    expect(noLog).toMatchObject({ code: 1, error: { message: expect.stringContaining('not a database') } });
    expect((await verify(['--anchor', 'me'])).code).toBe(2);
    expect(() => readFileSync(nowhere)).toThrow('ENOENT');
  });
});
