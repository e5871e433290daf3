import { measureLive } from './feed/live.js';
import { defineBench } from './harness/bench.js';

/** The live part of the bench of feeds by itself: see `measureLive`. */
export const bench = defineBench({
  name: 'live',
  goals: [{ name: 'liveP99RatioUnderHistory', op: '<=', goal: 1.2 }],
  async measure(context) {
    const live = await measureLive(context);
    return {
      values: { liveP99RatioUnderHistory: live.p99Us.underHistory.median / live.p99Us.quiet.median },
      figures: { ...live },
    };
  },
});
