import { SmfBroker } from './broker.js';
import type { SmfBrokerPorts } from './server/open-listeners.js';
import type { BrokerConfig } from './config.js';
import { SmfBrokerError } from './errors.js';
import { GuaranteedMessaging } from './guaranteed/guaranteed-messaging.js';
import { MemorySpool } from './guaranteed/spool/memory-spool.js';
import type { Spool } from './guaranteed/spool/spool.js';
import { SqliteSpool } from './guaranteed/spool/sqlite-spool.js';
import type { Logger } from './log.js';
import { guaranteedLog, logBrokerEvents } from './report.js';

export interface StartedBroker {
  readonly broker: SmfBroker;
  readonly ports: SmfBrokerPorts;
  /** Null when guaranteed messaging is off. */
  readonly guaranteed: GuaranteedMessaging | null;
  /** Where guaranteed messages are, for the log. */
  readonly spool: string;
}

/** Starts the broker that the configuration describes. Throws `SmfBrokerError`. */
export async function startBroker(config: BrokerConfig, logger: Logger): Promise<StartedBroker> {
  if (config.refused) {
    throw new SmfBrokerError(
      'BROKER_IN_PRODUCTION',
      'this broker is for development and tests, and NODE_ENV is production: set BROKER_ALLOW_PRODUCTION=yes if it is wanted',
    );
  }
  const { mode, directory } = config.spool;
  if (mode === 'off') return start(config, logger, null, 'off');
  if (mode === 'memory') return start(config, logger, new MemorySpool(), 'memory');
  try {
    return await start(config, logger, new SqliteSpool(directory), directory);
  } catch (error) {
    if (mode !== 'auto' || !(error instanceof SmfBrokerError) || error.code !== 'SPOOL_LOCKED') throw explained(error);
    logger.log('warn', 'spool.memory', `${error.message}: guaranteed messages are lost with this process`);
    return start(config, logger, new MemorySpool(), 'memory');
  }
}

/** What to do about it, by the name of the setting. */
function explained(error: unknown): unknown {
  if (!(error instanceof SmfBrokerError) || error.code !== 'SPOOL_FAILED') return error;
  const remedy = 'Free disk space, let this user write there, set DATA_DIR, or keep messages in memory (BROKER_SPOOL)';
  return new SmfBrokerError('SPOOL_FAILED', `DATA_DIR: ${error.message}. ${remedy}`);
}

async function start(config: BrokerConfig, logger: Logger, spool: Spool | null, place: string): Promise<StartedBroker> {
  const guaranteed =
    spool === null ? null : new GuaranteedMessaging({ spool, queues: config.queues, report: guaranteedLog(logger) });
  const broker = new SmfBroker({ ...config.options, extensions: guaranteed === null ? [] : [guaranteed] });
  logBrokerEvents(broker, logger);
  const ports = await broker.start();
  return { broker, ports, guaranteed, spool: place };
}
