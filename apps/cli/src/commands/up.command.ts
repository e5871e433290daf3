import { renderLogLine } from '../launcher/log-line.js';
import { startPlatform, type PlatformAddresses } from '../launcher/platform.js';
import { takenPorts } from '../launcher/ports.js';
import { SERVICE_NAMES } from '../launcher/service-spec.js';
import { platformPorts } from '../launcher/settings.js';
import { Supervisor } from '../launcher/supervisor.js';
import { onStopRequest } from '../launcher/stop-request.js';

export interface UpOptions {
  /** Print the raw JSON lines of the services. */
  readonly json: boolean;
}

function portMessage(host: string, taken: Awaited<ReturnType<typeof takenPorts>>): string {
  return taken
    .map((use) => `Port ${use.port} of ${use.service} on ${host} is taken: stop what uses it, or set ${use.variable}.`)
    .join('\n');
}

function banner(addresses: PlatformAddresses): string {
  const rows = [
    ['market-data', `${addresses.http['market-data']}/health`],
    ['oms', `${addresses.http.oms}/health`],
    ['strategy-host', `${addresses.http['strategy-host']}/health`],
    ['exchange', `${addresses.http.exchange}/api/instruments`],
    ['broker', `${addresses.solaceUrl} · ${addresses.solaceWsUrl}`],
  ];
  const lines = rows.map(([name, address]) => `  ${name.padEnd(14)} ${address}`);
  return ['', 'Bourseworks is up. Each service also answers /metrics.', ...lines, 'Ctrl-C stops everything.', ''].join(
    '\n',
  );
}

/** What the launcher itself has to say: a line for people, an event with --json. */
type Announce = (event: string, fields: Readonly<Record<string, unknown>>, text: string) => void;

/** Prints what the services log: prefixed for people, raw with --json. */
function attachPrinter(supervisor: Supervisor, options: UpOptions): Announce {
  const colour = process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined;
  const announce: Announce = (event, fields, text) => {
    const line = options.json
      ? JSON.stringify({ time: new Date().toISOString(), service: 'launcher', event, ...fields })
      : text;
    process.stdout.write(`${line}\n`);
  };
  supervisor.on('line', (service, line) => {
    if (options.json) {
      process.stdout.write(`${line.fields === undefined ? JSON.stringify({ service, text: line.raw }) : line.raw}\n`);
    } else process.stdout.write(`${renderLogLine(service, SERVICE_NAMES.indexOf(service), line, colour)}\n`);
  });
  supervisor.on('started', (name, pid) =>
    announce('launcher.started', { name, pid }, `Starting ${name} (process ${pid ?? 'unknown'}).`),
  );
  supervisor.on('crashed', (name, reason, restartInMs) =>
    announce(
      'launcher.crashed',
      { name, reason, restartInMs },
      `${name} went down (${reason}); starting it again in ${restartInMs} ms.`,
    ),
  );
  supervisor.on('ready', (name, _fields, restarts) => {
    if (restarts > 0) announce('launcher.recovered', { name, restarts }, `${name} is back and ready.`);
  });
  return announce;
}

/** Resolves with the exit code when somebody asks for the end or a service is dead for good. */
function untilEnd(supervisor: Supervisor, announce: Announce): Promise<number> {
  return new Promise((resolve) => {
    onStopRequest(() => resolve(0));
    supervisor.on('failed', (name, reason) => {
      announce('launcher.failed', { name, reason }, `${name} is down for good (${reason}); stopping everything.`);
      resolve(1);
    });
  });
}

/** Runs the whole platform until it is asked to stop or a service is dead for good. Resolves with the exit code. */
export async function up(options: UpOptions): Promise<number> {
  const ports = platformPorts(process.env);
  const taken = await takenPorts(ports.host, ports.uses);
  if (taken.length > 0) {
    process.stderr.write(`${portMessage(ports.host, taken)}\n`);
    return 1;
  }
  const supervisor = new Supervisor();
  const announce = attachPrinter(supervisor, options);
  const ended = untilEnd(supervisor, announce);
  const env = { broker: {}, exchange: {}, 'market-data': {}, oms: {}, 'strategy-host': {} };
  const started = startPlatform(supervisor, ports.host, env).then(
    (addresses) => {
      announce('launcher.ready', { ...addresses }, banner(addresses));
      return ended;
    },
    (error: Error) => {
      // Interrupted by the user: what could not start any more is no failure.
      if (supervisor.stopping) return 0;
      announce(
        'launcher.start_failed',
        { reason: error.message },
        `${error.message}; its last lines say why. Stopping everything.`,
      );
      return 1;
    },
  );
  const code = await Promise.race([started, ended]);
  announce('launcher.stopping', {}, 'Stopping …');
  await supervisor.stop();
  announce('launcher.stopped', { code }, 'Stopped.');
  return code;
}
