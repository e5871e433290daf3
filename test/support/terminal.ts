import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { entry, eventually, repoRoot, tempDir } from '@bourseworks/testkit';

export interface TerminalOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** User and group that it runs as; only root may choose. */
  readonly uid?: number;
}

const EXIT_TIMEOUT_MS = 60_000;

/** A program as somebody at a terminal sees it: stdout and stderr in the order in which they were written. */
export class Terminal {
  private static readonly all = new Set<Terminal>();
  private readonly file = join(tempDir('terminal'), 'output');
  private readonly child: ChildProcess;
  private readonly gone: Promise<number | null>;

  constructor(program: string, args: readonly string[], { env = {}, cwd = repoRoot(), uid }: TerminalOptions = {}) {
    const output = openSync(this.file, 'a');
    this.child = spawn(program, args, {
      cwd,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, ...env },
      stdio: ['ignore', output, output],
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    closeSync(output);
    this.gone = new Promise((resolve, reject) => {
      this.child.once('error', reject);
      this.child.once('exit', (code) => resolve(code));
    });
    Terminal.all.add(this);
  }

  /** `bourse` with these words. */
  static bourse(args: readonly string[], options?: TerminalOptions): Terminal {
    return new Terminal(process.execPath, [entry('apps/cli/src/main.js'), ...args], options);
  }

  /** A service by itself. */
  static service(path: string, options?: TerminalOptions): Terminal {
    return new Terminal(process.execPath, [entry(path)], options);
  }

  /** Ends what a failed test has left; services end with their launcher. */
  static async endAll(): Promise<void> {
    for (const terminal of Terminal.all) {
      terminal.child.kill('SIGTERM');
      await terminal.exit();
    }
    Terminal.all.clear();
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error('the program could not be started');
    return this.child.pid;
  }

  get text(): string {
    return readFileSync(this.file, 'utf8');
  }

  get lines(): string[] {
    return this.text.trimEnd().split('\n');
  }

  /** Resolves with the groups of the first match of the output; rejects with the output when none comes. */
  async until(pattern: RegExp, timeoutMs = EXIT_TIMEOUT_MS): Promise<RegExpExecArray> {
    try {
      return await eventually(() => pattern.exec(this.text), { timeoutMs, everyMs: 50, what: String(pattern) });
    } catch (error) {
      throw new Error(`${(error as Error).message}; the output was:\n${this.text}`, { cause: error });
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Exit code; after a minute the program is killed. Null when a signal ended it. */
  async exit(): Promise<number | null> {
    const timer = setTimeout(() => this.child.kill('SIGKILL'), EXIT_TIMEOUT_MS);
    try {
      return await this.gone;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Lines that only a stack trace has. */
export const stackLines = (lines: readonly string[]): string[] => lines.filter((line) => /^\s+at .*[:(]\d*/.test(line));

/** Whether a process is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
