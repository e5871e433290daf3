import { dirname } from 'node:path';
import { SmfBroker } from './broker.js';
import type { SmfBrokerPorts } from './server/open-listeners.js';
import type { BrokerConfig } from './config.js';
import { SmfBrokerError } from './errors.js';
import { GuaranteedMessaging } from './guaranteed/guaranteed-messaging.js';
import { MemorySpool } from './guaranteed/spool/memory-spool.js';
import type { Spool } from './guaranteed/spool/spool.js';
import { SqliteSpool } from './guaranteed/spool/sqlite-spool.js';
import type { Logger } from './log.js';
import { logBrokerEvents, logGuaranteedEvent } from './report.js';

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
    if (mode !== 'auto' || !(error instanceof SmfBrokerError) || error.code !== 'SPOOL_LOCKED')
      throw explained(error, directory);
    logger.log('warn', 'spool.memory', `${error.message}: guaranteed messages are lost with this process`);
    return start(config, logger, new MemorySpool(), 'memory');
  }
}

/** A folder that may not be written to, by the name of the setting and in the words of the other services. */
function explained(error: unknown, directory: string): unknown {
  const denied = error instanceof SmfBrokerError && /\bE(?:ACCES|PERM|ROFS)\b/.test(error.message);
  if (!denied) return error;
  const what = `DATA_DIR: cannot write to ${dirname(directory)}: this user may not write there`;
  return new SmfBrokerError('SPOOL_FAILED', what);
}

async function start(config: BrokerConfig, logger: Logger, spool: Spool | null, place: string): Promise<StartedBroker> {
  const guaranteed =
    spool === null
      ? null
      : new GuaranteedMessaging({ spool, queues: config.queues, report: (event) => logGuaranteedEvent(event, logger) });
  const broker = new SmfBroker({ ...config.options, extensions: guaranteed === null ? [] : [guaranteed] });
  logBrokerEvents(broker, logger);
  const ports = await broker.start();
  return { broker, ports, guaranteed, spool: place };
}
