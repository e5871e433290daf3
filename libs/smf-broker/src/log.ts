export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface Logger {
  log(level: LogLevel, event: string, msg: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** One JSON object a line. `time` is ISO 8601 in UTC. */
export function createJsonLogger(service: string, write: (line: string) => void): Logger {
  return {
    log(level, event, msg, fields = {}) {
      write(`${JSON.stringify({ level, time: new Date().toISOString(), service, event, msg, ...fields })}\n`);
    },
  };
}
