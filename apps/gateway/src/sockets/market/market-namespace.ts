import { randomUUID } from 'node:crypto';
import { DomainError } from '@bourseworks/domain';
import type { LiveStream, StreamAddress, SubscribeAnswer } from '@bourseworks/dto/shapes';
import { Clock, EventLog } from '@bourseworks/ports';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { Socket } from 'socket.io';
import { PlatformBus } from '../../bus/platform-bus.js';
import { GatewayConfig } from '../../config/gateway-config.js';
import { SocketIdentities } from '../access/socket-identity.js';
import { SocketRoster } from '../access/socket-roster.js';
import { MARKET_EVENTS, type Handlers } from '../protocol/events.js';
import { LIMITS } from '../protocol/limits.js';
import { renewal } from '../renewal.js';
import { SocketMetrics } from '../socket-metrics.js';
import { SocketServer } from '../socket-server.js';
import { ChannelPool } from './channel/channel-pool.js';
import type { Channel } from './channel/channel.js';
import { Audiences } from './frames/audiences.js';
import { FramePump } from './frames/frame-pump.js';
import { FrameWriter } from './frames/frame-writer.js';
import { MarketClient } from './market-client.js';

export const MARKET_NAMESPACE = '/market';

type Rejected = SubscribeAnswer['rejected'][number];

/** Market data to people: subscriptions of sockets to shared streams. */
@Injectable()
export class MarketNamespace implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly pool: ChannelPool;
  private readonly audiences = new Audiences();
  private readonly pump: FramePump;
  private readonly handlers: Handlers<MarketClient, typeof MARKET_EVENTS.asked>;

  constructor(
    private readonly server: SocketServer,
    private readonly roster: SocketRoster,
    identities: SocketIdentities,
    bus: PlatformBus,
    clock: Clock,
    private readonly log: EventLog,
    config: GatewayConfig,
    metrics: SocketMetrics,
  ) {
    const writer = new FrameWriter(MARKET_NAMESPACE, clock, metrics, (client) => this.tooSlow(client));
    this.pump = new FramePump(clock, writer, (channel) => this.audiences.of(channel));
    const subscriber = `gateway-${randomUUID()}`;
    this.pool = new ChannelPool(
      { bus, clock, log, subscriber },
      { maxStreams: config.maxStreams, onChange: this.pump.changed },
    );
    this.handlers = {
      subscribe: (client, { streams }) => this.subscribe(client, streams),
      unsubscribe: (client, { ids }) => this.unsubscribe(client, ids),
      resnapshot: (client, { id }) => this.resnapshot(client, id),
      renew: renewal(identities, roster, ({ socket }: MarketClient) => socket),
    };
    metrics.watch('bourseworks_socket_streams', 'Streams that sockets have open', () => this.pool.size);
    metrics.watch('bourseworks_socket_subscriptions', 'Streams of all sockets, each socket counted', () =>
      this.audiences.subscriptions(),
    );
  }

  onApplicationBootstrap(): void {
    this.server.serve({
      namespace: MARKET_NAMESPACE,
      asked: MARKET_EVENTS.asked,
      handlers: this.handlers,
      open: (socket: Socket) => new MarketClient(socket),
      close: (client: MarketClient) => this.leave(client),
    });
  }

  beforeApplicationShutdown(): void {
    this.pump.stop();
    this.pool.closeAll();
  }

  private async subscribe(client: MarketClient, streams: readonly StreamAddress[]): Promise<SubscribeAnswer> {
    const held = channelsOf(client);
    const wanted = distinct(streams).filter((address) => !held.some((channel) => isSame(channel.address, address)));
    if (held.length + client.opening + wanted.length > LIMITS.streamsPerSocket)
      throw new DomainError({
        code: 'SOCKET_STREAMS',
        message: `a socket has at most ${LIMITS.streamsPerSocket} streams`,
      });
    client.opening += wanted.length;
    const opened = await Promise.all(wanted.map((address) => this.open(address)));
    client.opening -= wanted.length;
    const channels = opened.filter((result): result is Channel => !('code' in result));
    const rejected = opened.filter((result): result is Rejected => 'code' in result);
    this.join(client, channels);
    return { subscriptions: subscriptionsOf(client), rejected };
  }

  private async open(address: StreamAddress): Promise<Channel | Rejected> {
    try {
      return await this.pool.acquire(address);
    } catch (error) {
      if (error instanceof DomainError) return { ...address, code: error.code, message: error.message };
      this.log.error({ event: 'socket.stream_failed', err: error });
      return { ...address, code: 'INTERNAL_ERROR', message: 'the service failed in a way it did not expect' };
    }
  }

  private join(client: MarketClient, opened: readonly Channel[]): void {
    const held = channelsOf(client);
    // Another subscribe of the same socket may have been quicker with the same stream.
    const fresh = client.gone ? [] : opened.filter((channel) => !held.includes(channel));
    for (const channel of opened) if (!fresh.includes(channel)) this.pool.release(channel);
    if (fresh.length === 0) return;
    this.audiences.move(client, [...held, ...fresh]);
    this.pump.begins(client);
  }

  private unsubscribe(client: MarketClient, ids: readonly number[]): SubscribeAnswer {
    const held = channelsOf(client);
    const left = held.filter(({ id }) => !ids.includes(id));
    for (const channel of held) if (!left.includes(channel)) this.pool.release(channel);
    if (left.length < held.length) this.move(client, left);
    return { subscriptions: subscriptionsOf(client), rejected: [] };
  }

  private resnapshot(client: MarketClient, id: number): object {
    const { audience, holding } = client;
    const at = channelsOf(client).findIndex((channel) => channel.id === id);
    if (at < 0 || audience === undefined)
      throw new DomainError({ code: 'STREAM_UNKNOWN', message: 'the socket has no such stream' });
    const marks = [...(holding ?? audience.nothing).marks];
    marks[at] = undefined;
    client.holding = { marks };
    this.pump.begins(client);
    return {};
  }

  private leave(client: MarketClient): void {
    client.gone = true;
    this.pump.forget(client);
    for (const channel of channelsOf(client)) this.pool.release(channel);
    this.move(client, []);
  }

  private move(client: MarketClient, channels: readonly Channel[]): void {
    const empty = this.audiences.move(client, channels);
    if (empty !== undefined) this.pump.drop(empty);
    else if (channels.length > 0) this.pump.begins(client);
  }

  private tooSlow(client: MarketClient): void {
    // At once: its connection may take a while to close, and no frame is for it any more.
    this.leave(client);
    this.roster.close(client.socket, 'SOCKET_SLOW', 'more trades wait than may; connect again', 'reconnect');
  }
}

function channelsOf({ audience }: MarketClient): readonly Channel[] {
  return audience?.channels ?? [];
}

function subscriptionsOf(client: MarketClient): LiveStream[] {
  return channelsOf(client).map(({ id, address, instrument }) => ({ ...address, id, instrument }));
}

function isSame(a: StreamAddress, b: StreamAddress): boolean {
  return a.kind === b.kind && a.venue === b.venue && a.symbol === b.symbol && a.adapter === b.adapter;
}

function distinct(streams: readonly StreamAddress[]): StreamAddress[] {
  return streams.filter((one, at) => streams.findIndex((other) => isSame(one, other)) === at);
}
