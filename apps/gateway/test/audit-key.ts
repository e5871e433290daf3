import { EventLog, type LogFields } from '@bourseworks/ports';

export const AUDIT_KEY = Buffer.alloc(32, 7);

/** Keeps what it is told. */
export class RecordedLog extends EventLog {
  readonly lines: LogFields[] = [];

  override debug(fields: LogFields): void {
    this.lines.push(fields);
  }
  override info(fields: LogFields): void {
    this.lines.push(fields);
  }
  override warn(fields: LogFields): void {
    this.lines.push(fields);
  }
  override error(fields: LogFields): void {
    this.lines.push(fields);
  }
}
