import { createWriteStream, type WriteStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LogLine } from '@bourseworks/testkit';
import type { RunningPlatform } from '../../support/running-platform.js';

interface Service {
  pid: number;
  ready: boolean;
  startedAt: number;
}

export interface Kill {
  readonly service: string;
  readonly at: number;
  /** When the launcher said that the service is ready again; undefined until then. */
  recoveredAt: number | undefined;
  /** When the process was started that recovered: what lies before is the launcher's pause. */
  startedAt: number | undefined;
}

/** The launcher gives a service up after more deaths than this within its window of a minute. */
const MAX_KILLS_IN_WINDOW = 6;
const WINDOW_MS = 61_000;
const RECOVERY_TIMEOUT_MS = 120_000;
/** As long as a service tries to reach the broker before it gives up. */
const BROKER_AWAY_MS = 10_000;
/** Longer than any run. */
const FOR_EVER_MS = 2_000_000_000;

/** Follows every line that the launcher prints: what runs under which process id, and whatever must not happen. */
export class Services {
  readonly kills: Kill[] = [];
  /** What a platform that is only ever killed from outside has no reason to do. */
  readonly faults: string[] = [];
  /** Lines at level warn and above by event, and risk events by code. */
  readonly counts: Record<string, number> = {};
  freezes = 0;
  private readonly services = new Map<string, Service>();
  private readonly file: WriteStream;

  constructor(
    private readonly platform: RunningPlatform,
    logFile: string,
  ) {
    this.file = createWriteStream(logFile);
    // Lines printed so far are seen first, later ones as they come; nothing is awaited.
    platform.launcher
      .waitFor((line) => this.take(line), FOR_EVER_MS)
      .catch(() => undefined)
      .finally(() => this.file.end());
  }

  /** Kills a service by its recorded process id; false when it died too often lately, or is between two lives. */
  kill(name: string): boolean {
    const now = performance.now();
    const recent = this.kills.filter((kill) => kill.service === name && now - kill.at < WINDOW_MS);
    const service = this.services.get(name);
    if (recent.length >= MAX_KILLS_IN_WINDOW || service === undefined || service.pid === 0) return false;
    if (!signal(service.pid, 'SIGKILL')) return false;
    service.pid = 0;
    service.ready = false;
    this.kills.push({ service: name, at: now, recoveredAt: undefined, startedAt: undefined });
    this.note('chaos.kill', name);
    return true;
  }

  /** Stops the clock of a service for a while, as a machine that swaps or a debugger does; false when it is between lives. */
  async freeze(name: string, ms: number): Promise<boolean> {
    const pid = this.services.get(name)?.pid ?? 0;
    if (pid === 0 || process.platform === 'win32') return false;
    if (!signal(pid, 'SIGSTOP')) return false;
    this.freezes++;
    this.note('chaos.freeze', name);
    await sleep(ms);
    signal(pid, 'SIGCONT');
    this.note('chaos.thaw', name);
    return true;
  }

  /** Resolves when every service is ready by its launcher and by itself. */
  async allReady(): Promise<void> {
    const deadline = performance.now() + RECOVERY_TIMEOUT_MS;
    for (;;) {
      const waiting = [...this.services].filter(([, service]) => !service.ready).map(([name]) => name);
      const unhealthy = waiting.length > 0 ? waiting : await this.unhealthy();
      if (unhealthy.length === 0) return;
      if (performance.now() > deadline) throw new Error(`not ready again: ${unhealthy.join(', ')}`);
      await sleep(100);
    }
  }

  private note(event: string, name: string): void {
    this.file.write(`${JSON.stringify({ time: new Date().toISOString(), event, name })}\n`);
  }

  private async unhealthy(): Promise<string[]> {
    const names: string[] = [];
    for (const [name, url] of Object.entries(this.platform.http)) {
      const status = await fetch(`${url}/health/ready`).then(
        (response) => response.status,
        () => 0,
      );
      if (status !== 200) names.push(`${name} (${status})`);
    }
    return names;
  }

  /** Always false: it only watches. */
  private take(line: LogLine): boolean {
    this.file.write(`${JSON.stringify(line)}\n`);
    const { event, name } = line;
    if (event === 'launcher.started') {
      this.services.set(String(name), { pid: Number(line['pid']), ready: false, startedAt: performance.now() });
    } else if (event === 'launcher.ready') {
      for (const service of this.services.values()) service.ready = true;
    } else if (event === 'launcher.recovered') this.recovered(String(name));
    this.judge(line);
    const dead = event === 'launcher.crashed' ? this.services.get(String(name)) : undefined;
    if (dead !== undefined) Object.assign(dead, { pid: 0, ready: false });
    return false;
  }

  private recovered(name: string): void {
    const service = this.services.get(name);
    // Killed since: the line was under way.
    if (service === undefined || service.pid === 0) return;
    service.ready = true;
    for (const kill of this.kills) {
      if (kill.service !== name || kill.recoveredAt !== undefined) continue;
      kill.recoveredAt = performance.now();
      kill.startedAt = service.startedAt;
    }
  }

  private judge(line: LogLine): void {
    const { event, level, code } = line;
    const text = JSON.stringify(line);
    if (event === 'launcher.crashed' && line['reason'] !== 'SIGKILL') {
      if (this.couldNotStart(String(line['name']))) this.count('start without broker');
      else this.faults.push(text);
    }
    if (event === 'launcher.failed' || event === 'launcher.start_failed' || event === 'process.crashed') {
      this.faults.push(text);
    } else if (text.includes('nhandledRejection') || text.includes('UnhandledPromise')) this.faults.push(text);
    if (event === 'risk.event') this.count(`risk.${String(code)}`);
    else if (level === 'warn' || level === 'error' || Number(level) >= 40) {
      this.count(`${String(level)} ${typeof event === 'string' ? event : 'without event'}`);
    }
  }

  /** A service that starts while the broker is away gives up after some tries and is started again: so it is meant to be. */
  private couldNotStart(name: string): boolean {
    const broker = this.services.get('broker');
    const away = broker?.ready !== true || performance.now() - broker.startedAt < BROKER_AWAY_MS;
    return away && this.services.get(name)?.ready === false;
  }

  private count(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }
}

/** False when there is no such process any more: it ended, and the launcher has not said so yet. */
function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    process.kill(pid, name);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    return false;
  }
}
