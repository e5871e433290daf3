import type { ResolvedOptions } from '../options.js';
import { CLIENT_NAME_MAX_BYTES } from '../protocol/client-ctrl.js';
import type { ClientCtrlRequest } from '../protocol/client-ctrl.js';
import type { Admission } from '../session/session-host.js';
import type { Session } from '../session/session.js';
import { Principal } from './principal.js';
import { Vpn } from './vpn.js';

const UNAUTHORIZED = { ok: false, code: 401, text: 'Unauthorized' } as const;

/** Who may come in, and who is in. */
export class Directory {
  private readonly byName = new Map<string, Vpn>();
  private nextName = 1;

  constructor(private readonly options: ResolvedOptions) {
    const { users, limits } = options;
    for (const user of users) {
      let vpn = this.byName.get(user.vpn);
      if (vpn === undefined) {
        vpn = new Vpn(user.vpn, limits.maxCachedTopics);
        this.byName.set(user.vpn, vpn);
      }
      vpn.principals.set(user.username, new Principal(user, limits.maxCachedTopics));
    }
  }

  get vpns(): ReadonlyMap<string, Vpn> {
    return this.byName;
  }

  /** Checks a login and, when it is in order, books the client's name. */
  admit(session: Session, request: ClientCtrlRequest): Admission {
    // A client that names no VPN means the only one, as far as there is only one.
    const name = request.vpn ?? '';
    const vpn = name === '' && this.byName.size === 1 ? [...this.byName.values()][0] : this.byName.get(name);
    if (vpn === undefined) return { ok: false, code: 403, text: 'Message VPN Not Allowed' };
    const principal = vpn.principals.get(request.username);
    if (principal === undefined || !principal.hasPassword(request.password)) return UNAUTHORIZED;
    const clientName = request.clientName ?? this.inventName(vpn);
    const holder = vpn.sessions.get(clientName);
    if (holder !== undefined) {
      if (this.options.duplicateName === 'refuse') return { ok: false, code: 403, text: 'Client Name Already In Use' };
      holder.close({ code: 'CLIENT_LOST', detail: 'replaced by a new client of the same name' });
    }
    vpn.sessions.set(clientName, session);
    return { ok: true, vpn, principal, clientName };
  }

  rename(session: Session, clientName: string): boolean {
    const { identity } = session;
    if (identity === null || Buffer.byteLength(clientName) > CLIENT_NAME_MAX_BYTES) return false;
    const { sessions } = identity.vpn;
    if (sessions.has(clientName)) return false;
    sessions.delete(identity.clientName);
    sessions.set(clientName, session);
    identity.clientName = clientName;
    return true;
  }

  /** Forgets a client: its name, its subscriptions. */
  remove(session: Session): void {
    const { identity } = session;
    if (identity === null) return;
    identity.vpn.router.removeSubscriber(session);
    if (identity.vpn.sessions.get(identity.clientName) === session) identity.vpn.sessions.delete(identity.clientName);
  }

  findClient(vpn: string, clientName: string): Session | undefined {
    return this.byName.get(vpn)?.sessions.get(clientName);
  }

  stats(): { clients: number; subscriptions: number; cachedRoutes: number; cacheHits: number; cacheMisses: number } {
    const total = { clients: 0, subscriptions: 0, cachedRoutes: 0, cacheHits: 0, cacheMisses: 0 };
    for (const vpn of this.byName.values()) {
      const { subscriptions, cachedRoutes, cacheHits, cacheMisses } = vpn.router.stats();
      total.clients += vpn.sessions.size;
      total.subscriptions += subscriptions;
      total.cachedRoutes += cachedRoutes;
      total.cacheHits += cacheHits;
      total.cacheMisses += cacheMisses;
    }
    return total;
  }

  private inventName(vpn: Vpn): string {
    let name = '';
    do {
      name = `client-${this.nextName}`;
      this.nextName += 1;
    } while (vpn.sessions.has(name));
    return name;
  }
}
