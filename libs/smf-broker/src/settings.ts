import type { SettingSpec } from '@bourseworks/ports';
import { DEFAULTS } from './config.js';

const setting = (name: keyof typeof DEFAULTS, meaning: string, more: Partial<SettingSpec> = {}): SettingSpec => ({
  name,
  default: DEFAULTS[name],
  meaning,
  ...more,
});

export const brokerSettings: readonly SettingSpec[] = [
  setting('BROKER_HOST', 'address to listen on; anything but loopback needs a password of your own'),
  setting('BROKER_SMF_PORT', 'SMF over TCP; 0 takes any free one', { values: '0 to 65535' }),
  setting('BROKER_WS_PORT', 'SMF over WebSocket; 0 takes any free one, `off` switches it off', {
    values: '0 to 65535, off',
  }),
  setting('BROKER_HEALTH_PORT', 'port of `/health/live` and `/health/ready`; 0 means none', { values: '0 to 65535' }),
  setting('BROKER_VPN', 'message VPN'),
  setting('BROKER_USERNAME', 'the one user'),
  setting('BROKER_PASSWORD', 'password of that user', { secret: true }),
  setting(
    'BROKER_SPOOL',
    'where guaranteed messages are kept: `disk`, `memory`, `off` (none are taken), or `auto`: on the disk, in memory when another broker has the folder',
    { values: 'auto, disk, memory, off' },
  ),
  setting('BROKER_QUEUES', 'durable queues that have to be there, as a list in JSON: see broker.md', {
    values: 'JSON',
  }),
  setting('DATA_DIR', 'folder of the platform; guaranteed messages are in `broker/` below it'),
];
