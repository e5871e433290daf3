import { describe, expect, it } from '@jest/globals';
import { CliFailure } from '../failure.js';
import { adminAddress, brokerAddress, busAddress, httpAddress, platformPorts } from './settings.js';

describe('platformPorts', () => {
  it('has the documented defaults and takes the environment', () => {
    const { host, uses } = platformPorts({ OMS_PORT: '4002' });
    expect(host).toBe('127.0.0.1');
    expect(Object.fromEntries(uses.map(({ variable, port }) => [variable, port]))).toMatchObject({
      OMS_PORT: 4002,
      BROKER_SMF_PORT: 55555,
      EXCHANGE_PORT: 3010,
    });
  });

  it('leaves out the WebSocket of the broker when it is off, and only that', () => {
    expect(platformPorts({ BROKER_WS_PORT: 'off' }).uses.map(({ variable }) => variable)).not.toContain(
      'BROKER_WS_PORT',
    );
    expect(() => platformPorts({ OMS_PORT: 'off' })).toThrow(/OMS_PORT/);
  });

  it('has the view of the broker on loopback, wherever the broker listens, unless it is switched off', () => {
    const view = (env: Record<string, string>) =>
      platformPorts(env).uses.find(({ variable }) => variable === 'BROKER_ADMIN_PORT');
    expect(view({ BROKER_HOST: '0.0.0.0', HOST: '0.0.0.0' })).toMatchObject({ host: '127.0.0.1', port: 8009 });
    expect(view({ BROKER_ADMIN_PORT: '0' })).toBeUndefined();
    expect(adminAddress({ BROKER_ADMIN_PORT: '4009' })).toBe('http://127.0.0.1:4009');
    expect(adminAddress({ BROKER_ADMIN_PORT: '0' })).toBeUndefined();
  });

  it.each(['http', '-1', '70000', '1.5'])('refuses OMS_PORT=%s by name', (value) => {
    expect(() => platformPorts({ OMS_PORT: value })).toThrow(CliFailure);
    expect(() => platformPorts({ OMS_PORT: value })).toThrow(/OMS_PORT/);
  });
});

describe('httpAddress', () => {
  it('is on this machine unless the variable of the service says where it is', () => {
    expect(httpAddress({ HOST: '0.0.0.0', OMS_PORT: '4002' }, 'oms')).toBe('http://127.0.0.1:4002');
    expect(httpAddress({ OMS_URL: 'http://oms:3002/' }, 'oms')).toBe('http://oms:3002');
    expect(httpAddress({ OMS_URL: '' }, 'oms')).toBe('http://127.0.0.1:3002');
  });
});

describe('the address of the broker', () => {
  const env = { HOST: '192.168.1.5', BROKER_SMF_PORT: '4555' };

  it('is not where the services listen: the broker has a variable of its own', () => {
    expect(brokerAddress(env)).toBe('tcp://127.0.0.1:4555');
    expect(brokerAddress({ ...env, BROKER_HOST: '::1' })).toBe('tcp://[::1]:4555');
    const hosts = platformPorts({ ...env, BROKER_HOST: '::1' }).uses.map(({ variable, host }) => [variable, host]);
    expect(Object.fromEntries(hosts)).toMatchObject({ BROKER_SMF_PORT: '::1', OMS_PORT: '192.168.1.5' });
  });

  it('is the one that commands join, unless SOLACE_URL names another', () => {
    expect(busAddress({ ...env, BROKER_HOST: '0.0.0.0' })).toBe('tcp://127.0.0.1:4555');
    expect(busAddress({ ...env, SOLACE_URL: 'tcp://far:1' })).toBe('tcp://far:1');
    expect(busAddress({ BROKER_SMF_PORT: 'abc' })).toBe('tcp://127.0.0.1:abc');
  });
});
