export type SessionLogLevel = 'verbose' | 'debug' | 'warn' | 'error' | 'fatal';

/** Takes what sessions have to say. `context` names the part that speaks. */
export type SessionLog = (level: SessionLogLevel, context: string, message: string) => void;

/** Programs without a logger of their own keep stdout for their results. */
const toStderr: SessionLog = (level, _context, message) => {
  if (level === 'warn' || level === 'error' || level === 'fatal') process.stderr.write(`${message}\n`);
};

let write = toStderr;

/** From now on all sessions of this process speak to `log`; before, warnings and errors go to stderr. */
export function logSessionsTo(log: SessionLog): void {
  write = log;
}

export type SessionLogger = Readonly<Record<SessionLogLevel, (message: string) => void>>;

export function sessionLogger(context: string): SessionLogger {
  const at = (level: SessionLogLevel) => (message: string) => write(level, context, message);
  return { verbose: at('verbose'), debug: at('debug'), warn: at('warn'), error: at('error'), fatal: at('fatal') };
}
