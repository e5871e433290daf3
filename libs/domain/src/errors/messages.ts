import { entriesOf } from './entry.js';

const entry = entriesOf('messages');

/** Messages and the bus: codes of the transport and of the services behind it. */
export const MESSAGES = {
  BAD_MESSAGE: entry(
    'The payload could not be read as its content type says.',
    'Send valid JSON of the documented shape.',
  ),
  BAD_REQUEST: entry(
    'A field is missing, unknown, or out of its range.',
    'Compare the request with the reference; the message names the field.',
  ),
  BAD_TOPIC: entry(
    'The topic does not follow the topic reference.',
    'Build topics with the topic builders; identifiers are percent-encoded levels.',
  ),
  UNSUPPORTED_CONTENT_TYPE: entry(
    'No codec is registered for the content type.',
    'Use application/json or register a codec.',
  ),
  NO_HANDLER: entry('Nothing handles this topic.', 'Check the topic and that the service is running.'),
  INTERNAL_ERROR: entry(
    'The service failed in a way it did not expect.',
    'Look up the correlation id in the service log.',
  ),
  REQUEST_TIMEOUT: entry(
    'No answer within the deadline.',
    'The outcome is unknown: ask for the status before repeating; repeat only with the same commandId.',
  ),
  TRANSPORT_DOWN: entry('The session to the broker is not up.', 'It reconnects by itself; repeat later.'),
  TRANSPORT_FULL: entry('The session accepts no more data for now.', 'Wait for the drain event.'),
  TRANSPORT_CLOSED: entry('The session is closed; the service is shutting down.', 'Repeat when the service is back.'),
  REQUEST_ABORTED: entry(
    'The connection was lost while the request was in flight.',
    'The outcome is unknown: repeat only with the same commandId.',
  ),
  REQUEST_LIMIT: entry('The bound on requests in flight is reached.', 'Wait for answers before asking more.'),
  REPLY_GAP: entry('A part of an answer was lost.', 'Ask again.'),
  CONNECT_FAILED: entry('The event broker could not be reached.', 'Check SOLACE_URL and that the broker runs.'),
  LOGIN_REFUSED: entry('The event broker refused the login.', 'Check SOLACE_VPN, SOLACE_USERNAME and SOLACE_PASSWORD.'),
  BAD_SESSION_OPTION: entry(
    'An option of the session with the event broker has an impossible value.',
    'The message names the option; the transport reference lists what it may be.',
  ),
  TOKEN_UNAVAILABLE: entry(
    'There was no token for the login to the event broker.',
    'Check the token provider; the session goes on trying.',
  ),
  BAD_PAYLOAD: entry('The value cannot be put on the wire.', 'Send bytes, or a value that its codec encodes.'),
  TOPIC_NOT_ALLOWED: entry(
    'A service uses a topic that the list of connections does not give it.',
    'A mistake in its code: see the connections in the reference of topics.',
  ),
  BAD_HEADER: entry('A header is not a string, number or boolean.', 'Send plain values.'),
  PAYLOAD_TOO_LARGE: entry(
    'The payload exceeds the largest message.',
    'Split it into parts, or raise maxPayloadBytes.',
  ),
  GUARANTEED_UNSUPPORTED: entry(
    'The call delivers directly only.',
    'Use publishGuaranteed of the session, or a record through the client.',
  ),
  GUARANTEED_UNAVAILABLE: entry(
    'The session has no publisher of guaranteed messages, or the event broker refuses it.',
    'Set the option guaranteed; check the rights of the user and the message spool of the broker.',
  ),
  PUBLISH_REJECTED: entry(
    'The event broker refused a guaranteed message.',
    'The message holds its reason: make the queue, free its quota, or grant the right.',
  ),
  PUBLISH_NOT_SENT: entry('A guaranteed message could not be sent before its deadline.', 'Repeat it: nobody has it.'),
  PUBLISH_UNKNOWN: entry(
    'A guaranteed message was sent and not acknowledged before its deadline.',
    'Whether the broker has it is unknown: repeat it only if the consumer recognises copies.',
  ),
  BAD_QUEUE: entry(
    'The name of a queue, or an option of its consumer, is not possible.',
    'Use 1 to 200 bytes without wildcards and quotes.',
  ),
  QUEUE_REFUSED: entry(
    'The event broker did not make or remove the queue.',
    'The message holds its reason; check the rights of the user.',
  ),
  QUEUE_UNAVAILABLE: entry(
    'The queue cannot be consumed now; the consumer goes on trying.',
    'The message holds the reason: make the queue, or grant the right.',
  ),
  BAD_REPLY: entry('A reply could not be read.', 'Check the content type of the service that answers.'),
  REPLY_OVERFLOW: entry('The answer was made faster than it could be sent.', 'Ask for less, in larger parts.'),
  BUSY: entry('The service handles as many requests as it may.', 'Repeat after a moment.'),
  RPC_ERROR: entry('The handler refused without a code.', 'Use CodedRpcException in the handler.'),
  SUBSCRIPTION_DENIED: entry('The event broker denied the subscription.', 'Grant the topic to the user.'),
  SUBSCRIPTION_FAILED: entry('The event broker did not accept the subscription.', 'See the message.'),
  SUBSCRIPTION_TIMEOUT: entry(
    'The event broker did not confirm the subscription in time.',
    'Check the connection; repeat.',
  ),
} as const;
