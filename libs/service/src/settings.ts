import { describeSettings, loadEnv } from '@bourseworks/observability';
import type { SettingSource, SettingSpec } from '@bourseworks/ports';
import { BusConfig, busLogin } from './bus-config.js';

const nodeEnv: SettingSpec = {
  name: 'NODE_ENV',
  meaning: '`production` takes away the development login: `SOLACE_USERNAME` must then be set',
};

/** What a service reads to log in at the event broker. */
export const busSettings: SettingSource = {
  settings: [...describeSettings(BusConfig), nodeEnv],
  check: (env) => busLogin(loadEnv(BusConfig, env), env),
};
