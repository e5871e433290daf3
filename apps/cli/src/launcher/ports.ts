import { createServer } from 'node:net';

export interface PortUse {
  readonly service: string;
  /** Address that it listens on: the broker has one of its own. */
  readonly host: string;
  readonly port: number;
  /** Environment variable that moves it. */
  readonly variable: string;
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * Ports that something else holds, looked at before anything is started, so that the message stands at the end of the
 * output and not among the logs of services that are being stopped again. Port 0 means any free one.
 */
export async function takenPorts(uses: readonly PortUse[]): Promise<PortUse[]> {
  const taken: PortUse[] = [];
  for (const use of uses) {
    const twin = uses.find((other) => other !== use && other.port === use.port && use.port !== 0);
    if (use.port !== 0 && (twin !== undefined || !(await isFree(use.host, use.port)))) taken.push(use);
  }
  return taken;
}
