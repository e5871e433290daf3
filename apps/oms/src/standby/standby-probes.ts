import { createServer, type Server, type ServerResponse } from 'node:http';
import type { ServiceAddress } from '@bourseworks/observability';

const WAITING = { status: 'not ready', waitingFor: ['standby'] };

/**
 * Answers the probes of a standby, which has no application yet: live, and not ready, so that nobody sends it traffic and
 * nobody restarts it.
 */
export class StandbyProbes {
  private readonly server: Server = createServer((request, response) => {
    const path = request.url?.split('?')[0];
    if (path === '/health/live') answer(response, 200, { status: 'live' });
    else if (path === '/health/ready' || path === '/health') answer(response, 503, WAITING);
    else answer(response, 404, { code: 'ROUTE_UNKNOWN', message: 'a standby answers probes only' });
  });

  /** Rejects when the port is taken. */
  async listen({ host, port }: ServiceAddress): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, host, resolve);
    });
  }

  /** Gives the port free for the application. */
  async close(): Promise<void> {
    if (!this.server.listening) return;
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeAllConnections();
    await closed;
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
