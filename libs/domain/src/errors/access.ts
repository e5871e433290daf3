import { entriesOf } from './entry.js';

const entry = entriesOf('access');

/** The gateway's HTTP edge: sign-in, sessions, rights, people. */
export const ACCESS = {
  ROUTE_UNKNOWN: entry('There is nothing at this path for this method.', 'Compare the path with the API reference.'),
  REQUEST_REFUSED: entry('The request breaks a rule of HTTP.', 'The status and the message name the rule.'),
  REQUEST_THROTTLED: entry(
    'Too many requests came from this address.',
    'Wait for as long as the Retry-After header says.',
  ),
  SIGN_IN_REQUIRED: entry('The request carries no access token.', 'Sign in; send the token as a bearer token.'),
  TOKEN_INVALID: entry('The access token is not one that this gateway made.', 'Sign in again.'),
  TOKEN_EXPIRED: entry('The access token is too old.', 'Refresh the session, then repeat.'),
  SESSION_ENDED: entry('The session was ended, or its owner was disabled.', 'Sign in again.'),
  ROLE_REQUIRED: entry('None of your roles allows this.', 'Ask an admin for the role that the message names.'),
  PASSWORD_CHANGE_REQUIRED: entry(
    'The password was set by somebody else and is good for nothing but its own change.',
    'Change the password first.',
  ),
  LOGIN_FAILED: entry('The user name or the password is wrong.', 'Check both; an account may also be disabled.'),
  LOGIN_THROTTLED: entry(
    'Too many sign-ins failed.',
    'Wait for as long as the Retry-After header says; the right password is accepted then.',
  ),
  LOGIN_BUSY: entry('More passwords are being checked than may be at once.', 'Repeat after a moment.'),
  REFRESH_REFUSED: entry('The refresh token is missing, unknown, used or too old.', 'Sign in again.'),
  ORIGIN_REFUSED: entry(
    'The request did not come from a page of this gateway.',
    'Name the origin of the page in GATEWAY_ORIGINS, and send the header that the sign-in page names.',
  ),
  PASSWORD_WEAK: entry('The new password is too short, too long, or easy to guess.', 'The message names the rule.'),
  PASSWORD_WRONG: entry('The current password is wrong.', 'Check it.'),
  USER_UNKNOWN: entry('There is no such user.', 'Check the id in the list of users.'),
  USERNAME_TAKEN: entry('A user of this name or of this email address exists.', 'Choose another.'),
  SESSION_UNKNOWN: entry('There is no such session, or it is not yours.', 'Check the id in the list of sessions.'),
  LAST_ADMIN: entry('Nobody could administer the platform any more.', 'Make somebody else an admin first.'),
} as const;
