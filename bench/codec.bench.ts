import { readFileSync } from 'node:fs';
import { checks, MESSAGES } from './codec/checks.js';
import { formats, used } from './codec/formats.js';
import { defineBench } from './harness/bench.js';

/** Nanoseconds of one unit of a run, repeated for about as long as a round should take. */
function nsEach(run: () => number, units: number): number {
  let done = 0;
  const startedAt = performance.now();
  while (done < units) done += run();
  return ((performance.now() - startedAt) * 1e6) / done;
}

/** Of a package of ours that exports no package.json. */
function versionOf(name: string): string {
  const file = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

const over = (check: (message: unknown) => boolean) => (): number => {
  for (const message of MESSAGES) if (!check(message)) throw new Error('a check refused a good message');
  return MESSAGES.length;
};

/**
 * What a tick costs to encode and decode, and a message to check. `Tick` = one tick: a message of its own in text formats,
 * written and read in place in the fixed layout. `Flush` = 64 ticks in one message, with the copies that are sent and read,
 * in both. The fixed layout carries ids and scaled integers where the text carries names and decimals: all formats are
 * checked to say the same before they are timed.
 */
export const bench = defineBench({
  name: 'codec',
  goals: [
    { name: 'tickRatioVsJson', op: '>=', goal: 100 },
    { name: 'checkRatioVsHandWritten', op: '<=', goal: 2 },
  ],
  async measure({ quick, rounds }) {
    const scale = quick ? 1 : 5;
    const format = formats();
    const tick = await rounds({
      json: () => nsEach(format.jsonTick.run, 10_000 * scale),
      msgpackr: () => nsEach(format.msgpackrTick.run, 20_000 * scale),
      msgpackCodec: () => nsEach(format.msgpackTick.run, 10_000 * scale),
      fixed: () => nsEach(format.fixedTick.run, 1_000_000 * scale),
      jsonFlush: () => nsEach(format.jsonFlush.run, 10_000 * scale),
      fixedFlush: () => nsEach(format.fixedFlush.run, 500_000 * scale),
    });
    const check = checks();
    const checked = await rounds({
      compiled: () => nsEach(over(check.compiled), 400_000 * scale),
      closures: () => nsEach(over(check.closures), 100_000 * scale),
      handWritten: () => nsEach(over(check.handWritten), 400_000 * scale),
      classValidator: () => nsEach(over(check.classValidator), 2_000 * scale),
    });
    if (!Number.isFinite(used())) throw new Error('a format gave no number');
    return {
      values: {
        tickRatioVsJson: tick.json.median / tick.fixed.median,
        checkRatioVsHandWritten: checked.compiled.median / checked.handWritten.median,
      },
      figures: {
        tickRatioVsMsgpackr: tick.msgpackr.median / tick.fixed.median,
        flushRatioVsJson: tick.jsonFlush.median / tick.fixedFlush.median,
        msgpackCodecRatioVsMsgpackr: tick.msgpackCodec.median / tick.msgpackr.median,
        closuresRatioVsHandWritten: checked.closures.median / checked.handWritten.median,
        checkRatioVsClassValidator: checked.classValidator.median / checked.compiled.median,
        nsPerTick: tick,
        nsPerCheck: checked,
      },
      peers: { msgpackr: versionOf('msgpackr') },
    };
  },
});
