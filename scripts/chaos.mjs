// `npm run chaos -- NAME [--kills N] [--seed S] [--json]`: real processes are killed while they work; what must hold then is
// counted. Exit code 1 when something did not hold. Without a name: what there is.
import { say } from './lib/log.mjs';
import { longCheck } from './lib/long-checks.mjs';

await longCheck('chaos', 'kills', (name, { seed, seconds, figures }) => {
  const { violations, ...counts } = figures;
  for (const violation of violations.slice(0, 40)) say(violation);
  if (violations.length > 0) process.exitCode = 1;
  console.log(JSON.stringify({ chaos: name, seed, seconds, ...counts, violations: violations.length }));
});
