import type { Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestGateway } from './gateway.js';

describe('the HTTP server', () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await TestGateway.start();
  });

  afterAll(() => gateway.stop());

  it('bounds how long a caller may take, and how many there are', () => {
    const server = gateway.app.getHttpServer() as Server;
    expect(server.headersTimeout).toBeLessThanOrEqual(15_000);
    expect(server.requestTimeout).toBeLessThanOrEqual(60_000);
    expect(server.timeout).toBeGreaterThan(0);
    expect(server.maxConnections).toBeLessThanOrEqual(10_000);
  });
});
