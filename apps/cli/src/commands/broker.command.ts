import { Option, type Command } from 'commander';
import { secondsArgument } from '../arguments/parsers.js';
import { newCommand, run, type CommonOptions } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { CliFailure } from '../failure.js';
import { get, reasonOf } from '../health/probe.js';
import { adminAddress } from '../launcher/settings.js';
import type { Column, Output } from '../output/output.js';

interface BrokerOptions extends CommonOptions {
  /** How long the broker may take to answer, seconds. */
  readonly timeout: number;
}

/** What the view of the broker tells of a queue, as far as it is shown here. */
interface QueueRow {
  readonly name: string;
  readonly durable: boolean;
  readonly access: string;
  readonly depth: number;
  readonly bytes: number;
  readonly quotaBytes: number;
  readonly unacked: number;
  readonly dead: number;
  readonly consumers: readonly string[];
}

interface ClientRow {
  readonly clientName: string;
  readonly username: string;
  readonly subscriptions: number;
  readonly messagesIn: number;
  readonly messagesOut: number;
  readonly discarded: number;
  readonly waitingBytes: number;
}

interface BrokerState {
  readonly broker: Readonly<Record<string, unknown>>;
  /** Null when the broker takes no guaranteed messages. */
  readonly guaranteed: Readonly<Record<string, unknown>> | null;
  readonly clients: readonly ClientRow[];
  readonly queues: readonly QueueRow[];
}

const OPEN_IT = 'Start the platform with `npm start`, or the broker with BROKER_ADMIN_PORT set to that port.';

function isState(body: unknown): body is BrokerState {
  const { clients, queues } = (body ?? {}) as Partial<BrokerState>;
  return Array.isArray(clients) && Array.isArray(queues);
}

async function stateOf(address: string, timeoutMs: number): Promise<BrokerState> {
  const unreachable = (why: string): CliFailure =>
    new CliFailure(EXIT.unreachable, `The development broker does not show itself at ${address}: ${why}.`, OPEN_IT);
  const { status, body } = await get(`${address}/api`, timeoutMs).catch((error: unknown) => {
    throw unreachable(reasonOf(error, timeoutMs));
  });
  if (status === 200 && isState(body)) return body;
  throw unreachable(`what answers there is another program (HTTP ${status})`);
}

const kilobytes = (bytes: number): string => `${Math.ceil(bytes / 1_000)} kB`;

function queueTable(output: Output, queues: readonly QueueRow[]): string {
  const columns: Column<QueueRow>[] = [
    { header: 'queue', cell: ({ name }) => output.style('strong', name) },
    { header: 'access', cell: ({ access, durable }) => (durable ? access : `${access}, temporary`) },
    { header: 'depth', cell: ({ depth }) => String(depth), align: 'right' },
    { header: 'size', cell: ({ bytes }) => kilobytes(bytes), align: 'right' },
    { header: 'of', cell: ({ quotaBytes }) => kilobytes(quotaBytes), align: 'right' },
    { header: 'unacked', cell: ({ unacked }) => String(unacked), align: 'right' },
    { header: 'dead', cell: ({ dead }) => (dead > 0 ? output.style('warn', String(dead)) : '0'), align: 'right' },
    { header: 'consumers', cell: ({ consumers }) => consumers.join(', ') },
  ];
  return output.table(columns, queues);
}

function clientTable(output: Output, clients: readonly ClientRow[]): string {
  const columns: Column<ClientRow>[] = [
    { header: 'client', cell: ({ clientName }) => output.style('strong', clientName) },
    { header: 'user', cell: ({ username }) => username },
    { header: 'subscriptions', cell: ({ subscriptions }) => String(subscriptions), align: 'right' },
    { header: 'in', cell: ({ messagesIn }) => String(messagesIn), align: 'right' },
    { header: 'out', cell: ({ messagesOut }) => String(messagesOut), align: 'right' },
    {
      header: 'discarded',
      cell: ({ discarded }) => (discarded > 0 ? output.style('warn', String(discarded)) : '0'),
      align: 'right',
    },
    { header: 'waiting', cell: ({ waitingBytes }) => kilobytes(waitingBytes), align: 'right' },
  ];
  return output.table(columns, clients);
}

function text(output: Output, { guaranteed, queues, clients }: BrokerState): string {
  const parts = [clientTable(output, clients)];
  if (guaranteed === null) parts.push('Guaranteed messages are switched off (BROKER_SPOOL).');
  else parts.push(queues.length > 0 ? queueTable(output, queues) : 'No queues.');
  if (guaranteed?.['failing'] === true) parts.push(output.style('bad', 'Messages cannot be stored: its log says why.'));
  return parts.join('\n\n');
}

async function broker({ timeout }: BrokerOptions, output: Output): Promise<void> {
  const address = adminAddress(process.env);
  if (address === undefined) {
    const remedy = 'Start it, and this command, without BROKER_ADMIN_PORT=0.';
    throw new CliFailure(EXIT.unreachable, 'The development broker shows itself nowhere: its port is 0.', remedy);
  }
  const state = await stateOf(address, Math.round(timeout * 1_000));
  output.result(state, () => text(output, state));
}

export function brokerCommand(): Command {
  return newCommand('broker', 'clients of the development broker, its queues and what waits in them', [
    'broker',
    'broker --json',
  ])
    .addOption(
      new Option('--timeout <seconds>', 'how long it may take to answer').default(2).argParser(secondsArgument),
    )
    .action((options: BrokerOptions) => run(options, (output) => broker(options, output)));
}
