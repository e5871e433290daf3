import { writeSync } from 'node:fs';
import { settingStates } from '@bourseworks/ports';
import { PORT_VARIABLES, readConfig } from './config.js';
import { SmfBrokerError } from './errors.js';
import type { AdminListener } from './admin/admin.js';
import { listenAdmin } from './admin/admin.js';
import { listenHealth } from './health.js';
import type { HealthFacts, HealthListener } from './health.js';
import { createJsonLogger } from './log.js';
import { logQueues } from './report.js';
import { brokerSettings } from './settings.js';
import type { StartedBroker } from './start.js';
import { startBroker } from './start.js';

const logger = createJsonLogger('smf-broker', (line) => process.stdout.write(line));

/** Written synchronously: `process.exit` right after an asynchronous write to a pipe would lose the reason. */
function fail(event: string, msg: string, facts: Readonly<Record<string, unknown>> = {}): never {
  createJsonLogger('smf-broker', (line) => writeSync(1, line)).log('error', event, msg, facts);
  process.exit(1);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof SmfBrokerError) || error.listener === undefined) {
    return error instanceof Error ? error.message : String(error);
  }
  return `${error.message}: set ${PORT_VARIABLES[error.listener]} to a free one`;
}

function codeOf(error: unknown): Readonly<Record<string, unknown>> {
  return error instanceof SmfBrokerError ? { code: error.code } : {};
}

/** `--settings`: the state of every variable as one line of JSON; code 1 when the broker would not start with them. */
function printSettings(): Promise<never> {
  const config = readConfig(process.env);
  const { states, others } = settingStates(brokerSettings, process.env, config.ok ? [] : config.errors);
  for (const problem of others) process.stderr.write(`smf-broker: ${problem}\n`);
  // A write to a pipe may be asynchronous: an exit would cut the line off.
  return new Promise<never>(() => {
    process.stdout.write(`${JSON.stringify(states)}\n`, () => process.exit(config.ok ? 0 : 1));
  });
}

async function main(): Promise<void> {
  if (process.argv.includes('--settings')) return printSettings();
  const config = readConfig(process.env);
  if (!config.ok) fail('config.invalid', config.errors.join('; '));
  const { host, healthPort, adminPort } = config.value;
  let admin: AdminListener | null = null;
  let health: HealthListener | null = null;
  let ready = false;
  let started: StartedBroker;
  try {
    const healthOf = (): HealthFacts => ({ ready, guaranteed: ready ? (started.guaranteed?.stats() ?? null) : null });
    if (healthPort !== 0) health = await listenHealth(host, healthPort, healthOf);
    started = await startBroker(config.value, logger);
    if (adminPort !== 0) admin = await listenAdmin(adminPort, started.broker, started.guaranteed);
    ready = true;
    const { ports, spool } = started;
    const { tcpPort: smfPort, ...others } = ports;
    const views = { healthPort: health?.port ?? null, adminPort: admin?.port ?? null };
    const facts = { host, smfPort, ...others, ...views, spool };
    logger.log('info', 'service.ready', `development broker on ${host}`, facts);
  } catch (error) {
    fail('start.failed', reasonOf(error), codeOf(error));
  }
  const { broker, guaranteed } = started;
  const summary = logQueues(guaranteed, logger);

  const stop = async (cause: string): Promise<void> => {
    if (!ready) return;
    ready = false;
    logger.log('info', 'service.stopping', cause);
    clearInterval(summary);
    // Asked for before the stop, which closes the spool.
    const queues = guaranteed === null ? {} : { guaranteed: guaranteed.stats() };
    await admin?.close();
    await broker.stop();
    await health?.close();
    logger.log('info', 'service.stopped', 'all clients disconnected', { ...broker.stats(), ...queues });
    // An IPC channel that stays open would keep the process alive.
    if (process.connected) process.disconnect();
  };
  const stopOrFail = (cause: string): void => {
    stop(cause).catch((error: unknown) => fail('stop.failed', reasonOf(error)));
  };
  // When whoever reads the log dies first, the broken pipe must not turn a clean stop into a crash.
  process.stdout.on('error', () => stopOrFail('log reader gone'));
  process.on('SIGTERM', () => stopOrFail('SIGTERM'));
  process.on('SIGINT', () => stopOrFail('SIGINT'));
  // The starter is gone: a broker nobody can reach any more would hold the ports for ever.
  process.on('disconnect', () => stopOrFail('parent process gone'));
  process.on('message', (message: unknown) => {
    if (typeof message === 'object' && message !== null && 'type' in message && message.type === 'shutdown') {
      stopOrFail('shutdown message');
    }
  });
}

await main();
