import { defineBench } from './harness/bench.js';
import { measureAcknowledged } from './broker/measure-acknowledged.js';
import { measureDirect } from './broker/measure-direct.js';
import { needNats } from './broker/servers.js';

/**
 * Our development broker beside nats-server, each in a process of its own, through clients with nothing in them but a socket
 * and a protocol. The development broker matches wildcards and checks each topic against its user's list; nats-server is
 * given no list. Guaranteed messages are figures only: ours are synced before they are acknowledged, JetStream's are not.
 */
export const bench = defineBench({
  name: 'broker',
  goals: [
    { name: 'oneWay1RatioVsNats', op: '>=', goal: 2 },
    { name: 'oneWay10RatioVsNats', op: '>=', goal: 2 },
    { name: 'rttP50RatioVsNats', op: '<=', goal: 1 },
    { name: 'rttP99RatioVsNats', op: '<=', goal: 1 },
  ],
  async measure({ quick, rounds }) {
    needNats();
    const direct = await measureDirect(
      quick
        ? { rounds: 11, rings1: 25, rings10: 5, requests: 700 }
        : { rounds: 25, rings1: 50, rings10: 10, requests: 1_500 },
      rounds,
    );
    const guaranteed = await measureAcknowledged(
      quick ? { alone: 40, many: 1_000 } : { alone: 300, many: 6_000 },
      rounds,
    );
    return {
      values: direct.goals,
      figures: { ...direct.figures, ...guaranteed.figures },
      peers: { 'nats-server': direct.version },
    };
  },
});
