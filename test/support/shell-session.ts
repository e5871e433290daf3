import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, tempDir } from '@bourseworks/testkit';

export interface ShellResult {
  /** Exit code; a signal counts as 128 and more, as in a shell. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly timeoutMs?: number;
  /** Ctrl-C once this much has come out, for commands that go on for ever. */
  readonly interruptAfter?: RegExp;
}

/** Ports that nobody else uses, for everything a platform listens on. */
const FREE_PORTS: Readonly<Record<string, string>> = {
  BROKER_SMF_PORT: '0',
  BROKER_WS_PORT: '0',
  BROKER_ADMIN_PORT: '0',
  EXCHANGE_PORT: '0',
  MARKET_DATA_PORT: '0',
  OMS_PORT: '0',
  STRATEGY_HOST_PORT: '0',
  GATEWAY_PORT: '0',
};

const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 30_000;
const COMMAND_TIMEOUT_MS = 60_000;

/** Rows of the banner, and the port that a page names. */
const SERVICES: readonly { name: string; variable: string; port: string }[] = [
  { name: 'market-data', variable: 'MARKET_DATA_PORT', port: '3001' },
  { name: 'oms', variable: 'OMS_PORT', port: '3002' },
  { name: 'strategy-host', variable: 'STRATEGY_HOST_PORT', port: '3003' },
  { name: 'gateway', variable: 'GATEWAY_PORT', port: '3000' },
  { name: 'exchange', variable: 'EXCHANGE_PORT', port: '3010' },
  { name: 'broker', variable: 'BROKER_SMF_PORT', port: '55555' },
  { name: 'broker view', variable: 'BROKER_ADMIN_PORT', port: '8009' },
];

interface Running {
  readonly child: ChildProcess;
  readonly exited: Promise<number>;
  stdout: string;
  stderr: string;
}

/**
 * A reader at a terminal: commands run one after the other in one folder, variables and folders carry over, `npm start`
 * goes on beside them until it is stopped. Its platform takes free ports; what a page says of the usual ones is rewritten.
 */
export class ShellSession {
  private readonly state = join(tempDir('shell'), 'state');
  private platform: Running | undefined;
  private lastPlatform: Running | undefined;
  /** What the platform was started with, for the commands after it. */
  private ownPorts: Readonly<Record<string, string>> = FREE_PORTS;
  private readonly substitutes = new Map<string, string>();

  /** `beside` is a session whose platform this one uses while it has none of its own. */
  constructor(
    private readonly folder: string,
    private readonly env: Readonly<Record<string, string>> = {},
    private readonly beside?: ShellSession,
  ) {}

  /** From now on commands say `by` where the page says `name`. */
  substitute(name: string, by: string): void {
    this.substitutes.set(name, by);
  }

  /** Runs a command to its end. */
  async run(command: string, options: RunOptions = {}): Promise<ShellResult> {
    const running = this.spawn(`${this.rewritten(command)}\n${this.remember()}`, { ...this.env, ...this.ports });
    const { interruptAfter: pattern, timeoutMs = COMMAND_TIMEOUT_MS } = options;
    if (pattern !== undefined) {
      await this.seen(running, pattern, timeoutMs, command);
      signal(running, 'SIGINT');
    }
    const code = await Promise.race([running.exited, sleep(timeoutMs, undefined, { ref: false })]);
    if (code === undefined) {
      signal(running, 'SIGKILL');
      throw new Error(`${command}: did not end within ${timeoutMs} ms\n${running.stdout}${running.stderr}`);
    }
    return { code, stdout: running.stdout, stderr: running.stderr };
  }

