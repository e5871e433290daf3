import { pathToFileURL } from 'node:url';
import { entry, eventually } from '@bourseworks/testkit';
import type * as Library from '../index.js';

/** The built library: its writer runs in a worker thread, which cannot load TypeScript. */
export async function built(): Promise<typeof Library> {
  return (await import(pathToFileURL(entry('libs/journal/src/index.js')).href)) as typeof Library;
}

export const text = (payload: Uint8Array): string => Buffer.from(payload).toString('utf8');
export const bytes = (value: string): Uint8Array => new Uint8Array(Buffer.from(value));

/** Resolves once `done()` holds. */
export async function until(done: () => boolean): Promise<void> {
  await eventually(done, { everyMs: 2 });
}
