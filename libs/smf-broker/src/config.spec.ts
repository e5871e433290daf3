import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { tempDir } from '@bourseworks/testkit';
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

  describe('with a file of users', () => {
    const folder = tempDir('broker-users');
    const file = (value: unknown, mode = 0o600): Record<string, string> => {
      const path = join(folder, 'users.json');
      rmSync(path, { force: true });
      writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value), { mode });
      return { BROKER_USERS_FILE: path };
    };

    it('has those instead of the one user', () => {
      const desk = { username: 'desk', password: 'p', publish: ['orders/>'], subscribe: [], queues: ['q/*'] };
      const other = { vpn: 'test', username: 'desk', password: 'q' };
      const given = { ...file([desk, other]), BROKER_VPN: 'main', BROKER_USERNAME: 'ann' };
      expect(readConfig(given)).toMatchObject({
        ok: true,
        value: { options: { users: [{ vpn: 'main', ...desk }, other] } },
      });
    });

    it.each([
      ['no JSON', '[{"username":"a","password":"hunter2"'],
      ['no list', {}],
      ['an empty list', []],
      ['no object', ['a']],
      ['no name', [{ password: 'hunter2' }]],
      ['no password', [{ username: 'a', password: ' ' }]],
      ['an unknown property', [{ username: 'a', password: 'hunter2', topics: [] }]],
      ['a list that is none', [{ username: 'a', password: 'hunter2', publish: 'orders/>' }]],
      ['an impossible topic', [{ username: 'a', password: 'hunter2', subscribe: [''] }]],
      [
        'a user twice',
        [
          { username: 'a', password: 'hunter2' },
          { username: 'a', password: 'hunter2' },
        ],
      ],
    ])('refuses %s, without a password in the message', (_, value) => {
      const result = readConfig(file(value));
      expect(result).toMatchObject({ ok: false, errors: [expect.stringMatching(/^BROKER_USERS_FILE="/)] });
      expect(JSON.stringify(result)).not.toContain('hunter2');
    });

    it('refuses a file that is not there', () => {
      const result = readConfig({ BROKER_USERS_FILE: join(folder, 'none.json') });
      expect(result).toMatchObject({ ok: false, errors: [expect.stringContaining('ENOENT')] });
    });

    (process.platform === 'win32' ? it.skip : it)('refuses one that others may read', () => {
      const result = readConfig(file([{ username: 'a', password: 'p' }], 0o640));
      expect(result).toMatchObject({ ok: false, errors: [expect.stringContaining('chmod 600')] });
    });

    it('does not put the known password on the network', () => {
      const known = file([{ username: 'a', password: 'development' }]);
      expect(readConfig({ BROKER_HOST: '0.0.0.0', ...known })).toMatchObject({
        ok: false,
        errors: [expect.stringContaining('BROKER_USERS_FILE')],
      });
      expect(readConfig(known)).toMatchObject({ ok: true });
    });
  });

  it('does not put the known password on the network', () => {
    expect(readConfig({ BROKER_HOST: '0.0.0.0' })).toMatchObject({
      ok: false,
      errors: [expect.stringContaining('BROKER_PASSWORD')],
    });
    expect(readConfig({ BROKER_HOST: '0.0.0.0', BROKER_PASSWORD: 'own' })).toMatchObject({ ok: true });
  });
});
