import solace from 'solclientjs';
import { measureBus } from './bus/measure.js';
import { defineBench } from './harness/bench.js';

/**
 * What a message costs over the bus: Nest client to Nest server, our session without Nest, the client library alone, and
 * a bare socket as the floor. Every peer decodes the JSON and answers from a process of its own.
 */
export const bench = defineBench({
  name: 'bus',
  goals: [],
  async measure({ quick, rounds }) {
    const size = quick ? { requests: 200, events: 3_000 } : { requests: 1_000, events: 15_000 };
    const { transport, rawSession, bareClient, rawTcp } = await measureBus(size, rounds);
    return {
      values: {},
      figures: {
        transport,
        rawSession,
        bareClient,
        rawTcp,
        rttRatioVsBare: transport.rttP50Us / bareClient.rttP50Us,
        oneWayRatioVsBare: transport.oneWayPerSecond / bareClient.oneWayPerSecond,
      },
      peers: { solclientjs: solace.Version.version },
    };
  },
});
