/** Numbers of the wire protocol (SMF version 3). Names follow the published dissector of the protocol. */

export const SMF_VERSION = 3;
/** Bytes of a header without any parameter. */
export const SMF_HEADER_BYTES = 12;
/** Longest topic or subscription, in bytes, without its closing NUL. */
export const TOPIC_MAX_BYTES = 250;
/** Most levels of a subscription; also the deepest the subscription tree can become. */
export const TOPIC_MAX_LEVELS = 128;

/** Byte 0 of a header. */
export const HeaderFlag = {
  discardIndication: 0x80,
  elidingEligible: 0x40,
  deliverToOne: 0x20,
  assured: 0x10,
  deadMessageEligible: 0x08,
} as const;

export const Protocol = {
  assuredCtrl: 0x09,
  keepAliveOld: 0x0a,
  keepAlive: 0x0b,
  clientCtrl: 0x0c,
  message: 0x0d,
  subscription: 0x0f,
} as const;

/** Parameters of the SMF header. */
export const HeaderParam = {
  publisherId: 0x01,
  username: 0x06,
  password: 0x07,
  response: 0x08,
  deliveryMode: 0x10,
  messageId: 0x11,
  previousMessageId: 0x12,
  redelivered: 0x13,
  flowId: 0x17,
  topic: 0x18,
  timeToLive: 0x1c,
} as const;

export const ClientCtrlType = { login: 0, update: 1 } as const;

/** Parameters of a ClientCtrl body. */
export const ClientParam = {
  softwareVersion: 0x00,
  softwareDate: 0x01,
  platform: 0x02,
  userId: 0x03,
  description: 0x04,
  clientName: 0x05,
  vpn: 0x06,
  deliverToOnePriorities: 0x07,
  inboxBase: 0x08,
  capabilities: 0x09,
  virtualRouterName: 0x0a,
  routerName: 0x0c,
  noLocal: 0x0f,
  keepAliveInterval: 0x18,
} as const;

export const SubscriptionType = { add: 0, remove: 1, addQueue: 2, removeQueue: 3 } as const;

export const SubscriptionFlag = {
  deliverAlways: 0x10,
  responseRequired: 0x08,
  topic: 0x04,
  persist: 0x02,
  filter: 0x01,
} as const;
