import type solace from 'solclientjs';
import { solclient } from '../solclient.js';

/** What a durable queue is made with; what is left out the broker decides. */
export interface QueueProperties {
  /** `exclusive`: one consumer at a time receives; `shared`: all do, in turn. */
  readonly access?: 'exclusive' | 'shared';
  readonly quotaMb?: number;
  readonly maxMessageBytes?: number;
  /** Deliveries after the first, 1 to 255; 0 = for ever. Beyond it a message moves to the dead-message queue. */
  readonly maxRedelivery?: number;
  /** Whether the time to live of messages counts. */
  readonly respectTtl?: boolean;
  /** Whether a publisher is told that the queue could not take its message; false drops it silently. */
  readonly refuseWhenFull?: boolean;
  /** What users other than the one that made it may do. */
  readonly othersMay?: 'nothing' | 'read' | 'consume' | 'modify-topic' | 'delete';
}

function permissionsOf(othersMay: NonNullable<QueueProperties['othersMay']>): solace.QueuePermissions {
  const { QueuePermissions } = solclient();
  const permissions = {
    nothing: QueuePermissions.NONE,
    read: QueuePermissions.READ_ONLY,
    consume: QueuePermissions.CONSUME,
    'modify-topic': QueuePermissions.MODIFY_TOPIC,
    delete: QueuePermissions.DELETE,
  };
  return permissions[othersMay];
}

/** For the client library. */
export function toClientProperties(wanted: QueueProperties): solace.QueueProperties {
  const { QueueAccessType, QueueDiscardBehavior } = solclient();
  const { access, refuseWhenFull, othersMay } = wanted;
  const properties: solace.QueueProperties = {
    accessType:
      access === undefined
        ? undefined
        : access === 'exclusive'
          ? QueueAccessType.EXCLUSIVE
          : QueueAccessType.NONEXCLUSIVE,
    quotaMB: wanted.quotaMb,
    maxMessageSize: wanted.maxMessageBytes,
    maxMessageRedelivery: wanted.maxRedelivery,
    respectsTTL: wanted.respectTtl,
    discardBehavior:
      refuseWhenFull === undefined
        ? undefined
        : refuseWhenFull
          ? QueueDiscardBehavior.NOTIFY_SENDER_ON
          : QueueDiscardBehavior.NOTIFY_SENDER_OFF,
    permissions: othersMay === undefined ? undefined : permissionsOf(othersMay),
  };
  // The client takes a property that is there but undefined for a wrong value.
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}

/**
 * Where an existing queue is not as wanted, for people: `maxRedelivery is 0, wanted 3`. What the broker does not tell is
 * left out. The rights of others are left out too: what comes back are one's own.
 */
export function differences(wanted: QueueProperties, actual: solace.QueueProperties | null | undefined): string[] {
  if (actual == null) return [];
  const { QueueAccessType, QueueDiscardBehavior } = solclient();
  const found: Record<string, string | number | boolean | undefined> = {
    access:
      actual.accessType === undefined
        ? undefined
        : actual.accessType === QueueAccessType.EXCLUSIVE
          ? 'exclusive'
          : 'shared',
    quotaMb: actual.quotaMB,
    maxMessageBytes: actual.maxMessageSize,
    maxRedelivery: actual.maxMessageRedelivery,
    respectTtl: actual.respectsTTL,
    refuseWhenFull:
      actual.discardBehavior === undefined
        ? undefined
        : actual.discardBehavior === QueueDiscardBehavior.NOTIFY_SENDER_ON,
  };
  return Object.entries(wanted).flatMap(([name, value]) => {
    const is = found[name];
    return value === undefined || is === undefined || is === value
      ? []
      : [`${name} is ${String(is)}, wanted ${String(value)}`];
  });
}
