import type { SettingSpec } from '@bourseworks/ports';
import { DEFAULT_DATA_DIR } from './data-directory.js';

/** What the command line tool and the launcher read themselves, beside the ports and the login of the broker. */
export const cliSettings: readonly SettingSpec[] = [
  {
    name: 'DATA_DIR',
    default: DEFAULT_DATA_DIR,
    meaning: 'data of the platform on this machine; a relative one is below the folder of the platform',
  },
  {
    name: 'ACTOR_KEYS_DIR',
    meaning: 'folder of the key that commands of people are signed with; `actor` below `DATA_DIR` without it',
  },
  {
    name: 'GATEWAY_KEY',
    meaning: 'the secret of the gateway, with which `bourse audit verify` checks; its key file without it',
    secret: true,
  },
  { name: 'NO_COLOR', meaning: 'when set, output has no colours' },
  { name: 'FORCE_COLOR', meaning: 'when set, output has colours also where no terminal reads it' },
  { name: 'MARKET_DATA_URL', meaning: 'where market-data is, when not on this machine', values: 'http://HOST:PORT' },
  { name: 'OMS_URL', meaning: 'the same of the OMS', values: 'http://HOST:PORT' },
  { name: 'STRATEGY_HOST_URL', meaning: 'the same of the strategy host', values: 'http://HOST:PORT' },
  { name: 'REDIS_URL', meaning: '`bourse doctor` looks for Redis there', values: 'redis://HOST:PORT', secret: true },
  { name: 'INFLUX_URL', meaning: '`bourse doctor` looks for InfluxDB there', values: 'http://HOST:PORT' },
];
