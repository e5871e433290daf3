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
];
