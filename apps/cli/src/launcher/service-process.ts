import { fork, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { EventEmitter } from 'node:events';
import { parseLogLine, type LogLine } from './log-line.js';
import type { ServiceSpec } from './service-spec.js';

/** How long a service may take to close its sessions and files before it is ended. */
const STOP_GRACE_MS = 10_000;

/** How a service ended. */
export interface ServiceEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Its own words, where it gave any. */
  readonly reason: string | undefined;
}

/** `exit code 1: the disk is full`, `SIGKILL`. */
export function endText({ code, signal, reason }: ServiceEnd): string {
  const how = signal ?? `exit code ${code ?? 'unknown'}`;
  return reason === undefined ? how : `${how}: ${reason}`;
}

/** Longest reason that is repeated at the end of the output. */
const MAX_REASON = 500;

/** The account that a new platform begins with; without a password it has one already. */
export interface FirstAdmin {
  readonly username: string;
  readonly password?: string;
}

interface ServiceEvents {
  line: [line: LogLine];
  ready: [fields: Readonly<Record<string, unknown>>];
  firstAdmin: [admin: FirstAdmin];
  exit: [end: ServiceEnd];
}

/** One run of one service: a child process whose stdout is structured log lines. */
export class ServiceProcess extends EventEmitter<ServiceEvents> {
  readonly pid: number | undefined;
  ready: Readonly<Record<string, unknown>> | undefined;
  private readonly child: ChildProcess;
  private exited = false;
  /** What it gave as the reason of its failure through the channel. */
  private told: string | undefined;
  /** The last line that may be one: an error in the log, or words that are no log line. */
  private lastWords: string | undefined;

  constructor(readonly spec: ServiceSpec) {
    super();
    this.child = fork(spec.entry, [], {
      execArgv: [...spec.execArgv],
      env: { ...process.env, ...spec.env },
      // A group of its own: Ctrl-C in a terminal reaches the whole foreground group, and the broker would be gone before
      // the services have closed their sessions. Only the launcher hears it, and stops them in order.
      detached: process.platform !== 'win32',
      // A channel to each child: Windows has no SIGTERM, and a child sees its launcher die when the channel closes.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.pid = this.child.pid;
    for (const stream of [this.child.stdout, this.child.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on('line', (raw) => this.onLine(raw));
    }
    // Readiness also comes by the channel: it must not depend on what the log level lets through.
    this.child.on('message', (message: unknown) => this.onMessage(message));
    this.child.on('error', (error) => {
      if (this.pid !== undefined) {
        // A signal that could not be sent, say: the process lives, and its end is told by 'close'.
        this.emit('line', { fields: undefined, raw: error.message });
        return;
      }
      this.emit('line', { fields: undefined, raw: `could not be started: ${error.message}` });
      this.onExit(1, null);
    });
    // 'close' comes after the last line of both streams: the reason of a death is printed before the death.
    this.child.once('close', (code, signal) => this.onExit(code, signal));
  }

  /** Asks the service to stop and waits; after the grace time it is killed. */
  async stop(): Promise<void> {
    if (this.exited) return;
    const gone = new Promise<void>((resolve) => this.once('exit', () => resolve()));
    if (this.child.connected) this.child.send({ type: 'shutdown' }, () => undefined);
    else this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), STOP_GRACE_MS);
    await gone;
    clearTimeout(timer);
  }

  private onLine(raw: string): void {
    if (raw === '') return;
    const line = parseLogLine(raw);
    this.emit('line', line);
    this.lastWords = lastWords(line) ?? this.lastWords;
    if (line.fields?.['event'] === 'service.ready') this.onReady(line.fields);
  }

  private onMessage(message: unknown): void {
    if (typeof message !== 'object' || message === null) return;
    if (!('type' in message)) return;
    if (message.type === 'ready') this.onReady(message);
    if (message.type === 'failed' && 'reason' in message) this.told = String(message.reason);
    if (message.type === 'first-admin' && 'username' in message) {
      this.emit('firstAdmin', message as unknown as FirstAdmin);
      // Unheard, the service would print it itself, among the lines of its log.
      this.child.send({ type: 'heard' }, () => undefined);
    }
  }

  private onReady(fields: Readonly<Record<string, unknown>>): void {
    if (this.ready !== undefined) return;
    this.ready = fields;
    this.emit('ready', fields);
  }

  private onExit(code: number | null, signal: NodeJS.Signals | null): void {
    if (this.exited) return;
    this.exited = true;
    const words = code === 0 ? undefined : (this.told ?? this.lastWords);
    const prefix = `${this.spec.name}: `;
    const reason = (words?.startsWith(prefix) ? words.slice(prefix.length) : words)?.slice(0, MAX_REASON);
    this.emit('exit', { code, signal, reason: signal === null ? reason : undefined });
  }
}

/** What a line says about a failure; undefined for one that tells of none. */
function lastWords({ fields, raw }: LogLine): string | undefined {
  // A line of a stack trace, a warning of the runtime: no reason that a person could use.
  if (fields === undefined) return /^\s|^\(|^Node\.js v|^node:|^$/.test(raw) ? undefined : raw;
  const { level, err, reason, msg } = fields as Record<string, unknown> & { err?: { message?: unknown } };
  if (level !== 'error' && level !== 'fatal' && !(Number(level) >= 50)) return undefined;
  const text = err?.message ?? reason ?? msg;
  return typeof text === 'string' && text !== '' ? text : undefined;
}
