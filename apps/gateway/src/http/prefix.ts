import type { INestApplication } from '@nestjs/common';
import { OPEN_ROUTES } from '../auth/open-routes.js';
import { API_PREFIX } from './route-inventory.js';

/** Everything is below the prefix of this version, but for what every service has at its root. */
export function setPrefix(app: INestApplication): void {
  app.setGlobalPrefix(API_PREFIX, { exclude: OPEN_ROUTES.flatMap((path) => [path, `${path}/{*rest}`]) });
}
