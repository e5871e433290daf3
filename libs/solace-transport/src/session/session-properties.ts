import type solace from 'solclientjs';
import { authenticationProperties } from './authentication.js';
import type { ResolvedSessionOptions } from './session-options.js';
import { tlsProperties } from './tls-options.js';

/**
 * Every setting that the behaviour of this library rests on stands here, because the client's defaults differ between
 * its profiles: subscriptions come back after a reconnect, and no guaranteed publisher is opened (a broker that refuses
 * one would keep the session from coming up; see PublisherLink). The client tries each host once and gives up: its own
 * retries know a fixed pause only, so that a thousand clients of a restarted broker would come back in step.
 */
export function toSessionProperties(options: ResolvedSessionOptions): solace.SessionProperties {
  return {
    url: options.url,
    vpnName: options.vpn,
    userName: options.username,
    password: options.password,
    ...authenticationProperties(options.authentication),
    ...tlsProperties(options.tls),
    clientName: options.clientName,
    connectTimeoutInMsecs: options.connectTimeoutMs,
    connectRetries: 0,
    connectRetriesPerHost: 0,
    reconnectRetries: 0,
    // Between the hosts of one round.
    reconnectRetryWaitInMsecs: 0,
    keepAliveIntervalInMsecs: options.keepAliveIntervalMs,
    keepAliveIntervalsLimit: options.keepAliveIntervalsLimit,
    readTimeoutInMsecs: options.subscribeTimeoutMs,
    sendBufferMaxSize: options.sendBufferMaxBytes,
    reapplySubscriptions: true,
    ignoreDuplicateSubscriptionError: true,
    ignoreSubscriptionNotFoundError: true,
    generateSendTimestamps: false,
    generateReceiveTimestamps: false,
    includeSenderId: false,
    generateSequenceNumber: false,
    noLocal: false,
    publisherProperties: { enabled: false },
  };
}
