import { settingStates, type SettingSpec } from '@bourseworks/ports';
import {
  adminPort,
  brokerAddress,
  DEFAULT_HOST,
  httpAddress,
  platformPorts,
  portSettings,
} from '../launcher/settings.js';
import { cliSettings } from '../settings.js';
import type { ServiceSettings } from './ask-settings.js';

function problemsOf(env: NodeJS.ProcessEnv): string[] {
  try {
    platformPorts(env);
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

/** What the launcher and the commands themselves read. */
export function launcherSettings(env: NodeJS.ProcessEnv): ServiceSettings {
  const specs: SettingSpec[] = [
    { name: 'HOST', default: DEFAULT_HOST, meaning: 'address the services listen on' },
    ...portSettings.map(({ service, variable, port }) => ({
      name: variable,
      default: String(port),
      meaning: `port of ${service}`,
    })),
    ...cliSettings,
  ];
  const { states, others } = settingStates(specs, env, problemsOf(env));
  return { service: 'launcher', settings: states, problems: others };
}

/** Addresses and ports that `bourse up` hands to the services where the environment names none. */
export function launcherAddresses(env: NodeJS.ProcessEnv): Record<string, string> {
  try {
    return {
      ...(env['SOLACE_URL'] ? {} : { SOLACE_URL: brokerAddress(env) }),
      ...(env['EXCHANGE_URL'] ? {} : { EXCHANGE_URL: httpAddress(env, 'exchange') }),
      ...(env['BROKER_ADMIN_PORT'] ? {} : { BROKER_ADMIN_PORT: adminPort(env) }),
    };
  } catch {
    // A port is wrong: the launcher's own settings say so.
    return {};
  }
}
