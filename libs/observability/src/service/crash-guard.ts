import type { Logger } from 'pino';

/** After an error that nobody caught, the state of the process is unknown: say what it was and end with code 1. */
export function guardAgainstCrashes(logger: Logger): void {
  const crash = (kind: string) => (reason: unknown) => {
    const err = reason instanceof Error ? reason : new Error(String(reason));
    logger.fatal({ event: 'process.crashed', kind, err }, err.message);
    process.exit(1);
  };
  process.on('uncaughtException', crash('uncaughtException'));
  process.on('unhandledRejection', crash('unhandledRejection'));
}
