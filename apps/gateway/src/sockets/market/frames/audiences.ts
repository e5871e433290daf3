import type { Channel, Mark } from '../channel/channel.js';
import type { MarketClient } from '../market-client.js';
import { Audience } from './audience.js';

/** Which clients have which streams. Clients with the same ones are one audience. */
export class Audiences {
  private readonly byKey = new Map<string, Audience>();
  private readonly byChannel = new Map<Channel, Set<Audience>>();

  of(channel: Channel): Iterable<Audience> {
    return this.byChannel.get(channel) ?? [];
  }

  subscriptions(): number {
    let sum = 0;
    for (const { channels, members } of this.byKey.values()) sum += channels.length * members.size;
    return sum;
  }

  /** Gives a client these streams; it keeps what it holds of those that it had. @returns the audience that ended by it */
  move(client: MarketClient, channels: readonly Channel[]): Audience | undefined {
    const { audience: before, holding } = client;
    const marks = new Map<Channel, Mark | undefined>(
      before?.channels.map((channel, at) => [channel, holding?.marks[at]]),
    );
    before?.members.delete(client);
    client.audience = client.holding = undefined;
    if (channels.length > 0) {
      const audience = this.audienceOf(channels);
      audience.members.add(client);
      client.audience = audience;
      const kept = audience.channels.map((channel) => marks.get(channel));
      // All who begin share one: their first frame is the same.
      client.holding = kept.every((mark) => mark === undefined) ? audience.nothing : { marks: kept };
    }
    if (before === undefined || before.members.size > 0) return undefined;
    this.end(before);
    return before;
  }

  private audienceOf(channels: readonly Channel[]): Audience {
    const ordered = channels.toSorted((a, b) => a.id - b.id);
    const key = Audience.keyOf(ordered);
    const known = this.byKey.get(key);
    if (known !== undefined) return known;
    const audience = new Audience(ordered);
    this.byKey.set(key, audience);
    for (const channel of ordered) {
      const audiences = this.byChannel.get(channel);
      if (audiences === undefined) this.byChannel.set(channel, new Set([audience]));
      else audiences.add(audience);
    }
    return audience;
  }

  private end(audience: Audience): void {
    this.byKey.delete(Audience.keyOf(audience.channels));
    for (const channel of audience.channels) {
      const audiences = this.byChannel.get(channel);
      audiences?.delete(audience);
      if (audiences?.size === 0) this.byChannel.delete(channel);
    }
  }
}
