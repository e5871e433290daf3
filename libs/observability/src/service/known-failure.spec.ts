import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { ConfigError } from '../config/config-error.js';
import { knownFailure } from './known-failure.js';
import { checkAddress } from './service-address.js';

const options = { name: 'oms', defaultPort: 3002, portVar: 'OMS_PORT' };
const coded = (code: string, message: string): Error => Object.assign(new Error(message), { code });

describe('knownFailure', () => {
  it('gives one line for what people can mend', () => {
    expect(knownFailure(new ConfigError(['ACCOUNTS is not JSON']), options)).toBe('oms: ACCOUNTS is not JSON');
    expect(knownFailure(coded('JOURNAL_WRITE', 'cannot write to /x: the disk is full'), options)).toMatch(
      /^oms: cannot write to \/x: the disk is full\. Free disk space/,
    );
    expect(knownFailure(coded('LOGIN_REFUSED', 'the broker refused the login.'), options)).toMatch(
      /login\. Check SOLACE/,
    );
  });

  it('leaves a fault of ours to the log, with its stack', () => {
    expect(knownFailure(new TypeError('x is not a function'), options)).toBeUndefined();
    expect(knownFailure(coded('INTERNAL_ERROR', 'x'), options)).toBeUndefined();
    expect(knownFailure(coded('ENOENT', 'no such file'), options)).toBeUndefined();
    expect(knownFailure('text', options)).toBeUndefined();
  });

  it('names a port that is taken before anything else is tried', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
    const error = await checkAddress(address).catch((reason: unknown) => reason);
    expect(knownFailure(error, options, address)).toContain(`port ${address.port} on 127.0.0.1 is taken; set OMS_PORT`);
    await new Promise((resolve) => server.close(resolve));
    await checkAddress(address);
  });
});
