import { EventEmitter } from 'node:events';
import type { LogLine } from './log-line.js';
import { endText, ServiceProcess, type FirstAdmin } from './service-process.js';
import type { ServiceName, ServiceSpec } from './service-spec.js';

/** Bounds of the restart policy. */
export interface RestartPolicy {
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  /** More crashes than this within the window: the service is dead for good and everything stops. */
  readonly maxCrashes: number;
  readonly windowMs: number;
  /** How long a service may take to become ready. */
  readonly readyTimeoutMs: number;
}

export const DEFAULT_RESTART_POLICY: RestartPolicy = {
  firstDelayMs: 250,
  maxDelayMs: 8_000,
  maxCrashes: 8,
  windowMs: 60_000,
  readyTimeoutMs: 60_000,
};

interface SupervisorEvents {
  line: [service: ServiceName, line: LogLine];
  /** A process was started for a service. */
  started: [service: ServiceName, pid: number | undefined];
  /** A service is up, first or again. */
  ready: [service: ServiceName, fields: Readonly<Record<string, unknown>>, restarts: number];
  /** Who may sign in at a new platform; told after `ready`. */
  firstAdmin: [admin: FirstAdmin];
  crashed: [service: ServiceName, reason: string, restartInMs: number];
  /** A service is dead for good: the platform has to stop. */
  failed: [service: ServiceName, reason: string];
}

interface Entry {
  spec: ServiceSpec;
  process: ServiceProcess;
  crashes: number[];
  restarts: number;
  everReady: boolean;
  timer: NodeJS.Timeout | undefined;
}

/** Starts services, restarts those that crash with backoff, and stops all of them in reverse order. */
export class Supervisor extends EventEmitter<SupervisorEvents> {
  private readonly entries = new Map<ServiceName, Entry>();
  private stopped = false;

  constructor(private readonly policy: RestartPolicy = DEFAULT_RESTART_POLICY) {
    super();
  }

  /** Whether `stop` was called: what fails from then on is no news. */
  get stopping(): boolean {
    return this.stopped;
  }

  /** Starts one service; resolves with the fields of its `service.ready` event, rejects when it dies first or after `stop`. */
  start(spec: ServiceSpec): Promise<Readonly<Record<string, unknown>>> {
    // A start-up that is interrupted goes on for a moment: what it starts now nobody would stop.
    if (this.stopped) return Promise.reject(new Error(`${spec.name} is not started: everything stops`));
    const entry: Entry = {
      spec,
      process: this.spawn(spec),
      crashes: [],
      restarts: 0,
      everReady: false,
      timer: undefined,
    };
    this.entries.set(spec.name, entry);
    return new Promise((resolve, reject) => {
      const child = entry.process;
      const timer = setTimeout(
        () => reject(new Error(`${spec.name} was not ready within ${this.policy.readyTimeoutMs / 1_000} s`)),
        this.policy.readyTimeoutMs,
      );
      child.once('ready', (fields) => {
        clearTimeout(timer);
        resolve(fields);
      });
      child.once('exit', (end) => {
        clearTimeout(timer);
        if (child.ready !== undefined) return;
        reject(new Error(`${spec.name} did not start: ${end.reason ?? `it ended with ${endText(end)}`}`));
      });
    });
  }

  /** Adds to the environment of later restarts: a service that was given any free port has to come back on the same one. */
  pin(name: ServiceName, env: Readonly<Record<string, string>>): void {
    const entry = this.entries.get(name);
    if (entry !== undefined) entry.spec = { ...entry.spec, env: { ...entry.spec.env, ...env } };
  }

  pid(name: ServiceName): number | undefined {
    return this.entries.get(name)?.process.pid;
  }

  /** Stops every service, the last started first. Idempotent. */
  async stop(): Promise<void> {
    this.stopped = true;
    // All of them first: a service would come back while another one takes its time to go.
    for (const entry of this.entries.values()) clearTimeout(entry.timer);
    for (const entry of [...this.entries.values()].reverse()) await entry.process.stop();
    this.entries.clear();
  }

  private spawn(spec: ServiceSpec): ServiceProcess {
    const child = new ServiceProcess(spec);
    this.emit('started', spec.name, child.pid);
    child.on('line', (line) => this.emit('line', spec.name, line));
    child.on('firstAdmin', (admin) => this.emit('firstAdmin', admin));
    child.once('ready', (fields) => {
      const entry = this.entries.get(spec.name);
      if (entry !== undefined) entry.everReady = true;
      this.emit('ready', spec.name, fields, entry?.restarts ?? 0);
    });
    child.once('exit', (end) => this.onExit(spec.name, endText(end)));
    return child;
  }

  private onExit(name: ServiceName, reason: string): void {
    const entry = this.entries.get(name);
    // A first start that fails is told through the promise of `start`.
    if (this.stopped || entry === undefined || !entry.everReady) return;
    const now = performance.now();
    entry.crashes = [...entry.crashes.filter((at) => now - at < this.policy.windowMs), now];
    if (entry.crashes.length > this.policy.maxCrashes) {
      this.emit('failed', name, `${reason}; ${entry.crashes.length} crashes within ${this.policy.windowMs / 1_000} s`);
      return;
    }
    const delay = Math.min(this.policy.firstDelayMs * 2 ** (entry.crashes.length - 1), this.policy.maxDelayMs);
    this.emit('crashed', name, reason, delay);
    entry.timer = setTimeout(() => {
      entry.restarts++;
      entry.process = this.spawn(entry.spec);
    }, delay);
  }
}