  /** Runs `npm start`, or a line that ends in it, until everything is up; an earlier one is stopped first. */
  async start(command: string): Promise<void> {
    await this.stop();
    // The reader has changed nothing yet: the one beside was started by the same words, in the same folder.
    if (command === 'npm start' && this.beside?.started === true && !existsSync(this.state)) return;
    // They would share their data folder.
    await this.beside?.stop();
    // For this one 0 is none, not any.
    const viewPort = String(await freePort());
    this.platform = this.spawn(command, { ...this.env, ...FREE_PORTS, BROKER_ADMIN_PORT: viewPort });
    this.lastPlatform = this.platform;
    await this.seen(this.platform, /Ctrl-C stops everything/, START_TIMEOUT_MS, command);
    const ports: Record<string, string> = {};
    for (const { name, variable } of SERVICES) {
      const port = new RegExp(`^  ${name} +\\S+?:(\\d+)`, 'm').exec(this.platform.stdout)?.[1];
      if (port === undefined) throw new Error(`the banner does not say where ${name} is:\n${this.platform.stdout}`);
      ports[variable] = port;
    }
    this.ownPorts = ports;
  }

  /** What the platform, also one that was stopped, has printed so far. */
  get log(): string {
    return this.lastPlatform?.stdout ?? '';
  }

  get started(): boolean {
    return this.platform !== undefined || this.beside?.started === true;
  }

  /** Starts what commands need that take a running platform for granted: beside, where there is such a session. */
  async ensurePlatform(): Promise<void> {
    if (!this.started) await (this.beside ?? this).start('npm start');
  }

  private get ports(): Readonly<Record<string, string>> {
    return this.platform === undefined && this.beside?.started === true ? this.beside.ports : this.ownPorts;
  }

  /** Ctrl-C in the platform's window; resolves with its exit code, undefined when none runs. */
  async stop(): Promise<number | undefined> {
    const { platform } = this;
    if (platform === undefined) return undefined;
    this.platform = undefined;
    signal(platform, 'SIGINT');
    const code = await Promise.race([platform.exited, sleep(STOP_TIMEOUT_MS, undefined, { ref: false })]);
    if (code === undefined) signal(platform, 'SIGKILL');
    return code;
  }

  /** Leaves folder and variables for the next command; not the ports, which belong to a platform. */
  private remember(): string {
    const variables = Object.keys(FREE_PORTS).join(' ');
    return [
      'status=$?',
      `( unset ${variables}; { export -p; printf 'cd %q\\n' "$PWD"; } > '${this.state}' )`,
      'exit $status',
    ].join('\n');
  }

  /** Each command is a shell of its own that takes over where the last one was. */
  private spawn(command: string, env: Readonly<Record<string, string>>): Running {
    const script = `if [ -f '${this.state}' ]; then . '${this.state}'; fi\n${command}`;
    const child = spawn('bash', ['-c', script], {
      cwd: this.folder,
      env: { ...clean(process.env), ...env },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const exited = new Promise<number>((resolve) => {
      child.once('close', (code, by) => resolve(code ?? 128 + (by === 'SIGINT' ? 2 : 9)));
    });
    const running: Running = { child, exited, stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => (running.stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (running.stderr += chunk.toString()));
    return running;
  }

  private rewritten(command: string): string {
    const replaced = [...this.substitutes].reduce((text, [name, by]) => text.replaceAll(name, by), command);
    if (!this.started) return replaced;
    return SERVICES.reduce(
      (text, { port, variable }) => text.replaceAll(`127.0.0.1:${port}`, `127.0.0.1:${this.ports[variable]}`),
      replaced,
    );
  }

  private async seen(running: Running, pattern: RegExp, timeoutMs: number, command: string): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    let ended = false;
    void running.exited.then(() => (ended = true));
    while (!pattern.test(running.stdout)) {
      if (ended || performance.now() > deadline) {
        signal(running, 'SIGKILL');
        throw new Error(`${command}: did not print ${String(pattern)}\n${running.stdout}${running.stderr}`);
      }
      await sleep(50);
    }
  }
}

/** As for a user: Jest's own settings do not pass on, and neither does the npm that runs the tests. */
function clean(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const drop = /^(?:NODE_OPTIONS|NODE_ENV|JEST_WORKER_ID|npm_.*|FORCE_COLOR)$/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !drop.test(name)));
}

/** To the whole group, as a terminal does. */
function signal({ child }: Running, name: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null) return;
  try {
    process.kill(-child.pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
