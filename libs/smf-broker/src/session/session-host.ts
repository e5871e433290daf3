import type { DisconnectReason } from '../errors.js';
import type { BrokerExtension, ProtocolHandler } from '../extension.js';
import type { SmfBrokerLimits } from '../options.js';
import type { CapabilityName } from '../protocol/capabilities.js';
import type { ClientCtrlRequest } from '../protocol/client-ctrl.js';
import type { Counters } from '../server/counters.js';
import type { Principal } from '../server/principal.js';
import type { Vpn } from '../server/vpn.js';
import type { FlushScheduler } from './flush-scheduler.js';
import type { Session } from './session.js';

/** Outcome of a login: where the client now belongs, or the answer it gets. */
export type Admission =
  | { readonly ok: true; readonly vpn: Vpn; readonly principal: Principal; readonly clientName: string }
  | { readonly ok: false; readonly code: number; readonly text: string };

/** What a session needs of the broker around it. */
export interface SessionHost {
  readonly limits: Readonly<SmfBrokerLimits>;
  readonly routerName: string;
  readonly capabilities: readonly CapabilityName[];
  readonly maxGuaranteedBytes: number | undefined;
  readonly scheduler: FlushScheduler;
  readonly counters: Counters;
  readonly handlers: ReadonlyMap<number, ProtocolHandler>;
  readonly extensions: readonly BrokerExtension[];
  admit(session: Session, request: ClientCtrlRequest): Admission;
  /** False when another client of the VPN has the name. */
  rename(session: Session, clientName: string): boolean;
  sessionUp(session: Session): void;
  loginRefused(session: Session, username: string, answer: { code: number; text: string }): void;
  sessionClosed(session: Session, reason: DisconnectReason): void;
  discardStarted(session: Session): void;
  discardEnded(session: Session, frames: number): void;
  publishDenied(session: Session, topic: string): void;
  fault(session: Session, error: unknown): void;
}
