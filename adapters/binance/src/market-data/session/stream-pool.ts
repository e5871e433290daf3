import type { Clock } from '@bourseworks/ports';
import { StreamConnection, type StreamConsumer } from './stream-connection.js';
import type { StreamTimes } from './stream-times.js';

interface Pooled {
  readonly url: string;
  readonly connection: StreamConnection;
}

/** The connections of a market: as few as its streams fit into. One that has none left is closed. */
export class StreamPool {
  private readonly pooled = new Set<Pooled>();
  private readonly homes = new Map<string, Pooled>();

  constructor(
    private readonly times: StreamTimes,
    private readonly clock: Clock,
  ) {}

  /** Subscribes a stream of the part of the venue at `url`; it must not be there yet. */
  add(url: string, consumer: StreamConsumer): void {
    const home = this.withRoom(url) ?? this.connect(url);
    this.homes.set(consumer.name, home);
    home.connection.add(consumer);
  }

  remove(name: string): void {
    const home = this.homes.get(name);
    if (home === undefined) return;
    this.homes.delete(name);
    home.connection.remove(name);
    if (home.connection.size > 0) return;
    this.pooled.delete(home);
    home.connection.close();
  }

  /** For good. Idempotent. */
  close(): void {
    for (const { connection } of this.pooled) connection.close();
    this.pooled.clear();
    this.homes.clear();
  }

  private withRoom(url: string): Pooled | undefined {
    for (const each of this.pooled) {
      if (each.url === url && each.connection.size < this.times.maxStreams) return each;
    }
    return undefined;
  }

  private connect(url: string): Pooled {
    const connection = new StreamConnection(url, this.times, this.clock);
    const pooled = { url, connection };
    this.pooled.add(pooled);
    return pooled;
  }
}
