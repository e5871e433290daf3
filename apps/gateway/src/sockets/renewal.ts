import { DomainError } from '@bourseworks/domain';
import type { RenewAnswer, RenewRequest } from '@bourseworks/dto/shapes';
import type { Socket } from 'socket.io';
import type { SocketIdentities } from './access/socket-identity.js';
import type { SocketRoster } from './access/socket-roster.js';

/** Handler of `renew`, the same in every namespace. */
export function renewal<Client>(
  identities: SocketIdentities,
  roster: SocketRoster,
  socketOf: (client: Client) => Socket,
): (client: Client, request: RenewRequest) => Promise<RenewAnswer> {
  return async (client, { token }) => {
    const socket = socketOf(client);
    const before = roster.identityOf(socket);
    if (before === undefined) throw new DomainError({ code: 'SESSION_ENDED', message: 'the socket is being closed' });
    const identity = await identities.renewed(before, token);
    roster.renew(socket, identity);
    return { expiresAt: identity.expiresAt };
  };
}
