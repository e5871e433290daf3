/** A request of the adapter. */
export interface VenueRequest {
  readonly method: string;
  /** Decoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  /** Milliseconds of `performance.now()`. */
  readonly atMs: number;
}

/** An answer to a request. A body that is no text is sent as JSON. */
export interface VenueReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** One open stream of the adapter. */
export interface FeedClient {
  /** Path and query with which it was opened. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** What it subscribed: kept by the script, by names of the script. */
  readonly topics: Set<string>;
  /** Says something that is no market data: a welcome, an answer, a heartbeat. An object is sent as JSON. */
  send(message: string | object): void;
  /** Market data for this client alone, as the snapshot that follows a subscription; see `FeedServer.publish`. */
  publish(message: string | object): void;
  /** The venue ends the stream. */
  close(code?: number, reason?: string): void;
}

/** What a venue says; a FeedServer carries it, with the faults that a test asks for. */
export interface VenueScript {
  answer(request: VenueRequest): VenueReply | Promise<VenueReply>;
  /** A client has opened a stream. Absent = the venue has none. */
  connected?(client: FeedClient): void;
  /** What a client sent, as text. */
  received?(client: FeedClient, text: string): void;
  /** A client's stream is gone. */
  gone?(client: FeedClient): void;
}

/** What a venue saw of its adapter. */
export interface FeedTraffic {
  /** Sockets that are open, kept ones of requests included. */
  readonly connections: number;
  /** Streams that are open. */
  readonly streams: number;
  /** Most streams that were open at a time. */
  readonly mostStreams: number;
  /** Attempts to open a stream, and connections for whatever that were refused. */
  readonly attempts: number;
  /** Logins that were tried. */
  readonly logins: number;
  /** Messages of market data that were written to a stream. */
  readonly sent: number;
  /** Requests that came, oldest first, refused ones included; at most the last 10 000. */
  readonly requests: readonly VenueRequest[];
}
