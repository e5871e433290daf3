import { describe, expect, it } from '@jest/globals';
import { thrownCode } from '../../test/bus.js';
import type { SolaceSessionOptions } from './session-options.js';
import { SolaceSession } from './solace-session.js';

const base = { url: 'tcp://127.0.0.1:1', vpn: 'default', username: 'u', password: 'p' };
const certificate = { scheme: 'client-certificate', certificate: '/no/such.pem', privateKey: '/no/such.key' } as const;
const oauth = { scheme: 'oauth', token: { accessToken: 'x' } } as const;

const wrong: [string, Partial<SolaceSessionOptions>][] = [
  ['no host', { url: [] }],
  ['too many hosts', { url: Array<string>(17).fill(base.url) }],
  ['another protocol', { url: 'http://127.0.0.1' }],
  ['no url at all', { url: 'broker' }],
  ['hosts with and without TLS', { url: ['tcps://a', 'tcp://b'] }],
  ['no user', { username: '' }],
  ['a pause that is no number', { reconnectRetryWaitMs: Number.NaN }],
  ['a pause beyond its range', { reconnectRetryWaitMs: 60_001 }],
  ['retries below for ever', { reconnectRetries: -2 }],
  ['two keepalive intervals', { keepAliveIntervalsLimit: 2 }],
  ['a trust store that is not there', { url: 'tcps://a', tls: { trustStore: '/no/such.pem' } }],
  ['no name to accept', { url: 'tcps://a', tls: { serverNames: [] } }],
  ['a certificate without TLS', { authentication: certificate }],
  ['a certificate that is not there', { url: 'tcps://a', authentication: certificate }],
  [
    'a certificate without its key',
    { url: 'tcps://a', authentication: { scheme: 'client-certificate', certificate: 'x' } },
  ],
  ['a token without TLS', { authentication: oauth }],
];

describe('options of a session', () => {
  it.each(wrong)('are refused before anything is opened: %s', (_name, options) => {
    expect(thrownCode(() => new SolaceSession({ ...base, ...options }))).toBe('BAD_SESSION_OPTION');
  });

  it('do not show the url in what they are refused with', () => {
    const make = () => new SolaceSession({ ...base, url: 'http://user:secret@host' });
    expect(make).toThrow(/^url must be/);
  });
});
