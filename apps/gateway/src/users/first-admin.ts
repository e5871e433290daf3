import { expectOk } from '@bourseworks/domain';
import { Injectable } from '@nestjs/common';
import type { Role } from '../auth/role.js';
import { GatewayConfig } from '../config/gateway-config.js';
import { UserStore } from './user-store.js';
import { UsersService } from './users.service.js';

export const FIRST_ADMIN = 'admin';

/**
 * Whoever tries the platform out is a whole desk alone; in production an admin gives the other roles to those who are to
 * trade, and by that keeps apart who may re-arm from who may administer.
 */
export function firstAdminRoles(nodeEnv: string | undefined): readonly Role[] {
  return nodeEnv === 'production' ? ['admin'] : ['admin', 'trader', 'risk'];
}

/** The account that a new platform begins with. */
@Injectable()
export class FirstAdmin {
  constructor(
    private readonly users: UserStore,
    private readonly service: UsersService,
    private readonly config: GatewayConfig,
  ) {}

  /** Makes the first admin and gives their one-time password; undefined, and nothing made, where there are users. */
  async ensure(): Promise<string | undefined> {
    if ((await this.users.count()) > 0) return undefined;
    const actor = { user: undefined, client: undefined };
    const roles = firstAdminRoles(this.config.nodeEnv);
    const made = await this.service.create({ username: FIRST_ADMIN, roles }, actor);
    // Another process was first.
    if (!made.ok && made.refusal.code === 'USERNAME_TAKEN') return undefined;
    return expectOk(made).oneTimePassword;
  }
}
