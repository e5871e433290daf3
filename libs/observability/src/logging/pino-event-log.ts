import { EventLog } from '@bourseworks/ports';
import type { LogFields } from '@bourseworks/ports';
import type { Logger } from 'pino';

/** The EventLog port on pino. */
export class PinoEventLog extends EventLog {
  constructor(private readonly logger: Logger) {
    super();
  }

  override debug(fields: LogFields, message?: string): void {
    this.logger.debug(fields, message);
  }

  override info(fields: LogFields, message?: string): void {
    this.logger.info(fields, message);
  }

  override warn(fields: LogFields, message?: string): void {
    this.logger.warn(fields, message);
  }

  override error(fields: LogFields, message?: string): void {
    this.logger.error(fields, message);
  }
}
