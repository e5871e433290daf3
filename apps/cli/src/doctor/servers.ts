import { execFile } from 'node:child_process';
import { connect } from 'node:net';
import { fail, ok, type Check } from './check.js';

/** How long an optional server may take to say who it is. */
const TIMEOUT_MS = 1_500;
const PROGRAM_TIMEOUT_MS = 5_000;

/** First bytes that a server answers to `request`; undefined when none come in time. */
function ask(host: string, port: number, request: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (answer: string | undefined): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => end(undefined), TIMEOUT_MS);
    socket.once('connect', () => socket.write(request));
    socket.once('data', (data) => end(data.toString('latin1')));
    socket.once('error', () => end(undefined));
    socket.once('close', () => end(undefined));
  });
}

/** The address without a login that may stand in it. */
const shown = (url: string): string => new URL(url).host;

/** A server that is optional: absent is well unless a variable says that it is there. */
function optional(name: string, given: string | undefined, answer: string | undefined, instead: string): Check {
  if (answer !== undefined) return ok(name, answer);
  if (given === undefined) return ok(name, `not found, not needed: ${instead}`);
  return fail(name, `no answer at ${shown(given)}`, 'Start it, or correct its address.');
}

const notAnAddress = (name: string, variable: string): Check =>
  fail(name, `${variable} is no address`, `Correct ${variable}.`);

export async function checkRedis(url: string | undefined): Promise<Check> {
  if (url !== undefined && !URL.canParse(url)) return notAnAddress('Redis', 'REDIS_URL');
  const { hostname, port } = new URL(url ?? 'redis://127.0.0.1:6379');
  const answer = await ask(hostname, Number(port || 6_379), 'PING\r\n');
  const known = answer?.startsWith('+PONG') === true || answer?.startsWith('-NOAUTH') === true;
  const found = known ? `answers at ${hostname}:${port || 6_379}` : undefined;
  return optional('Redis', url, found, 'the instances of market-data share a file of DATA_DIR');
}

export async function checkInflux(url: string | undefined): Promise<Check> {
  if (url !== undefined && !URL.canParse(url)) return notAnAddress('InfluxDB', 'INFLUX_URL');
  const base = url ?? 'http://127.0.0.1:8086';
  let found: string | undefined;
  try {
    const response = await fetch(new URL('/ping', base), { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const version = response.headers.get('x-influxdb-version');
    if (version !== null) found = `${version} at ${shown(base)}`;
  } catch {
    // Nothing there, or nothing that answers in time.
    found = undefined;
  }
  return optional('InfluxDB', url, found, 'no service of this release uses it');
}

/** `problem`: why the broker at `url` cannot be joined. */
export function checkBroker(url: string | undefined, problem: string | undefined): Check {
  if (url === undefined) return ok('Solace broker', 'none named by SOLACE_URL: the development broker is used');
  if (problem === undefined) return ok('Solace broker', `joined at ${url}`);
  return fail('Solace broker', problem, 'Check SOLACE_URL and the login, or unset SOLACE_URL.');
}

/** First line that a program prints; undefined when it is missing or fails. */
function firstLine(program: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: PROGRAM_TIMEOUT_MS, windowsHide: true }, (error, stdout) => {
      resolve(error === null ? stdout.split('\n')[0]?.trim() : undefined);
    });
  });
}

export async function checkContainers(): Promise<Check[]> {
  const [engine, plugin, standalone] = await Promise.all([
    firstLine('docker', ['version', '--format', '{{.Server.Version}}']),
    firstLine('docker', ['compose', 'version', '--short']),
    firstLine('docker-compose', ['version', '--short']),
  ]);
  const compose = plugin ?? standalone;
  const none = 'not found, not needed: it is for containers only';
  return [ok('Docker', engine ?? none), ok('Docker Compose', compose ?? none)];
}
