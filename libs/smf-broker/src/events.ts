import type { DisconnectReason } from './errors.js';

/** A client as it is shown to the outside. */
export interface ClientInfo {
  readonly clientName: string;
  readonly username: string;
  readonly vpn: string;
  readonly remote: string;
  readonly carrier: 'tcp' | 'ws';
  readonly subscriptions: number;
  readonly messagesIn: number;
  readonly messagesOut: number;
  /** Direct messages to this client that were discarded. */
  readonly discarded: number;
  /** Bytes that wait for this client now. */
  readonly waitingBytes: number;
}

/** What the broker reports. Listeners run synchronously inside the broker and must be quick. */
export interface SmfBrokerEvents {
  clientUp: [client: ClientInfo];
  clientDown: [client: ClientInfo, reason: DisconnectReason];
  /** A connection that ended before its login succeeded. */
  connectionEnded: [remote: string, reason: DisconnectReason];
  loginRefused: [remote: string, username: string, answer: { readonly code: number; readonly text: string }];
  discardStart: [client: ClientInfo];
  discardEnd: [client: ClientInfo, frames: number];
  /** The first message that a client was not allowed to publish. */
  publishDenied: [client: ClientInfo, topic: string];
  /** A defect of the broker, which cost one client its connection. */
  fault: [remote: string, error: unknown];
}
