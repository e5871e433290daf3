import { describe, expect, it } from '@jest/globals';
import { serviceAddress, startFailure } from './service-address.js';

const options = { name: 'oms', defaultPort: 3002, portVar: 'OMS_PORT' };

describe('serviceAddress', () => {
  it('is the loopback interface and the default port unless variables say otherwise', () => {
    expect(serviceAddress(options, {})).toEqual({ host: '127.0.0.1', port: 3002 });
    expect(serviceAddress(options, { HOST: '0.0.0.0', OMS_PORT: '0' })).toEqual({ host: '0.0.0.0', port: 0 });
  });

  it.each(['70000', '-1', '3002x', '1e3'])('refuses %s for a port and names the variable', (text) => {
    expect(() => serviceAddress(options, { OMS_PORT: text })).toThrow(
      `OMS_PORT must be a port, 0 to 65535 (it is "${text}")`,
    );
  });
});

describe('startFailure', () => {
  it('leaves errors that are no matter of configuration to their stack', () => {
    expect(startFailure(new Error('bug'), options, { host: 'h', port: 1 })).toBeUndefined();
  });
});
