import { appendFileSync } from 'node:fs';
import { startProcess, type StartedProcess } from '@bourseworks/testkit';

/** Longer than any run. */
const FOR_EVER_MS = 2_000_000_000;
const START_TIMEOUT_MS = 90_000;

/** The instances of market-data, as processes. */
export class Instances {
  private readonly running = new Map<number, StartedProcess>();
  /** Processes that ended without being killed from here. */
  readonly faults: string[] = [];

  constructor(
    private readonly env: Readonly<Record<string, string>>,
    private readonly logFile: string,
  ) {}

  pids(): number[] {
    return [...this.running.keys()];
  }

  async start(): Promise<void> {
    const instance = startProcess({ entry: 'apps/market-data/src/main.js', env: this.env });
    const { pid } = instance;
    instance
      .waitFor((line) => {
        appendFileSync(this.logFile, `${JSON.stringify({ ...line, pid })}\n`);
        return false;
      }, FOR_EVER_MS)
      .catch(() => undefined);
    void instance.exited.then(({ code, signal }) => {
      if (this.running.delete(pid)) this.faults.push(`an instance ended by itself: code ${code}, signal ${signal}`);
    });
    await instance.waitFor('service.ready', START_TIMEOUT_MS);
    this.running.set(pid, instance);
  }

  signal(pid: number, signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.running.get(pid)?.signal(signal);
  }

  async kill(pid: number): Promise<void> {
    const instance = this.running.get(pid);
    this.running.delete(pid);
    await instance?.kill();
  }

  async stop(): Promise<void> {
    const all = [...this.running.values()];
    this.running.clear();
    await Promise.all(all.map((instance) => instance.stop(30_000)));
  }
}
