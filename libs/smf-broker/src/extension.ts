import type { DisconnectReason } from './errors.js';
import type { CapabilityName } from './protocol/capabilities.js';
import type { Malformed } from './protocol/decode-result.js';
import type { SmfHeader } from './protocol/smf-header.js';
import type { SubscriptionRequest } from './protocol/subscription-message.js';
import type { Vpn } from './server/vpn.js';
import type { Session } from './session/session.js';

/** One frame other than a direct message, `bytes[start, end)`; valid during the call only. */
export interface ControlFrame {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  readonly header: SmfHeader;
}

/** Answers the frames of one protocol number. */
export interface ProtocolHandler {
  readonly protocol: number;
  /** Returns a refusal when the frame is malformed: the client is then disconnected with its code. */
  handle(session: Session, frame: ControlFrame): Malformed | null;
}

/** Answer to a request: the text follows the established wording, because clients classify errors by it. */
export interface Answer {
  readonly code: number;
  readonly text: string;
}

/** What an extension sees of the broker. */
export interface ExtensionHost {
  readonly routerName: string;
  readonly vpns: ReadonlyMap<string, Vpn>;
}

/**
 * A part of the broker beyond direct messaging (guaranteed messaging). Its handlers take precedence over the built-in
 * ones; its capabilities are advertised only while it is installed, so that clients never see what is not there.
 */
export interface BrokerExtension {
  readonly capabilities: readonly CapabilityName[];
  /** Largest guaranteed message in bytes, advertised when given. */
  readonly maxGuaranteedBytes?: number;
  readonly handlers: readonly ProtocolHandler[];
  /** Called before the listeners open. A throw keeps the broker from starting. */
  start?(host: ExtensionHost): void;
  /** Called after the last client has gone. */
  stop?(): void | Promise<void>;
  /** A published message with the guaranteed flag. */
  onAssuredMessage?(session: Session, frame: ControlFrame): Malformed | null;
  /** A request to add a topic to a queue or remove it. */
  onQueueSubscription?(session: Session, request: SubscriptionRequest): Answer;
  onSessionUp?(session: Session): void;
  onSessionDown?(session: Session, reason: DisconnectReason): void;
}
