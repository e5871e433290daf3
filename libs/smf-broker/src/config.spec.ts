import { describe, expect, it } from '@jest/globals';
import { readConfig } from './config.js';

describe('readConfig', () => {
  it('is the development broker on loopback by default', () => {
    expect(readConfig({})).toEqual({
      ok: true,
      value: {
        host: '127.0.0.1',
        healthPort: 0,
        adminPort: 0,
        refused: false,
        queues: [],
        spool: { mode: 'auto', directory: 'var/broker' },
        options: {
          host: '127.0.0.1',
          tcpPort: 55555,
          wsPort: 8008,
          users: [{ vpn: 'default', username: 'development', password: 'development' }],
        },
      },
    });
  });

  it('can do without WebSocket', () => {
    expect(readConfig({ BROKER_WS_PORT: 'off' })).toMatchObject({ ok: true, value: { options: { wsPort: null } } });
  });

  it('reports every bad value by its name', () => {
    const result = readConfig({
      BROKER_SMF_PORT: '70000',
      BROKER_WS_PORT: 'x',
      BROKER_HEALTH_PORT: '-1',
      BROKER_VPN: ' ',
    });
    expect(result.ok ? [] : result.errors.map((error) => error.split(/[= ]/)[0])).toEqual([
      'BROKER_VPN',
      'BROKER_SMF_PORT',
      'BROKER_WS_PORT',
      'BROKER_HEALTH_PORT',
    ]);
  });

  it('reads queues, and says what is wrong with one', () => {
    const queues = (value: unknown) => readConfig({ BROKER_QUEUES: JSON.stringify(value) });
    expect(queues([{ name: 'q/oms/orders/0', deadMessageQueue: 'q/dead', topics: ['orders/>'] }])).toMatchObject({
      ok: true,
      value: { queues: [{ vpn: 'default', name: 'q/oms/orders/0', deadMessageQueue: 'q/dead', topics: ['orders/>'] }] },
    });
    for (const wrong of [
      {},
      [1],
      [{}],
      [{ name: 'a*' }],
      [{ name: 'a', acess: 'x' }],
      [{ name: 'a', quotaBytes: -1 }],
    ]) {
      expect(queues(wrong)).toMatchObject({ ok: false, errors: [expect.stringContaining('BROKER_QUEUES: ')] });
    }
  });

  it('does not put the known password on the network', () => {
    expect(readConfig({ BROKER_HOST: '0.0.0.0' })).toMatchObject({
      ok: false,
      errors: [expect.stringContaining('BROKER_PASSWORD')],
    });
    expect(readConfig({ BROKER_HOST: '0.0.0.0', BROKER_PASSWORD: 'own' })).toMatchObject({ ok: true });
  });
});
