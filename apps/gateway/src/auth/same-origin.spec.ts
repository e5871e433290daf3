import { describe, expect, it } from '@jest/globals';
import { isSameOrigin } from './same-origin.js';

const client = { 'x-bourseworks-client': 'web' };

describe('isSameOrigin', () => {
  it('takes a page of this machine at its own address', () => {
    for (const host of ['localhost:3000', '127.0.0.1:3000', '[::1]:3000'])
      expect(isSameOrigin({ ...client, host, origin: `http://${host}` }, [])).toBe(true);
    expect(isSameOrigin({ ...client, host: 'localhost:3000', origin: 'http://localhost:5173' }, [])).toBe(false);
  });

  it('does not take a foreign name that points at this machine', () => {
    const host = 'rebound.example:3000';
    expect(isSameOrigin({ ...client, host, origin: `http://${host}` }, [])).toBe(false);
  });

  it('takes only the origins that are named, once some are', () => {
    const named = ['https://trade.example.com'];
    const from = (origin: string): boolean => isSameOrigin({ ...client, host: 'trade.example.com', origin }, named);
    expect(from('https://trade.example.com')).toBe(true);
    expect(from('http://trade.example.com')).toBe(false);
    expect(from('https://trade.example.com.evil.example')).toBe(false);
    expect(isSameOrigin({ ...client, host: 'localhost:3000', origin: 'http://localhost:3000' }, named)).toBe(false);
  });

  it('asks for the header in every case', () => {
    expect(isSameOrigin({ host: 'localhost:3000', origin: 'http://localhost:3000' }, [])).toBe(false);
    expect(isSameOrigin({ host: 'localhost:3000' }, [])).toBe(false);
    expect(isSameOrigin({ ...client, host: 'localhost:3000' }, [])).toBe(true);
  });
});
