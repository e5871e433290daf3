import { describe, expect, it } from '@jest/globals';
import { platformPorts, SettingsError } from './settings.js';

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

  it.each(['http', '-1', '70000', '1.5'])('refuses OMS_PORT=%s by name', (value) => {
    expect(() => platformPorts({ OMS_PORT: value })).toThrow(SettingsError);
    expect(() => platformPorts({ OMS_PORT: value })).toThrow(/OMS_PORT/);
  });
});
