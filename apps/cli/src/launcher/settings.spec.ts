import { describe, expect, it } from '@jest/globals';
import { platformPorts, portOf, SettingsError } from './settings.js';

describe('platformPorts', () => {
  it('has the documented defaults and takes the environment', () => {
    const ports = platformPorts({ OMS_PORT: '4002' });
    expect(ports.host).toBe('127.0.0.1');
    expect(portOf(ports, 'OMS_PORT')).toBe(4002);
    expect(portOf(ports, 'BROKER_SMF_PORT')).toBe(55555);
    expect(portOf(ports, 'EXCHANGE_PORT')).toBe(3010);
  });

  it.each(['http', '-1', '70000', '1.5'])('refuses OMS_PORT=%s by name', (value) => {
    expect(() => platformPorts({ OMS_PORT: value })).toThrow(SettingsError);
    expect(() => platformPorts({ OMS_PORT: value })).toThrow(/OMS_PORT/);
  });
});
