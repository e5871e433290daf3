import { afterEach, describe, expect, it } from '@jest/globals';
import { entry } from '@bourseworks/testkit';
import { DEFAULT_RESTART_POLICY, Supervisor } from './supervisor.js';
import type { ServiceSpec } from './service-spec.js';

const policy = { ...DEFAULT_RESTART_POLICY, firstDelayMs: 10, maxDelayMs: 40, maxCrashes: 3 };
const supervisors: Supervisor[] = [];

function supervisor(): Supervisor {
  const made = new Supervisor(policy);
  supervisors.push(made);
  return made;
}

function spec(mode: string, name: ServiceSpec['name'] = 'oms'): ServiceSpec {
  return { name, entry: entry('apps/cli/src/launcher/testing/service.js'), env: { MODE: mode }, execArgv: [] };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

afterEach(async () => {
  await Promise.all(supervisors.splice(0).map((one) => one.stop()));
});

describe('Supervisor', () => {
  it('tells when a service is ready, and stops it', async () => {
    const own = supervisor();
    const lines: string[] = [];
    own.on('line', (_service, line) => lines.push(String(line.fields?.['event'])));
    expect(await own.start(spec('good'))).toMatchObject({ type: 'ready', port: 1 });
    const pid = own.pid('oms') as number;
    expect(isAlive(pid)).toBe(true);
    await own.stop();
    expect(isAlive(pid)).toBe(false);
    expect(lines).toContain('hello');
  });

  it('starts a killed service again while the others keep going', async () => {
    const own = supervisor();
    await own.start(spec('good', 'oms'));
    await own.start(spec('good', 'exchange'));
    const other = own.pid('exchange');
    const first = own.pid('oms') as number;
    const back = new Promise<number>((resolve) => own.on('ready', (_service, _fields, restarts) => resolve(restarts)));
    process.kill(first, 'SIGKILL');
    expect(await back).toBe(1);
    expect(own.pid('oms')).not.toBe(first);
    expect(own.pid('exchange')).toBe(other);
  });

  it('starts nothing any more once it stops: a start-up that is interrupted goes on for a moment', async () => {
    const own = supervisor();
    await own.start(spec('good', 'broker'));
    const started: string[] = [];
    own.on('started', (service) => started.push(service));
    const stopped = own.stop();
    await expect(own.start(spec('good', 'oms'))).rejects.toThrow('everything stops');
    await stopped;
    expect(started).toEqual([]);
  });

  it('gives up on a service that crashes again and again', async () => {
    const own = supervisor();
    const failed = new Promise<string>((resolve) =>
      own.on('failed', (service, reason) => resolve(`${service}: ${reason}`)),
    );
    await own.start(spec('crash-loop'));
    expect(await failed).toMatch(/^oms: exit code 3; 4 crashes within/);
  });

  it('rejects at once when a service cannot start, with its words printed', async () => {
    const own = supervisor();
    const raw: string[] = [];
    own.on('line', (_service, line) => raw.push(line.raw));
    await expect(own.start(spec('never-ready'))).rejects.toThrow('oms did not start: the reason why it cannot start');
    expect(raw).toContain('the reason why it cannot start');
  });
});
