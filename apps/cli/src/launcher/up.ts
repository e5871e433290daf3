import { dataSettings } from '../data-directory.js';
import { EXIT } from '../exit-codes.js';
import { CliFailure } from '../failure.js';
import type { Output } from '../output/output.js';
import { renderLogLine } from './log-line.js';
import { startPlatform, type PlatformAddresses } from './platform.js';
import type { FirstAdmin } from './service-process.js';
import { takenPorts } from './ports.js';
import { SERVICE_NAMES } from './service-spec.js';
import { adminPort, platformPorts } from './settings.js';
import { Supervisor } from './supervisor.js';
import { onStopRequest } from './stop-request.js';

function portMessage(taken: Awaited<ReturnType<typeof takenPorts>>): string {
  return taken
    .map(
      (use) => `Port ${use.port} of ${use.service} on ${use.host} is taken: stop what uses it, or set ${use.variable}.`,
    )
    .join('\n');
}

/** What somebody who has just started the platform wants to know. */
interface Welcome extends PlatformAddresses {
  readonly admin: FirstAdmin | undefined;
}

/** How long the gateway may take to say who may sign in, once it is ready. */
const FIRST_ADMIN_MS = 20_000;

function banner({ http, solaceUrl, solaceWsUrl, brokerViewUrl, admin }: Welcome): string {
  const signIn =
    admin?.password === undefined
      ? []
      : [
          ['Sign in as', admin.username],
          ['Password', `${admin.password}   (good for one sign-in, at which you choose your own)`],
        ];
  const services = [
    ['market-data', `${http['market-data']}/health`],
    ['oms', `${http.oms}/health`],
    ['strategy-host', `${http['strategy-host']}/health`],
    ['gateway', `${http.gateway}/health`],
    ['exchange', `${http.exchange}/api/instruments`],
    ['broker', [solaceUrl, solaceWsUrl].filter((url) => url !== undefined).join(' · ')],
    ...(brokerViewUrl === undefined ? [] : [['broker view', brokerViewUrl]]),
  ];
  const lines = (rows: readonly string[][]): string[] =>
    rows.map(([name = '', text]) => `  ${name.padEnd(14)} ${text}`);
  return [
    '',
    'Bourseworks is up.',
    '',
    ...lines([['Open', `${http.gateway}/`], ...signIn]),
    '',
    'Each service also answers /metrics.',
    ...lines(services),
    'Ctrl-C stops everything.',
    '',
  ].join('\n');
}

/** Resolves with what the gateway says; undefined when it is killed before it can, and says it at its next start. */
function firstAdmin(supervisor: Supervisor): Promise<FirstAdmin | undefined> {
  return new Promise((resolve) => {
    supervisor.once('firstAdmin', resolve);
    supervisor.once('ready', function look(name) {
      if (name !== 'gateway') supervisor.once('ready', look);
      else setTimeout(() => resolve(undefined), FIRST_ADMIN_MS).unref();
    });
  });
}

/** What the launcher itself has to say: a line for people, an event with --json. */
type Announce = (event: string, fields: Readonly<Record<string, unknown>>, text: string) => void;

/** Prints what the services log: prefixed for people, raw with --json. */
function attachPrinter(supervisor: Supervisor, output: Output): Announce {
  const announce: Announce = (event, fields, text) =>
    output.result({ time: new Date().toISOString(), service: 'launcher', event, ...fields }, () => text);
  supervisor.on('line', (service, line) => {
    // A structured line goes out as it came: parsed and written again, a long number would lose digits.
    if (output.json && line.fields !== undefined) output.line(line.raw);
    else {
      output.result({ service, text: line.raw }, () =>
        renderLogLine(service, SERVICE_NAMES.indexOf(service), line, output.colours),
      );
    }
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

/** Resolves when somebody asks for the end, or with the reason once a service is dead for good. */
function untilEnd(supervisor: Supervisor, announce: Announce): Promise<CliFailure | undefined> {
  return new Promise((resolve) => {
    onStopRequest(() => resolve(undefined));
    supervisor.on('failed', (name, reason) => {
      announce('launcher.failed', { name, reason }, `${name} is down for good; stopping everything.`);
      resolve(new CliFailure(EXIT.failed, `${name} is down for good (${reason}).`));
    });
  });
}

/** Runs the whole platform until it is asked to stop. Rejects, once all is stopped, with what it could not go on for. */
export async function up(output: Output): Promise<void> {
  const ports = platformPorts(process.env);
  const taken = await takenPorts(ports.uses);
  if (taken.length > 0) throw new CliFailure(EXIT.failed, portMessage(taken));
  const supervisor = new Supervisor();
  const announce = attachPrinter(supervisor, output);
  const ended = untilEnd(supervisor, announce);
  const admin = firstAdmin(supervisor);
  const data = dataSettings(process.env);
  const broker = { ...data, BROKER_ADMIN_PORT: adminPort(process.env) };
  const env = { broker, exchange: {}, 'market-data': {}, oms: data, 'strategy-host': data, gateway: data };
  const started = startPlatform(supervisor, ports.host, env).then(
    async (addresses) => {
      const welcome = { ...addresses, page: `${addresses.http.gateway}/`, admin: await admin };
      announce('launcher.ready', welcome, banner(welcome));
      // Nobody has signed in, and the gateway was started again.
      supervisor.on('firstAdmin', ({ username, password }) => {
        if (password === undefined) return;
        const text = `Sign in as ${username} with the password ${password} (the one before is void).`;
        announce('launcher.first_admin', { username, password }, text);
      });
      return ended;
    },
    (error: Error) => {
      // Interrupted by the user: what could not start any more is no failure.
      if (supervisor.stopping) return undefined;
      announce('launcher.start_failed', { reason: error.message }, 'Not everything started.');
      return new CliFailure(EXIT.failed, error.message);
    },
  );
  const failure = await Promise.race([started, ended]);
  announce('launcher.stopping', {}, 'Stopping …');
  await supervisor.stop();
  announce('launcher.stopped', { code: failure?.exitCode ?? EXIT.ok }, 'Stopped.');
  // Told last: above it scroll the logs of the services that were being stopped.
  if (failure !== undefined) throw failure;
}
