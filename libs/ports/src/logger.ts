/** Fields of a structured log line; `event` names what happened, e.g. `order.denied`. */
export interface LogFields {
  readonly event: string;
  readonly [field: string]: unknown;
}

/** Where libraries below Nest report what happened. Services bind it to pino; workers send it to their host. */
export abstract class EventLog {
  abstract debug(fields: LogFields, message?: string): void;
  abstract info(fields: LogFields, message?: string): void;
  abstract warn(fields: LogFields, message?: string): void;
  abstract error(fields: LogFields, message?: string): void;
}
