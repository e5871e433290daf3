// `npm run soak -- NAME [--n N] [--seed S] [--json]`: the full size of a long check. Without a name: what there is.
import { longCheck } from './lib/long-checks.mjs';

await longCheck('soak', 'n', (name, { n, seed, seconds, figures }) => {
  console.log(JSON.stringify({ soak: name, n, seed, seconds, figures }));
});
