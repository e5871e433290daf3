import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import solace from 'solclientjs';
import { TestBus, until } from '../../test/bus.js';
import type { InboundMessage } from './inbound-message.js';

let bus: TestBus;
beforeAll(async () => {
  bus = await TestBus.start();
});
afterAll(() => bus[Symbol.asyncDispose]());

describe('messages of other clients', () => {
  it('are read whether their body is bytes, text or XML, and whatever their properties hold', async () => {
    const session = await bus.session();
    const received: InboundMessage[] = [];
    await session.subscribe(bus.topic('foreign'), (message) => void received.push(message));
    const send = (fill: (message: solace.Message) => void): void => {
      const message = solace.SolclientFactory.createMessage();
      message.setDestination(solace.SolclientFactory.createTopicDestination(bus.topic('foreign')));
      fill(message);
      session.unwrap().send(message);
    };
    send((message) => message.setSdtContainer(solace.SDTField.create(solace.SDTFieldType.STRING, '{"text":"ü"}')));
    send((message) => message.setXmlContent('{"xml":true}'));
    send(() => undefined);
    send((message) => {
      const map = new solace.SDTMapContainer();
      map.addField('bytes', solace.SDTFieldType.BYTEARRAY, Buffer.from([1, 2]));
      map.addField('nested', solace.SDTFieldType.MAP, new solace.SDTMapContainer());
      map.addField('nothing', solace.SDTFieldType.NULLTYPE, null);
      map.addField('plain', solace.SDTFieldType.STRING, 'ok');
      message.setUserPropertyMap(map);
    });
    await until('four messages', () => received.length === 4);
    expect(received.slice(0, 3).map((message) => message.payload.toString())).toEqual([
      '{"text":"ü"}',
      '{"xml":true}',
      '',
    ]);
    expect(Object.entries(received[3].headers)).toEqual([['plain', 'ok']]);
  });
});
