import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. `import.meta.dirname` is missing in the oldest Node 20 releases. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
