import { SetMetadata } from '@nestjs/common';
import type { Role } from './role.js';

export const PUBLIC_ROUTE = 'bourseworks:public';
export const ROUTE_ROLES = 'bourseworks:roles';

/** Opens a route to callers without a token. Without it the access guard refuses them. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC_ROUTE, true);

/** Narrows a route to people holding at least one of these roles. */
export const Roles = (...roles: Role[]): MethodDecorator & ClassDecorator => SetMetadata(ROUTE_ROLES, roles);

export const WHILE_PASSWORD_PENDING = 'bourseworks:while-password-pending';

/** Leaves a route open to a person who must first change a password that somebody else has set. */
export const WhilePasswordPending = (): MethodDecorator & ClassDecorator => SetMetadata(WHILE_PASSWORD_PENDING, true);
