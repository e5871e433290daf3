import { ERRORS, type ErrorCode } from '@bourseworks/domain';
import type { RenewAnswer, RenewRequest, SocketAuth, SocketClosing, SocketRefusal } from '@bourseworks/dto/shapes';
import { exactly, number, object, oneOf, text, type Schema } from '../schema/schema.js';

export const token = text({ minLength: 1, maxLength: 4_096, description: 'Access token.' });
export const millis = number({ minimum: 0, description: 'Milliseconds since the epoch.' });
export const code = oneOf(Object.keys(ERRORS).toSorted() as ErrorCode[]);
export const decimal = text({ pattern: '^-?\\d+(\\.\\d+)?$', maxLength: 64, description: 'Exact decimal.' });

export const socketAuth: Schema<SocketAuth> = object<SocketAuth>('SocketAuth', 'What the handshake carries.', {
  token,
});

export const renewRequest = object<RenewRequest>('RenewRequest', 'A fresh access token of the same session.', {
  token,
});

export const renewAnswer = object<RenewAnswer & { ok: true }>('RenewAnswer', 'When the socket is closed now.', {
  ok: exactly(true),
  expiresAt: millis,
});

export const closing = object<SocketClosing>('SocketClosing', 'Why the server closes the socket right after.', {
  code,
  message: text(),
});

export const refusal = object<SocketRefusal>('SocketRefusal', 'The event was refused and changed nothing.', {
  ok: exactly(false),
  code,
  message: text(),
});

export const accepted = object<{ ok: true }>('Accepted', 'Done.', { ok: exactly(true) });

/** An event without a payload: nothing, or an empty object. */
export const nothing = object<object>('Nothing', 'No fields.', {});
