import type solace from 'solclientjs';
import type { TransportError } from '../../errors.js';
import { SessionConnection, reasonOf } from '../session-connection.js';
import type { SolaceSessionOptions } from '../session-options.js';
import { solclient } from '../solclient.js';
import type { ResolvedGuaranteedOptions } from './guaranteed-options.js';

/** What becomes of messages handed to the link, told by the id in the key that they carry. */
export interface PublisherEvents {
  acknowledged(id: number): void;
  refused(id: number, reason: string): void;
  /** The link takes messages now. */
  ready(): void;
  lost(): void;
  /** The broker lets nobody publish guaranteed, or not this user. */
  incapable(reason: string): void;
  /** The broker refused the publisher; the link goes on asking. */
  publisherRefused(reason: string): void;
}

/** Begins the text with which the client reports a login that failed for the publisher's sake. */
const PUBLISHER_FAILED = 'Guaranteed Message Publisher Failed';

/**
 * The connection that guaranteed messages leave by. It is one of its own because the client ties the publisher to the
 * login: a broker that refuses the one would keep the whole session from coming up, and take it down when its spool is
 * switched off. A full window of guaranteed messages does not hold up direct ones either.
 */
export class PublisherLink extends SessionConnection {
  constructor(
    options: SolaceSessionOptions,
    guaranteed: ResolvedGuaranteedOptions,
    private readonly events: PublisherEvents,
  ) {
    const { clientName = '' } = options;
    const own = { ...options, clientName: clientName === '' ? '' : `${clientName}-publisher` };
    super({ ...own, connectRetries: -1, reconnectRetries: -1 }, (properties) => {
      properties.publisherProperties = {
        enabled: true,
        windowSize: guaranteed.windowSize,
        acknowledgeMode: solclient().MessagePublisherAcknowledgeMode.PER_MESSAGE,
      };
      return properties;
    });
    const codes = solclient().SessionEventCode;
    this.native.on(codes.ACKNOWLEDGED_MESSAGE, (event) => events.acknowledged(idOf(event)));
    this.native.on(codes.REJECTED_MESSAGE_ERROR, (error) => events.refused(idOf(error), reasonOf(error)));
    this.native.on(codes.REPUBLISHING_UNACKED_MESSAGES, (event) =>
      this.logger.warn(`the broker forgot the publisher; sent again, perhaps twice: ${event.infoStr}`),
    );
    this.native.on(codes.GUARANTEED_MESSAGE_PUBLISHER_DOWN, (error) => this.publisherDown(reasonOf(error)));
    this.on('drain', () => {
      if (this.status === 'UP') events.ready();
    });
  }

  /** Whether the broker lets this user publish guaranteed; known after the login. */
  get isCapable(): boolean {
    return this.native.isCapable(solclient().CapabilityType.GUARANTEED_MESSAGE_PUBLISH);
  }

  /** @throws OperationError of the client: no space, too large, not possible */
  send(message: solace.Message): void {
    this.native.send(message);
  }

  protected override onLogin(): void {
    if (!this.isCapable) this.events.incapable('the broker does not let this user publish guaranteed messages');
  }

  protected override onLoss(): void {
    this.events.lost();
  }

  protected override onFailure(failure: TransportError): void {
    if (failure.message.includes(PUBLISHER_FAILED)) this.events.publisherRefused(failure.message);
  }

  /** The login stays, the publisher does not come back in it: only a new login brings one. */
  private publisherDown(reason: string): void {
    this.logger.warn(`the broker closed the publisher: ${reason}`);
    try {
      this.native.disconnect();
    } catch (error) {
      this.logger.warn(`a new login for the publisher: ${reasonOf(error)}`);
    }
  }
}

function idOf(event: object): number {
  return (event as { correlationKey?: { id?: number } | null }).correlationKey?.id ?? -1;
}
