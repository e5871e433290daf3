import { Router } from '../routing/router.js';
import type { Session } from '../session/session.js';
import type { Principal } from './principal.js';

/** One message VPN: users, clients and subscriptions that see nothing of another VPN's. */
export class Vpn {
  readonly principals = new Map<string, Principal>();
  readonly sessions = new Map<string, Session>();
  readonly router: Router;

  constructor(
    readonly name: string,
    maxCachedTopics: number,
  ) {
    this.router = new Router(maxCachedTopics);
  }
}
