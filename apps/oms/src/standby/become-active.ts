import { createLogger, loadEnv, PinoEventLog, serviceAddress, type ServiceOptions } from '@bourseworks/observability';
import type { ShardLock } from '@bourseworks/journal';
import { SystemClock } from '@bourseworks/ports';
import { shardDirectory } from '../config/data-dir.js';
import { OmsConfig } from '../config/oms-config.js';
import { awaitShard } from './await-shard.js';
import { StandbyProbes } from './standby-probes.js';

/**
 * With OMS_STANDBY: waits until no other OMS is active on the shard, answering probes meanwhile, and resolves with the lock.
 * Else undefined at once: the journal takes the lock itself, and refuses to open where another process holds it.
 */
export async function becomeActive(service: ServiceOptions, env: NodeJS.ProcessEnv): Promise<ShardLock | undefined> {
  const config = loadEnv(OmsConfig, env);
  if (!config.OMS_STANDBY || config.REPLAY_RUN !== undefined) return undefined;
  const probes = new StandbyProbes();
  const lock = await awaitShard({
    directory: shardDirectory(config),
    clock: new SystemClock(),
    log: new PinoEventLog(createLogger(service.name)),
    onWait: () => probes.listen(serviceAddress(service, env)),
  });
  await probes.close();
  return lock;
}
