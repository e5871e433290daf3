import type { SettingSpec } from '@bourseworks/ports';
import { DEFAULTS } from './config.js';

const setting = (name: keyof typeof DEFAULTS, meaning: string, more: Partial<SettingSpec> = {}): SettingSpec => ({
  name,
  // What is empty stands for nothing.
  ...(DEFAULTS[name] === '' ? {} : { default: DEFAULTS[name] }),
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
  setting(
    'BROKER_ADMIN_PORT',
    'port of the view of clients and queues, on loopback only; 0 means none; `npm start` sets 8009',
    {
      values: '0 to 65535',
    },
  ),
  setting('BROKER_TLS_CERT', 'file of the certificate (PEM); without it there is no TLS'),
  setting('BROKER_TLS_KEY', 'file of its key (PEM)'),
  setting('BROKER_TLS_CA', 'file of the authority whose client certificates are good (PEM)'),
  setting('BROKER_TLS_CLIENT_CERT', 'whether clients are asked for a certificate, and refused without a good one', {
    values: 'none, request, require',
  }),
  setting('BROKER_TCPS_PORT', 'SMF over TLS, with a certificate; 0 takes any free one, `off` switches it off', {
    values: '0 to 65535, off',
  }),
  setting('BROKER_WSS_PORT', 'WebSocket over TLS, with a certificate; 0 takes any free one, `off` switches it off', {
    values: '0 to 65535, off',
  }),
  setting('BROKER_ALLOW_PRODUCTION', '`yes`: run although NODE_ENV is `production`', { values: 'no, yes' }),
  setting('BROKER_VPN', 'message VPN'),
  setting('BROKER_USERNAME', 'the one user, where there is no file of users'),
  setting('BROKER_PASSWORD', 'password of that user', { secret: true }),
  setting(
    'BROKER_USERS_FILE',
    'file of users with passwords and access lists, as a list in JSON that its owner alone may read: see the reference of the broker',
  ),
  setting(
    'BROKER_SPOOL',
    'where guaranteed messages are kept: `disk`, `memory`, `off` (none are taken), or `auto`: on the disk, in memory when another broker has the folder',
    { values: 'auto, disk, memory, off' },
  ),
  setting('BROKER_QUEUES', 'durable queues that have to be there, as a list in JSON: see the reference of the broker', {
    values: 'JSON',
  }),
  setting('DATA_DIR', 'folder of the platform; guaranteed messages are in `broker/` below it'),
];
