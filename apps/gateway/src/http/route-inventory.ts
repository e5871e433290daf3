import { RequestMethod, type INestApplicationContext, type Type } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import { PUBLIC_ROUTE, ROUTE_ROLES } from '../auth/access-decorators.js';
import { declaredPath, isOpenRoute } from '../auth/open-routes.js';
import type { Role } from '../auth/role.js';
import { inputsOf, type RouteInputs } from './route-inputs.js';

export const API_PREFIX = 'api/v1';

/** One route as the controllers declare it. */
export interface RouteEntry {
  /** Such as `GET`. */
  readonly method: string;
  /** With the prefix and with parameters as `:id`. */
  readonly path: string;
  readonly isPublic: boolean;
  /** Any one of these is enough; undefined: every signed-in person. */
  readonly roles: readonly Role[] | undefined;
  readonly inputs: RouteInputs;
}

type Handler = (...args: unknown[]) => unknown;

function said<T>(key: string, handler: Handler, controller: Type<object>): T | undefined {
  return (Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, controller)) as T | undefined;
}

function routesOf(controller: Type<object>): RouteEntry[] {
  const prototype = controller.prototype as Record<string, unknown>;
  const names = Object.getOwnPropertyNames(prototype).filter(
    (name) => typeof prototype[name] === 'function' && Reflect.hasMetadata(METHOD_METADATA, prototype[name]),
  );
  return names.map((name) => {
    const handler = prototype[name] as Handler;
    const isOpen = isOpenRoute(controller, handler);
    const path = declaredPath(controller, handler);
    return {
      method: RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number] ?? 'ALL',
      path: isOpen ? `/${path}` : `/${API_PREFIX}/${path}`,
      isPublic: isOpen || said<boolean>(PUBLIC_ROUTE, handler, controller) === true,
      roles: said<readonly Role[]>(ROUTE_ROLES, handler, controller),
      inputs: inputsOf(controller, name),
    };
  });
}

/** Every route of the application, whichever module brought it. */
export function routeInventory(app: INestApplicationContext): RouteEntry[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) =>
    [...module.controllers.values()].flatMap(({ metatype }) =>
      typeof metatype === 'function' ? [metatype as Type<object>] : [],
    ),
  );
  return [...new Set(controllers)].flatMap(routesOf);
}
