import type { afterAll, beforeAll, describe, it } from '@jest/globals';

export interface JestGlobals {
  readonly afterAll: typeof afterAll;
  readonly beforeAll: typeof beforeAll;
  readonly describe: typeof describe;
  readonly it: typeof it;
}

/** Jest's globals, or undefined outside of Jest: importing @jest/globals there throws, and benches use this kit too. */
export function jestGlobals(): JestGlobals | undefined {
  const globals = globalThis as Partial<JestGlobals>;
  return globals.afterAll && globals.beforeAll && globals.describe && globals.it ? (globals as JestGlobals) : undefined;
}
