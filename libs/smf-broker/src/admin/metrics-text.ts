import type { AdminState } from './admin-page.js';

type Kind = 'counter' | 'gauge';

/** Of the figures of the broker and of its guaranteed messages those that go down too; all others only rise. */
const GAUGES: ReadonlySet<string> = new Set([
  'clients',
  'subscriptions',
  'cachedRoutes',
  'queues',
  'messages',
  'bytes',
  'unacked',
  'publisherFlows',
  'consumerFlows',
  'spoolBytes',
  'failing',
]);

const QUEUE_FIGURES = {
  depth: ['gauge', 'Messages in a queue, delivered or not'],
  bytes: ['gauge', 'Bytes of the messages in a queue'],
  unacked: ['gauge', 'Messages that consumers have and have not settled'],
  acknowledged: ['counter', 'Messages accepted since the start'],
  redelivered: ['counter', 'Messages delivered again since the start'],
  dead: ['counter', 'Messages rejected, delivered too often or too old since the start'],
} as const satisfies Readonly<Record<string, readonly [Kind, string]>>;

/** The figures in the text format of Prometheus, version 0.0.4. */
export function metricsText({ broker, guaranteed, queues }: AdminState): string {
  const lines: string[] = [];
  figures(lines, 'bourseworks_broker', broker);
  if (guaranteed !== null) figures(lines, 'bourseworks_broker_guaranteed', guaranteed);
  if (queues.length === 0) return ended(lines);
  for (const [figure, [kind, help]] of Object.entries(QUEUE_FIGURES)) {
    const name = head(lines, `bourseworks_broker_queue_${figure}`, kind, help);
    for (const queue of queues) {
      const labels = `vpn="${escaped(queue.vpn)}",queue="${escaped(queue.name)}"`;
      lines.push(`${name}{${labels}} ${queue[figure as keyof typeof QUEUE_FIGURES]}`);
    }
  }
  return ended(lines);
}

function figures(lines: string[], prefix: string, values: Readonly<Record<string, unknown>>): void {
  for (const [figure, value] of Object.entries(values)) {
    const snake = figure.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const name = head(lines, `${prefix}_${snake}`, GAUGES.has(figure) ? 'gauge' : 'counter');
    lines.push(`${name} ${Number(value)}`);
  }
}

/** The lines before the values of a metric. @returns its name, which of a counter ends in `_total` */
function head(lines: string[], base: string, kind: Kind, help?: string): string {
  const name = kind === 'counter' ? `${base}_total` : base;
  if (help !== undefined) lines.push(`# HELP ${name} ${help}`);
  lines.push(`# TYPE ${name} ${kind}`);
  return name;
}

const ended = (lines: readonly string[]): string => `${lines.join('\n')}\n`;

/** As a value of a label. */
const escaped = (text: string): string => text.replace(/[\\"\n]/g, (c) => (c === '\n' ? '\\n' : `\\${c}`));
