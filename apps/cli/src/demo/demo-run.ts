import type { Bus } from '../bus.js';
import type { PlatformEnv } from '../launcher/platform.js';
import { strategyStatus, type DemoResult } from './summary.js';

/** One kind of demo: how the platform is configured for it, and what happens once it is up. */
export interface DemoRun {
  readonly title: string;
  readonly env: PlatformEnv;
  /** Looks whether there is what the strategies need, before they are started; rejects with what is missing. */
  check?(bus: Bus): Promise<void>;
  execute(bus: Bus, progress: (text: string) => void, wallSeconds: () => number): Promise<DemoResult>;
}

export const DEMO_ACCOUNT = 'DEMO';
export const DEMO_STRATEGY = 'pts';
export const DEMO_HOST_ID = 'demo';

const POLL_MS = 200;

/** Asks until `done` says so; rejects after `timeoutMs` with `what`. */
export async function poll<T>(
  ask: () => Promise<T>,
  done: (value: T) => boolean,
  timeoutMs: number,
  what: string,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const value = await ask();
    if (done(value)) return value;
    if (performance.now() > deadline) throw new Error(`${what} took longer than ${timeoutMs / 1_000} s`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

const START_TIMEOUT_MS = 60_000;

/** Waits until the strategies of the demo run; rejects at once with the reason of one that failed. */
export async function strategiesRunning(bus: Bus): Promise<void> {
  await poll(
    () => strategyStatus(bus, DEMO_HOST_ID),
    (strategies) => {
      const failed = strategies.find((strategy) => strategy.state === 'FAILED');
      if (failed !== undefined)
        throw new Error(`${failed.id}: ${failed.error?.code ?? ''} ${failed.error?.message ?? ''}`);
      return strategies.length > 0 && strategies.every((strategy) => strategy.state === 'RUNNING');
    },
    START_TIMEOUT_MS,
    'starting the strategy',
  );
}
