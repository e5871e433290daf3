export { SmfBroker } from './broker.js';
export type { SmfBrokerPorts, SmfBrokerStats } from './broker.js';
export { DISCONNECT_CODES, SmfBrokerError } from './errors.js';
export type { BrokerErrorCode, DisconnectCode, DisconnectReason } from './errors.js';
export type { ClientInfo, SmfBrokerEvents } from './events.js';
export type { Answer, BrokerExtension, ControlFrame, ProtocolHandler } from './extension.js';
export { DEFAULT_LIMITS, DEVELOPMENT_USER } from './options.js';
export type { SmfBrokerLimits, SmfBrokerOptions, SmfUser } from './options.js';
