import { setTimeout as sleep } from 'node:timers/promises';
import type { ChildProcess } from 'node:child_process';

/** A line of output: the fields of a JSON log line, or `{ text }` for any other line. */
export type LogLine = Readonly<Record<string, unknown>>;

export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ProcessOptions {
  /** Path below dist, such as `apps/oms/src/main.js`. */
  readonly entry: string;
  /** Added to this process's environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly args?: readonly string[];
  readonly execArgv?: readonly string[];
  /** A program and its arguments, to which that of Node and its own are added: `['sh', '-c', 'ulimit … && exec "$@"', 'sh']`. */
  readonly through?: readonly string[];
  readonly cwd?: string;
}

interface Waiter {
  readonly matches: (line: LogLine) => boolean;
  readonly resolve: (line: LogLine) => void;
  readonly reject: (error: Error) => void;
}

/** Enough for any test; a process that floods its log loses the oldest lines instead of our memory. */
const maxLines = 20_000;
const tailLines = 20;
const drainMs = 1_000;

const asLine = (text: string): LogLine => {
  if (!text.startsWith('{')) return { text };
  try {
    return JSON.parse(text) as LogLine;
  } catch {
    return { text };
  }
};

/** A child process with the lines it wrote to stdout and stderr. */
export class StartedProcess {
  readonly lines: LogLine[] = [];
  /** Resolves when the process is gone; never rejects. */
  readonly exited: Promise<ProcessExit>;
  private readonly waiters = new Set<Waiter>();
  private gone: ProcessExit | undefined;

  constructor(
    private readonly child: ChildProcess,
    private readonly name: string,
  ) {
    this.exited = new Promise((resolve) => {
      child.once('error', (error) => this.take(JSON.stringify({ text: `could not start: ${error.message}` })));
      // Not 'close': that never comes after a disconnect() from this side.
      child.once('exit', (code, signal) => void this.drained().then(() => resolve(this.leave({ code, signal }))));
    });
  }

  /** Process id; throws when the program could not be started. */
  get pid(): number {
    if (this.child.pid === undefined) throw new Error(`${this.name} could not be started`);
    return this.child.pid;
  }

  /** The last lines, for the message of a failed expectation. */
  tail(): string {
    return this.lines
      .slice(-tailLines)
      .map((line) => JSON.stringify(line))
      .join('\n');
  }

  /** Called by startProcess for each line of output. */
  take(text: string): void {
    const line = asLine(text);
    this.lines.push(line);
    if (this.lines.length > maxLines) this.lines.shift();
    for (const waiter of this.waiters) {
      if (!waiter.matches(line)) continue;
      this.waiters.delete(waiter);
      waiter.resolve(line);
    }
  }

  /** The first line, past or future, that `matches`, or whose `event` is the string given. */
  async waitFor(matches: string | ((line: LogLine) => boolean), timeoutMs = 30_000): Promise<LogLine> {
    const test = typeof matches === 'string' ? (line: LogLine) => line['event'] === matches : matches;
    const what = typeof matches === 'string' ? `event ${matches}` : 'the awaited line';
    const seen = this.lines.find(test);
    if (seen) return seen;
    if (this.gone) throw this.missing(what, `it ended (${this.describeExit()})`);
    const timeout = new AbortController();
    try {
      return await new Promise<LogLine>((resolve, reject) => {
        const waiter: Waiter = { matches: test, resolve, reject: (error) => reject(this.missing(what, error.message)) };
        this.waiters.add(waiter);
        sleep(timeoutMs, undefined, { signal: timeout.signal, ref: false }).then(
          () => {
            this.waiters.delete(waiter);
            waiter.reject(new Error(`nothing within ${timeoutMs} ms`));
          },
          () => undefined,
        );
      });
    } finally {
      timeout.abort();
    }
  }

  /** Sends a message over the IPC channel. */
  send(message: Record<string, unknown>): void {
    this.child.send(message);
  }

  /** Closes the IPC channel, as the end of this process would. */
  disconnect(): void {
    if (this.child.connected) this.child.disconnect();
  }

  /** Asks for an orderly stop (IPC message, which works on every platform); kills the group after `timeoutMs`. */
  async stop(timeoutMs = 15_000): Promise<ProcessExit> {
    if (this.gone) return this.gone;
    if (this.child.connected) this.child.send({ type: 'shutdown' }, () => {});
    else this.signal('SIGTERM');
    const ended = await Promise.race([this.exited, sleep(timeoutMs, undefined, { ref: false })]);
    return ended ?? this.kill();
  }

  /** Ends the process and what it started, at once. */
  async kill(): Promise<ProcessExit> {
    if (!this.gone) this.signal('SIGKILL');
    return this.exited;
  }

  /** Sends a signal to the process's own group, found by its recorded id. */
  signal(signal: NodeJS.Signals): void {
    if (this.gone || this.child.pid === undefined) return;
    try {
      process.kill(process.platform === 'win32' ? this.child.pid : -this.child.pid, signal);
    } catch (error) {
      // Between its end and our notice of it there is no such process any more: what was wanted.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  /** What was written just before the end; a grandchild may hold the pipes open for ever. */
  private async drained(): Promise<void> {
    const open = [this.child.stdout, this.child.stderr].filter((stream) => stream && !stream.closed);
    const closed = Promise.all(open.map((stream) => new Promise((resolve) => stream?.once('close', resolve))));
    await Promise.race([closed, sleep(drainMs, undefined, { ref: false })]);
  }

  private leave(exit: ProcessExit): ProcessExit {
    this.gone = exit;
    for (const waiter of this.waiters) waiter.reject(new Error(`it ended (${this.describeExit()})`));
    this.waiters.clear();
    return exit;
  }

  private describeExit(): string {
    return this.gone?.signal ? `signal ${this.gone.signal}` : `code ${this.gone?.code}`;
  }

  private missing(what: string, why: string): Error {
    return new Error(`${this.name}: ${what} did not come, ${why}; its last lines:\n${this.tail()}`);
  }
}
