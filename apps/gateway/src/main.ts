import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { bootstrapService, parentHeard, ReadinessRegistry } from '@bourseworks/observability';
import { service } from './service.js';

const lookEveryMs = 250;

const { app } = await bootstrapService(
  async () => (await import('./gateway.module.js')).GatewayModule.fromEnv(),
  service,
);

const { FIRST_ADMIN, FirstAdmin } = await import('./users/first-admin.js');
const readiness = app.get(ReadinessRegistry, { strict: false });

// After the line that says that the service is ready: what is printed once must not drown in the lines of the start.
do await sleep(lookEveryMs);
while (!(await readiness.isReady()));

const password = await app.get(FirstAdmin, { strict: false }).ensure();
const told = { type: 'first-admin', username: FIRST_ADMIN, ...(password === undefined ? {} : { password }) };
// Not through the logger: logs are kept, and sent elsewhere. A launcher says it at the end of what it prints.
if (!(await parentHeard(told)) && password !== undefined)
  process.stdout.write(
    `gateway: first start: sign in as ${FIRST_ADMIN} with the password ${password} (good for one sign-in, at which you choose your own)\n`,
  );
