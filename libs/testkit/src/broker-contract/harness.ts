import type { Instrument, OrderTerms, Side } from '@bourseworks/domain';
import type { BrokerAdapter, BrokerCapabilities, BrokerOrder, Clock } from '@bourseworks/ports';

export const VENUE_COMMANDS = ['submit', 'cancel', 'replace'] as const;
export type VenueCommand = (typeof VENUE_COMMANDS)[number];

/**
 * What can happen to a command on its way. `drop-before`: the connection breaks before the venue has it. The others happen
 * once the venue has done it: `drop-after` the connection breaks, `error-after` the answer is a fault of the venue (5xx),
 * `unreadable-after` it is none that can be read, `delay-after` it does not come in time.
 */
export const VENUE_FAULTS = ['drop-before', 'drop-after', 'error-after', 'unreadable-after', 'delay-after'] as const;
export type VenueFault = (typeof VENUE_FAULTS)[number];

/** What a test can make a venue do. A venue without one of them skips the cases that need it. */
export interface VenueControls {
  /** The market takes `quantity` of a resting order at its limit. */
  fill(order: BrokerOrder, quantity: number): Promise<void>;
  /** The venue ends an order of its own accord. */
  cancelUnsolicited(order: BrokerOrder): Promise<void>;
  /** The venue rejects the next order that is sent. */
  rejectNext(): Promise<void>;
  /** The venue takes an execution back. */
  bust(order: BrokerOrder, execId: string): Promise<void>;
  /** What happens to the next command of a kind. */
  failNext(command: VenueCommand, fault: VenueFault): Promise<void>;
  /** The next `count` requests are turned down for their number (429), with a wait of `waitMs`. */
  rateLimitNext(count: number, waitMs: number): Promise<void>;
  /** All connections break. */
  dropLink(): Promise<void>;
  /** Connections break, and none is taken, until it is called with false. */
  refuseLink(on: boolean): Promise<void>;
  /** The venue's process begins anew, as after a deployment: what it keeps for good is still there. */
  restartVenue(): Promise<void>;
  /** Another program of the account's owner places an order that rests; its client id at the venue. */
  placeOutside(account: string, terms: OrderTerms): Promise<string>;
  /** Another program takes it back. */
  cancelOutside(account: string, clientId: string): Promise<void>;
  /** How many orders with this id the venue has accepted. */
  accepted(account: string, clOrdId: string): Promise<number>;
  /** Commands that the venue has received, oldest first, those it refused included. */
  commands(): Promise<readonly VenueCommand[]>;
  /** Connections that the venue has from the adapter. */
  connections(): Promise<number>;
}

export type VenueControl = keyof VenueControls;

/** A running venue, real or a stand-in. */
export interface VenueUnderTest extends Partial<VenueControls> {
  /** An adapter for it, not connected. */
  createBroker(clock: Clock): BrokerAdapter;
  /** An account for one case: a new one, or the only one with nothing left in it. */
  account(): Promise<string>;
  /** What is traded: one of the broker's instruments. */
  instrument(broker: BrokerAdapter): Instrument;
  /** A limit at which an order of this side rests, and can be filled; in units. */
  restingPrice(side: Side): number;
  /** A quantity that is traded, in units: at least four lots, and little enough for a market order to be filled whole. */
  readonly quantity: number;
  /** An id of the form the venue takes. Default `bw-` and a number. */
  clOrdId?(number: number): string;
  close(): Promise<void>;
}

/** What stands before the venue is started, for the names of cases. */
export interface BrokerHarness {
  readonly capabilities: BrokerCapabilities;
  readonly controls: readonly VenueControl[];
  readonly faults: readonly VenueFault[];
  /** How long the adapter waits for an answer, milliseconds; a second or less. */
  readonly requestTimeoutMs: number;
  /** The adapter tells these. */
  readonly tells: Readonly<Record<'fees' | 'positions' | 'balances' | 'openTerms', boolean>>;
  /** Texts that must never be said. */
  readonly secrets: readonly string[];
  start(): Promise<VenueUnderTest>;
}
