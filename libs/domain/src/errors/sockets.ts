import { entriesOf } from './entry.js';

const entry = entriesOf('sockets');

/** The gateway's sockets. */
export const SOCKETS = {
  SOCKET_LIMIT: entry(
    'The bound on open sockets, or on those of one user, is reached.',
    'Close other windows, or raise GATEWAY_SOCKETS_PER_USER or GATEWAY_MAX_SOCKETS.',
  ),
  SOCKET_NAMESPACE: entry('There is nothing in this namespace.', 'Connect to /market or to /orders.'),
  SOCKET_EVENT_UNKNOWN: entry('The namespace has no such event.', 'Compare it with the reference of the sockets.'),
  SOCKET_THROTTLED: entry(
    'The socket sent more events than it may.',
    'Send fewer; a socket that goes on is closed. Streams may be named together in one subscribe.',
  ),
  SOCKET_SLOW: entry(
    'The client did not read what it was sent, and more may not wait for it.',
    'Connect again and subscribe; ask for less over a slow line.',
  ),
  SOCKET_STREAMS: entry(
    'The socket would have more streams than it may.',
    'Unsubscribe from others first; details state the limit.',
  ),
  SERVICE_STOPPING: entry('The service is being stopped.', 'Connect again after a moment.'),
} as const;
