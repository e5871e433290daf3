import { describe, expect, it } from '@jest/globals';
import { needNats } from './servers.js';

describe('needNats', () => {
  it('names the package when the server is not on the path', () => {
    expect(() => needNats('/nowhere')).toThrow(/install the package nats-server/);
  });
});
