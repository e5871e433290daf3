import type { Server } from 'node:http';

/**
 * Bounds what a caller that says little can hold. Node's own are a minute for the headers, five for a whole request, and
 * any number of connections; its look at them every 30 seconds comes on top.
 */
export function limitServer(server: Server): void {
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  // Answers are of a megabyte at the most, bodies too: nothing that is alive is silent for so long.
  server.timeout = 120_000;
  server.maxConnections = 4_096;
}
