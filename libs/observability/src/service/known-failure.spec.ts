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

  it('keeps to one line, and secrets to itself', () => {
    const error = new ConfigError(['MY_TOKEN is\n  bad: tok3n-1 (it is "tcp://me:pass@h")', 'LEVEL']);
    expect(knownFailure(error, options, undefined, { MY_TOKEN: 'tok3n-1', LEVEL: 'LEVEL' })).toBe(
      'oms: MY_TOKEN is bad: [redacted] (it is "tcp://[redacted]@h"); LEVEL',
    );
  });

  it('names the variable of a host that there is not', async () => {
    const address = { host: 'host.invalid', port: 0 };
    const error = await checkAddress(address).catch((reason: unknown) => reason);
    expect(knownFailure(error, options, address)).toMatch(/^oms: cannot listen on host\.invalid:0 \(E.*\); check HOST/);
  });

  it('leaves a fault of ours to the log, with its stack', () => {
    expect(knownFailure(new TypeError('x is not a function'), options)).toBeUndefined();
    expect(knownFailure(coded('INTERNAL_ERROR', 'x'), options)).toBeUndefined();
    expect(knownFailure(coded('ENOENT', 'no such file'), options)).toBeUndefined();
    expect(knownFailure('text', options)).toBeUndefined();
    expect(knownFailure(null, options, { host: 'h', port: 1 })).toBeUndefined();
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
