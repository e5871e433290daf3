import solace from 'solclientjs';
import { defineBench } from './harness/bench.js';
import { measureBus } from './bus/measure.js';

/**
 * What a message costs over the bus: Nest client to Nest server, a hot route, our session without Nest, the client library
 * alone, and a bare socket as the floor. Every peer decodes the JSON and answers from a process of its own; the bare client
 * finds its handler in a Map, and the hot route checks the class of its payload beside that.
 */
export const bench = defineBench({
  name: 'transport',
  goals: [
    { name: 'hotCpuRatioVsBare', op: '<=', goal: 1.15 },
    { name: 'rttRatioVsBare', op: '<=', goal: 1.25 },
  ],
  async measure({ quick, rounds }) {
    const size = quick ? { requests: 200, events: 3_000 } : { requests: 1_000, events: 15_000 };
    const { figures, cpu } = await measureBus(size, rounds);
    const { transport, rawSession, bareClient, rawTcp } = figures;
    return {
      values: {
        hotCpuRatioVsBare: cpu.hot.median / cpu.bareClient.median,
        rttRatioVsBare: transport.rttP50Us / bareClient.rttP50Us,
      },
      figures: {
        oneWayRatioVsBare: transport.oneWayPerSecond / bareClient.oneWayPerSecond,
        ordinaryCpuRatioVsBare: cpu.ordinary.median / cpu.bareClient.median,
        rawSessionCpuRatioVsBare: cpu.rawSession.median / cpu.bareClient.median,
        transport,
        rawSession,
        bareClient,
        rawTcp,
        cpuUsPerEvent: cpu,
      },
      peers: { solclientjs: solace.Version.version },
    };
  },
});
