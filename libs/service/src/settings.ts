import { describeSettings, loadEnv } from '@bourseworks/observability';
import type { SettingSource, SettingSpec } from '@bourseworks/ports';
import { BusConfig, busLogin } from './bus-config.js';
import { KeyValueConfig, keyValueOptions } from './key-value-config.js';

const nodeEnv: SettingSpec = {
  name: 'NODE_ENV',
  meaning: '`production` takes away the development login: `SOLACE_USERNAME` must then be set',
};

/** What a service reads to log in at the event broker. */
export const busSettings: SettingSource = {
  settings: [...describeSettings(BusConfig), nodeEnv],
  check: (env) => busLogin(loadEnv(BusConfig, env), env),
};

/** What a service reads to share state with its other instances. */
export const keyValueSettings: SettingSource = {
  settings: describeSettings(KeyValueConfig),
  check: (env) => keyValueOptions(loadEnv(KeyValueConfig, env)),
};
