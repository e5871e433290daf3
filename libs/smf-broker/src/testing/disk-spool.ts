import { pathToFileURL } from 'node:url';
import { entry } from '@bourseworks/testkit';
import { SqliteSpool } from '../guaranteed/spool/sqlite-spool.js';

const WRITER = pathToFileURL(entry('libs/smf-broker/src/guaranteed/spool/sqlite/spool-writer.worker.js'));

/** A spool with the built writer: a thread cannot load TypeScript. */
export function diskSpool(directory: string): SqliteSpool {
  return new SqliteSpool(directory, WRITER);
}
