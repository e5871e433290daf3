import type { AssuredValue } from '../protocol/assured-ctrl.js';
import { AssuredParam } from '../protocol/assured-ctrl.js';
import type { QueueAccess, QueueDefinition, QueuePermission } from './queue/queue-definition.js';

const MB = 1_000_000;
const PERMISSION_BITS: Readonly<Record<QueuePermission, number>> = {
  none: 0x0,
  readOnly: 0x1,
  consume: 0x3,
  modifyTopic: 0x7,
  delete: 0xf,
};
/** Two bits for each behaviour: switch on, switch off. */
const BEHAVIOUR_NOTIFY_ON = 0x20;
const BEHAVIOUR_NOTIFY_OFF = 0x10;
const BEHAVIOUR_DELIVERY_COUNT = 0x08;

export function accessOf(value: number | null, fallback: QueueAccess): QueueAccess {
  if (value === null) return fallback;
  return value === 2 ? 'nonExclusive' : 'exclusive';
}

/** The highest permission whose bits are all there. */
export function permissionOf(value: number | null, fallback: QueuePermission): QueuePermission {
  if (value === null) return fallback;
  const levels = Object.entries(PERMISSION_BITS) as [QueuePermission, number][];
  return levels.findLast(([, bits]) => (value & bits) === bits)![0];
}

/** Clients send two bytes of behaviours, of which the first holds those that are known here. */
export function notifySenderOf(value: number | null): boolean {
  if (value === null) return true;
  const known = value > 0xff ? value >> 8 : value;
  return (known & BEHAVIOUR_NOTIFY_OFF) === 0;
}

/** A queue's properties as replies to a bind or create carry them. */
export function describeQueue(definition: QueueDefinition, granted: QueuePermission): AssuredValue[] {
  const behaviour = (definition.notifySender ? BEHAVIOUR_NOTIFY_ON : BEHAVIOUR_NOTIFY_OFF) | BEHAVIOUR_DELIVERY_COUNT;
  return [
    { id: AssuredParam.durability, value: definition.durable ? 1 : 2, bytes: 1 },
    { id: AssuredParam.accessType, value: definition.access === 'exclusive' ? 1 : 2, bytes: 1 },
    { id: AssuredParam.queueName, text: definition.name },
    { id: AssuredParam.grantedPermission, value: PERMISSION_BITS[granted], bytes: 4 },
    { id: AssuredParam.othersPermission, value: PERMISSION_BITS[definition.othersPermission], bytes: 4 },
    { id: AssuredParam.quotaMb, value: Math.ceil(definition.quotaBytes / MB), bytes: 4 },
    { id: AssuredParam.maxMessageSize, value: definition.maxMessageBytes, bytes: 4 },
    { id: AssuredParam.respectTtl, value: definition.respectTtl ? 1 : 0, bytes: 1 },
    { id: AssuredParam.behaviour, value: behaviour, bytes: 1 },
    { id: AssuredParam.maxRedelivery, value: definition.maxRedelivery, bytes: 1 },
  ];
}
