// Loaded beside a server (--import): says over the process channel what the process has used so far.
import type { Usage } from './wire.js';

declare const gc: (() => void) | undefined;

process.on('message', (message: { probe?: boolean; collect?: boolean }) => {
  if (message.probe !== true) return;
  if (message.collect === true) gc?.();
  const { user, system } = process.cpuUsage();
  const { heapUsed, external, rss } = process.memoryUsage();
  process.send?.({ usage: { cpuUs: user + system, objects: heapUsed + external, rss } satisfies Usage });
});
