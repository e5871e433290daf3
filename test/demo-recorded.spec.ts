import { expect, it } from '@jest/globals';
import { describeWithData } from '@bourseworks/testkit';
import { expectConsistent, runDemo } from './support/demo.js';
import { commandsOf } from './support/doc-commands.js';

// The default, a day of crypto, is the README's own command: test/newcomer.spec.ts runs it and knows its figures.
const EQUITIES = ['07', '08'].flatMap((day) =>
  ['spy', 'ibm'].map((symbol) => `lean-data/equity/usa/minute/${symbol}/201310${day}_trade.zip`),
);
const TIMEOUT_MS = 180_000;

/** The page's example of another venue, without the folder of the data: the words after it. */
function documented(): string[] {
  const prefix = 'npm run demo -- --data ../shared/data ';
  const shown = commandsOf('docs/how-to/replay-your-own-data.md').filter(
    ({ text }) => text.startsWith(prefix) && text.includes('--venue usa'),
  );
  expect(shown).toHaveLength(1);
  return shown[0].text.slice(prefix.length).split(' ');
}

describeWithData('demo on recorded bars of US equities', EQUITIES, () => {
  it(
    'replays another venue in the same layout, by the command that the documentation shows',
    async () => {
      const summary = await runDemo(...documented(), '--cash', '500000');
      expectConsistent(summary, 500_000);
      expect(summary.barsPublished).toBeGreaterThan(700);
    },
    TIMEOUT_MS,
  );
});
