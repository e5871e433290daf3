import type { ClientInfo } from '../events.js';
import type { QueueInfo } from '../guaranteed/stats.js';

/** All that the view shows. */
export interface AdminState {
  readonly broker: Readonly<Record<string, unknown>>;
  /** Null when guaranteed messaging is off. */
  readonly guaranteed: Readonly<Record<string, unknown>> | null;
  readonly clients: readonly ClientInfo[];
  readonly queues: readonly QueueInfo[];
}

const STYLE =
  'body{font:14px system-ui,sans-serif;margin:2em;color-scheme:light dark}table{border-collapse:collapse;margin:0 0 2em}' +
  'td,th{padding:.2em .8em;text-align:left;border-bottom:1px solid #8884}td.n{text-align:right}';

/** A page without scripts that loads itself again every two seconds. */
export function adminPage({ broker, guaranteed, clients, queues }: AdminState): string {
  const figures = Object.entries({ ...broker, ...guaranteed });
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="2">',
    `<title>Development broker</title><style>${STYLE}</style></head><body><h1>Development broker</h1>`,
    table(
      `Queues (${queues.length})`,
      ['queue', 'access', 'depth', 'bytes', 'unacked', 'redelivered', 'dead', 'consumers', 'topics'],
      queues.map((queue) => [
        queue.name,
        queue.durable ? queue.access : `${queue.access}, temporary`,
        queue.depth,
        queue.bytes,
        queue.unacked,
        queue.redelivered,
        queue.dead,
        queue.consumers.join(', '),
        queue.topics.join(', '),
      ]),
    ),
    table(
      `Clients (${clients.length})`,
      ['client', 'user', 'VPN', 'address', 'subscriptions', 'in', 'out', 'discarded', 'bytes waiting'],
      clients.map((client) => [
        client.clientName,
        client.username,
        client.vpn,
        client.remote,
        client.subscriptions,
        client.messagesIn,
        client.messagesOut,
        client.discarded,
        client.waitingBytes,
      ]),
    ),
    table(
      'Totals',
      ['figure', 'value'],
      figures.map(([name, value]) => [name, String(value)]),
    ),
    '</body></html>\n',
  ].join('');
}

function table(title: string, head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cell = (value: string | number): string =>
    typeof value === 'number' ? `<td class="n">${value}</td>` : `<td>${escaped(value)}</td>`;
  const body = rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('');
  const titles = head.map((text) => `<th>${escaped(text)}</th>`).join('');
  return `<h2>${escaped(title)}</h2><table><thead><tr>${titles}</tr></thead><tbody>${body}</tbody></table>`;
}

/** Names come from clients: whoever chooses one must not write into the page. */
function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
