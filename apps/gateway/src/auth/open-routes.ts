import { PATH_METADATA } from '@nestjs/common/constants.js';

/** Probes and metrics of every service: their controllers know nothing of sign-in, and they stand outside the API. */
export const OPEN_ROUTES: readonly string[] = ['health', 'metrics'];

/** Path of a route as its controller and its handler say it, without slashes at its ends. */
export function declaredPath(controller: object, handler: object): string {
  const parts = [controller, handler].map((target) => String(Reflect.getMetadata(PATH_METADATA, target) ?? ''));
  return parts
    .flatMap((part) => part.split('/'))
    .filter((part) => part !== '')
    .join('/');
}

/** Whether the route is one of those. */
export function isOpenRoute(controller: object, handler: object): boolean {
  const [first = ''] = declaredPath(controller, handler).split('/');
  return OPEN_ROUTES.includes(first);
}
