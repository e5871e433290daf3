import { describe, expect, it } from '@jest/globals';
import { eventually, startProcess } from '@bourseworks/testkit';
import type { StartedProcess } from '@bourseworks/testkit';

const sample = (env: Record<string, string> = {}): StartedProcess =>
  startProcess({ entry: 'libs/observability/fixtures/sample.service.js', env: { SAMPLE_PORT: '0', ...env } });

const readyUrl = async (child: StartedProcess): Promise<string> =>
  `http://127.0.0.1:${String((await child.waitFor('service.ready'))['port'])}`;

describe('bootstrapService', () => {
  it('says that it is ready once its indicators are up, and stops when the parent asks', async () => {
    const child = sample({ SAMPLE_READY_AFTER_MS: '150' });
    const url = await readyUrl(child);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    expect(await child.stop()).toEqual({ code: 0, signal: null });
    expect(child.lines.map((line) => line['event'])).toEqual(
      expect.arrayContaining(['service.stopping', 'service.stopped']),
    );
  });

  it('names a taken port and the variable that moves it, in one line', async () => {
    const first = sample();
    const port = new URL(await readyUrl(first)).port;
    const second = sample({ SAMPLE_PORT: port });
    expect(await second.exited).toEqual({ code: 1, signal: null });
    expect(second.lines.filter((line) => line['level'] !== 'info')).toEqual([
      {
        text: `sample: port ${port} on 127.0.0.1 is taken; set SAMPLE_PORT to another port, or stop the program that uses it`,
      },
    ]);
    await first.stop();
  });

  it('refuses bad configuration before it starts anything', async () => {
    const child = sample({ SAMPLE_READY_AFTER_MS: '5000' });
    expect((await child.exited).code).toBe(1);
    expect(child.lines).toEqual([
      { text: 'sample: SAMPLE_READY_AFTER_MS must not be greater than 1000 (it is "5000")' },
    ]);
  });

  it('logs an error that nobody caught and exits with code 1', async () => {
    const child = sample();
    await fetch(`${await readyUrl(child)}/crash`).catch(() => undefined);
    expect((await child.exited).code).toBe(1);
    expect(await child.waitFor('process.crashed')).toMatchObject({ level: 'fatal', kind: 'unhandledRejection' });
  });

  it('that fails tells it once, stops in order and exits with the code of the failure', async () => {
    const child = sample();
    await fetch(`${await readyUrl(child)}/fail`).catch(() => undefined);
    expect(await child.exited).toEqual({ code: 74, signal: null });
    expect(child.lines.filter((line) => line['event'] === 'service.failed')).toMatchObject([
      {
        level: 'fatal',
        code: 'JOURNAL_WRITE',
        reason: 'the disk is full',
        remedy: expect.stringContaining('disk space'),
      },
    ]);
    expect(child.lines.at(-1)).toMatchObject({ event: 'service.stopped' });
  });

  it('keeps the code of a failure, whatever its stop comes to', async () => {
    const child = sample({ SAMPLE_STOP_MS: '60000' });
    const url = await readyUrl(child);
    child.signal('SIGTERM');
    await child.waitFor('service.stopping');
    await fetch(`${url}/fail`).catch(() => undefined);
    expect((await child.exited).code).toBe(74);
    expect(child.lines.at(-1)).toMatchObject({ event: 'service.stop_timeout' });
  });

  it('gives up on a stop that takes too long', async () => {
    const child = sample({ SAMPLE_STOP_MS: '60000' });
    await readyUrl(child);
    expect((await child.stop(30_000)).code).toBe(1);
    expect(child.lines.some((line) => line['event'] === 'service.stop_timeout')).toBe(true);
  });

  it('stops when its parent is gone', async () => {
    const child = sample();
    await readyUrl(child);
    child.disconnect();
    expect((await child.exited).code).toBe(0);
    expect(await eventually(() => child.lines.find((line) => line['event'] === 'service.stopping'))).toMatchObject({
      reason: 'the parent process is gone',
    });
  });

  // Windows has no such signal: there the two ways above are the only ones.
  it('stops on SIGTERM', async () => {
    if (process.platform === 'win32') return;
    const child = sample();
    await readyUrl(child);
    child.signal('SIGTERM');
    expect(await child.exited).toEqual({ code: 0, signal: null });
  });
});
