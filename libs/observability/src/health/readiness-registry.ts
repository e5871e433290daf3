import { Injectable } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';

export interface Readiness {
  readonly up: boolean;
  /** Shown by /health; no secrets. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

export interface NamedReadiness extends Readiness {
  readonly name: string;
}

export type ReadinessProbe = () => Readiness | Promise<Readiness>;

const defaultTimeoutMs = 2_000;

/** What must be up before this service may be given work: session, subscriptions, replay, reconciliation ... */
@Injectable()
export class ReadinessRegistry implements OnModuleDestroy {
  private readonly probes = new Map<string, ReadinessProbe>();
  private stopping = false;

  /**
   * Adds an indicator; the function returned takes it away. A probe that throws or takes longer than two seconds counts
   * as down. Throws when the name is taken.
   */
  register(name: string, probe: ReadinessProbe): () => void {
    if (this.probes.has(name)) throw new Error(`a readiness indicator named "${name}" is registered already`);
    this.probes.set(name, probe);
    return () => {
      if (this.probes.get(name) === probe) this.probes.delete(name);
    };
  }

  /** The state of every indicator, in order of registration. */
  async check(timeoutMs = defaultTimeoutMs): Promise<NamedReadiness[]> {
    const states = [...this.probes].map(([name, probe]) => ask(name, probe, timeoutMs));
    if (this.stopping) states.push(Promise.resolve({ name: 'service', up: false, detail: { reason: 'stopping' } }));
    return Promise.all(states);
  }

  /** True when every indicator is up and the service is not stopping. */
  async isReady(timeoutMs = defaultTimeoutMs): Promise<boolean> {
    return (await this.check(timeoutMs)).every((state) => state.up);
  }

  onModuleDestroy(): void {
    this.stopping = true;
  }
}

async function ask(name: string, probe: ReadinessProbe, timeoutMs: number): Promise<NamedReadiness> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<Readiness>((resolve) => {
    timer = setTimeout(() => resolve({ up: false, detail: { reason: `no answer in ${timeoutMs} ms` } }), timeoutMs);
  });
  try {
    return { name, ...(await Promise.race([probe(), timeout])) };
  } catch (error) {
    return { name, up: false, detail: { reason: error instanceof Error ? error.message : String(error) } };
  } finally {
    clearTimeout(timer);
  }
}
