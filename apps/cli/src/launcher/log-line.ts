/** A structured line of a service, or the text it printed instead. */
export type LogLine =
  | { readonly fields: Readonly<Record<string, unknown>>; readonly raw: string }
  | { readonly fields: undefined; readonly raw: string };

export function parseLogLine(raw: string): LogLine {
  if (!raw.startsWith('{')) return { fields: undefined, raw };
  try {
    const value: unknown = JSON.parse(raw);
    if (typeof value === 'object' && value !== null) return { fields: value as Record<string, unknown>, raw };
  } catch {
    // Not JSON after all: a service crashed in the middle of a line, say. It is shown as text.
  }
  return { fields: undefined, raw };
}

const LEVELS: Readonly<Record<number, string>> = {
  10: 'TRACE',
  20: 'DEBUG',
  30: 'INFO',
  40: 'WARN',
  50: 'ERROR',
  60: 'FATAL',
};
const COLOURS: Readonly<Record<string, string>> = {
  WARN: '\u001b[33m',
  ERROR: '\u001b[31m',
  FATAL: '\u001b[31;1m',
  DEBUG: '\u001b[2m',
  TRACE: '\u001b[2m',
};
const SERVICE_COLOURS = ['\u001b[36m', '\u001b[35m', '\u001b[34m', '\u001b[32m', '\u001b[33m'];
const RESET = '\u001b[0m';
/** Shown elsewhere on the line, or noise for a person. */
const HIDDEN = new Set([
  'level',
  'time',
  'service',
  'event',
  'msg',
  'pid',
  'hostname',
  'context',
  'v',
  'correlationId',
]);

/** What an error says, without its stack: that is for --json and for the log store. */
function errorText(field: unknown): unknown {
  return typeof field === 'object' && field !== null && 'message' in field ? field.message : field;
}

function levelName(level: unknown): string {
  if (typeof level === 'string') return level.toUpperCase();
  return typeof level === 'number' ? (LEVELS[level] ?? String(level)) : 'INFO';
}

function value(field: unknown): string {
  if (typeof field === 'string') return /[\s"=]/.test(field) ? JSON.stringify(field) : field;
  return JSON.stringify(field) ?? String(field);
}

function clock(time: unknown): string {
  const ms = typeof time === 'number' ? time : typeof time === 'string' ? Date.parse(time) : Number.NaN;
  return new Date(Number.isNaN(ms) ? Date.now() : ms).toISOString().slice(11, 23);
}

/** `12:00:01.250 oms            INFO  order.filled clOrdId=… qty=1 message`, for people. */
export function renderLogLine(service: string, index: number, line: LogLine, colour: boolean): string {
  const paint = (code: string | undefined, text: string): string =>
    colour && code !== undefined ? code + text + RESET : text;
  const name = paint(SERVICE_COLOURS[index % SERVICE_COLOURS.length], service.padEnd(13));
  if (line.fields === undefined) return `${clock(undefined)} ${name} ${line.raw}`;
  const level = levelName(line.fields['level']);
  const { event, msg } = line.fields as { event?: unknown; msg?: unknown };
  const fields = Object.entries(line.fields)
    .map(([key, field]): [string, unknown] => [key, key === 'err' ? errorText(field) : field])
    .filter(([key, field]) => !HIDDEN.has(key) && field !== undefined && field !== null && field !== '')
    .filter(([key, field]) => key !== 'err' || field !== msg)
    .map(([key, field]) => `${key}=${value(field)}`);
  const head = typeof event === 'string' ? event : '';
  const text = typeof msg === 'string' && msg !== event ? msg : '';
  const words = [head, fields.join(' '), text === '' || head === '' ? text : `· ${text}`].filter((word) => word !== '');
  return `${clock(line.fields['time'])} ${name} ${paint(COLOURS[level], level.padEnd(5))} ${words.join(' ')}`;
}
