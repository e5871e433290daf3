// Health check of a container: node healthcheck.mjs ready|live PORT_VARIABLE DEFAULT_PORT. Exit code 0 when the service
// of this container says so, else 1 with the reason, which `docker inspect` shows.
//
// The images ask for `ready`: Compose starts what depends on a service once its check is good, and restarts nothing
// because of a bad one. Something that restarts unhealthy containers must ask for `live`: a restart mends no broker.
import { get } from 'node:http';

const timeoutMs = 3_000;
const everywhere = new Set(['', '0.0.0.0', '::']);

const [endpoint = '', portVariable = '', defaultPort = ''] = process.argv.slice(2);
if (!['ready', 'live'].includes(endpoint) || !/^\d+$/.test(defaultPort)) {
  process.stdout.write('usage: healthcheck.mjs ready|live PORT_VARIABLE DEFAULT_PORT\n');
  process.exit(1);
}

const named = process.env.HOST || process.env.BROKER_HOST || '';
const options = {
  host: everywhere.has(named) ? '127.0.0.1' : named,
  port: process.env[portVariable] || defaultPort,
  path: `/health/${endpoint}`,
  signal: AbortSignal.timeout(timeoutMs),
};

/** The output is kept with the container: enough to see what it waits for, no more. */
function end(code, text) {
  process.stdout.write(`${text.slice(0, 500)}\n`, () => process.exit(code));
}

get(options, (response) => {
  let body = '';
  response.setEncoding('utf8');
  response.on('data', (text) => (body += body.length < 500 ? text : ''));
  response.on('end', () => end(response.statusCode === 200 ? 0 : 1, `${response.statusCode} ${body}`));
  response.on('error', (error) => end(1, error.message));
}).on('error', (error) => end(1, `${options.path} on ${options.host}:${options.port}: ${error.message}`));
