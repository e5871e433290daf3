import { settingStates, type SettingSource, type SettingSpec, type SettingsReport } from '@bourseworks/ports';
import { ConfigError } from '../config/config-error.js';
import { describeSettings } from '../config/describe-settings.js';
import { loadEnv } from '../config/load-env.js';
import { DEFAULT_LEVEL, LOG_LEVELS, logLevel } from '../logging/create-logger.js';
import { isSecretKey, withoutSecretValues } from '../logging/redact.js';
import { DEFAULT_HOST, MAX_PORT, serviceAddress } from './service-address.js';
import type { ServiceOptions } from './service-options.js';

/** Every service reads these. */
export const commonSettings: readonly SettingSpec[] = [
  { name: 'HOST', default: DEFAULT_HOST, meaning: 'address to listen on' },
  { name: 'LOG_LEVEL', default: DEFAULT_LEVEL, meaning: 'least level that is logged', values: LOG_LEVELS.join(', ') },
];

type PortOptions = Pick<ServiceOptions, 'portVar' | 'defaultPort'>;

export function portSetting({ portVar, defaultPort }: PortOptions): SettingSpec {
  const meaning = 'HTTP port; 0 takes any free one';
  return { name: portVar, default: String(defaultPort), meaning, values: `0 to ${MAX_PORT}` };
}

/** All that a service reads from the environment, each with its check: the port, its class, other parts, the common ones. */
async function sourcesOf(options: ServiceOptions, env: NodeJS.ProcessEnv): Promise<SettingSource[]> {
  const { config } = options;
  return [
    { settings: [portSetting(options)], check: () => serviceAddress(options, env) },
    ...(config ? [{ settings: describeSettings(config), check: () => loadEnv(config, env) }] : []),
    ...(options.checks ?? []).map((check) => ({ settings: [], check: () => check(env) })),
    ...((await options.settings?.(env)) ?? []),
    { settings: commonSettings, check: () => logLevel(env) },
  ];
}

/** Runs every check of the configuration; throws the first failure. */
export async function checkSettings(options: ServiceOptions, env: NodeJS.ProcessEnv): Promise<void> {
  for (const { check } of await sourcesOf(options, env)) await check?.(env);
}

async function problemsOf({ check }: SettingSource, env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  try {
    await check?.(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    return [error instanceof Error ? error.message : String(error)];
  }
}

/** What the service finds in the environment, with everything that is wrong with it. */
export async function settingsReport(options: ServiceOptions, env: NodeJS.ProcessEnv): Promise<SettingsReport> {
  const sources = await sourcesOf(options, env);
  const problems = (await Promise.all(sources.map((source) => problemsOf(source, env)))).flat();
  // Whoever writes an adapter may forget to say what is secret.
  const settings = sources
    .flatMap((source) => source.settings)
    .map((spec) => ({ ...spec, secret: spec.secret ?? isSecretKey(spec.name) }));
  const secrets = settings.filter(({ secret }) => secret).map(({ name }) => name);
  return settingStates(
    settings,
    env,
    problems.map((problem) => withoutSecretValues(problem, env, secrets)),
  );
}

/**
 * `--settings`: one line of JSON with the state of every variable on stdout, and the end of the process with code 0, or 1
 * when the service would not start with them. Nothing is started.
 */
export async function printSettings(options: ServiceOptions): Promise<never> {
  const { states, others } = await settingsReport(options, process.env);
  for (const problem of others) process.stderr.write(`${options.name}: ${problem}\n`);
  const code = others.length > 0 || states.some((state) => state.problem !== undefined) ? 1 : 0;
  // A write to a pipe may be asynchronous: an exit would cut the line off.
  return new Promise<never>(() => process.stdout.write(`${JSON.stringify(states)}\n`, () => process.exit(code)));
}
