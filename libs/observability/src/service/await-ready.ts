import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { ReadinessRegistry } from '../health/readiness-registry.js';

const lookEveryMs = 100;
/** Somebody who watches the first start wonders soon. */
const complainAfterMs = 2_000;
const complainEveryMs = 10_000;

/**
 * Resolves to true once every indicator is up, to false when `stopped` says so first. Waits as long as the service
 * runs (a broker may come back tomorrow) and says after two seconds, then every ten, what it waits for.
 */
export async function awaitReady(
  registry: ReadinessRegistry,
  logger: Logger,
  stopped: () => boolean,
): Promise<boolean> {
  let complainAt = performance.now() + complainAfterMs;
  while (!stopped()) {
    const down = (await registry.check()).filter((state) => !state.up);
    if (down.length === 0) return true;
    if (performance.now() >= complainAt) {
      complainAt += complainEveryMs;
      logger.warn(
        { event: 'service.waiting', waitingFor: down },
        `waiting for ${down.map(({ name }) => name).join(', ')}`,
      );
    }
    await sleep(lookEveryMs);
  }
  return false;
}
