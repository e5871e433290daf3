import { probeService } from '../health/probe.js';
import type { HttpServiceName } from '../launcher/service-spec.js';
import { takenPorts, type PortUse } from '../launcher/ports.js';
import { HTTP_PORTS, httpAddress, platformPorts, type PlatformPorts } from '../launcher/settings.js';
import { fail, ok, type Check } from './check.js';

const PROBE_MS = 1_000;

/** Whether what holds a port is the service itself. */
async function isOurs(use: PortUse, env: NodeJS.ProcessEnv, brokerIsOurs: boolean): Promise<boolean> {
  if (!(use.service in HTTP_PORTS)) return brokerIsOurs;
  const service = use.service as HttpServiceName;
  return (await probeService(service, httpAddress(env, service), PROBE_MS)).state !== 'down';
}

/** Each port of a local run: free, or held by the platform itself. `brokerIsOurs`: one answers at its address. */
export async function checkPorts(env: NodeJS.ProcessEnv, brokerIsOurs: () => Promise<boolean>): Promise<Check[]> {
  let ports: PlatformPorts;
  try {
    ports = platformPorts(env);
  } catch (error) {
    return [fail('ports', (error as Error).message, 'Correct the variable.')];
  }
  const { uses } = ports;
  const taken = new Set(await takenPorts(uses));
  const broker = taken.size > 0 && (await brokerIsOurs());
  const check = async (use: PortUse): Promise<Check> => {
    const name = `port ${use.port}`;
    if (use.port === 0) return ok(name, `${use.service}: any free one`);
    if (!taken.has(use)) return ok(name, `${use.service}: free`);
    if (await isOurs(use, env, broker)) return ok(name, `${use.service}: it is running`);
    return fail(name, `${use.service}: taken`, `Stop what uses it, or set ${use.variable}.`);
  };
  return Promise.all(uses.map(check));
}
