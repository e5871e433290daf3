export { codeOf, json, queue, TestBus, topic, until } from '../../../libs/solace-transport/test/bus.js';
export { startService, type Service } from '../../../libs/solace-transport/test/service.js';
export type { TcpProxy } from '../../../libs/solace-transport/test/tcp-proxy.js';
