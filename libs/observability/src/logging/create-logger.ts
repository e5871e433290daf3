import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import { ConfigError } from '../config/config-error.js';
import { currentCorrelation } from '../correlation/correlation.js';
import { quietNest } from './quiet-nest.js';
import { redactSecrets } from './redact.js';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];
export const DEFAULT_LEVEL = 'info';

/** LOG_LEVEL, `info` by default. Throws ConfigError for a level that does not exist. */
export function logLevel(env: NodeJS.ProcessEnv): string {
  const level = env['LOG_LEVEL'] || DEFAULT_LEVEL;
  if (LOG_LEVELS.includes(level)) return level;
  throw new ConfigError([`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')} (it is "${level}")`]);
}

let sharedOutput: DestinationStream | undefined;

/**
 * One writer for all loggers of the process, synchronous: lines keep their order across loggers, and the last one before
 * an exit is never lost.
 */
function standardOutput(): DestinationStream {
  return (sharedOutput ??= pino.destination({ dest: 1, sync: true }));
}

/**
 * A JSON logger for one service: level and time as text, the service's name, the correlation id of the work at hand,
 * secrets blanked. Writes to stdout unless a destination is given.
 */
export function createLogger(service: string, env: NodeJS.ProcessEnv = process.env, to?: DestinationStream): Logger {
  const options = {
    level: logLevel(env),
    base: { service, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (level: string) => ({ level }),
      log: (fields: Record<string, unknown>) => redactSecrets(fields),
    },
    hooks: { logMethod: quietNest },
    mixin: () => {
      const correlationId = currentCorrelation();
      return correlationId === undefined ? {} : { correlationId };
    },
  };
  return pino(options, to ?? standardOutput());
}
