import assert from 'node:assert/strict';
import { eventually } from './eventually.js';

/** What the cases of every store's contract do with the clients that they open. */
export class StoreTrial<Client extends { close(): Promise<void> }> {
  private readonly clients: Client[] = [];

  /** Closed after the case. */
  protected keep(client: Client): Client {
    this.clients.push(client);
    return client;
  }

  async refused(code: string, call: () => Promise<unknown>): Promise<void> {
    await assert.rejects(call, (error: Error & { code?: unknown }) => {
      assert.equal(error.code, code, error.message);
      return true;
    });
  }

  /** Once the store answers again. */
  answered<T>(call: () => Promise<T>): Promise<T> {
    return eventually(async () => [await call()] as const, { what: 'an answer of the store' }).then(([value]) => value);
  }

  async end(): Promise<void> {
    for (const client of this.clients) await client.close();
  }
}
