import { WebSocket, type RawData } from 'ws';
import type { FeedClient, VenueReply, VenueRequest, VenueScript } from './venue-script.js';

/** Whether a message of the venue is market data, to which faults may happen. */
type IsData = (text: string) => boolean;

const HOP_HEADERS = ['host', 'connection', 'upgrade', 'content-length', 'transfer-encoding'];

/** A script that says what a real venue at `url` says, so that faults can be put between it and its adapter. */
export class Relay implements VenueScript {
  private readonly upstream = new Map<FeedClient, WebSocket>();

  constructor(
    /** Root of the venue, http, without a slash at its end. */
    private readonly url: string,
    private readonly isData: IsData,
  ) {}

  async answer({ method, path, query, headers, body }: VenueRequest): Promise<VenueReply> {
    const search = query.size > 0 ? `?${query.toString()}` : '';
    const passed = Object.entries(headers).filter(([name]) => !HOP_HEADERS.includes(name));
    const response = await fetch(`${this.url}${path}${search}`, {
      method,
      headers: passed.map(([name, value]) => [name, String(value)] as [string, string]),
      ...(body === '' ? {} : { body }),
    });
    return { status: response.status, body: await response.text() };
  }

  connected(client: FeedClient): void {
    const { pathname, search } = client.url;
    const socket = new WebSocket(`${this.url.replace(/^http/, 'ws')}${pathname}${search}`);
    this.upstream.set(client, socket);
    socket.on('message', (data: RawData) => {
      const text = (data as Buffer).toString();
      if (this.isData(text)) client.publish(text);
      else client.send(text);
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => client.close());
  }

  received(client: FeedClient, text: string): void {
    const socket = this.upstream.get(client);
    if (socket?.readyState === WebSocket.CONNECTING) socket.once('open', () => socket.send(text));
    else if (socket?.readyState === WebSocket.OPEN) socket.send(text);
  }

  gone(client: FeedClient): void {
    this.upstream.get(client)?.terminate();
    this.upstream.delete(client);
  }
}
