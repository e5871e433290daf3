import solace from 'solclientjs';
import type { BusLogin } from './wire.js';

/** A session of the client library as its documentation shows it, without anything of ours. */
export function connectBare(login: BusLogin): Promise<solace.Session> {
  const properties = new solace.SolclientFactoryProperties();
  properties.profile = solace.SolclientFactoryProfiles.version10_5;
  properties.logLevel = solace.LogLevel.ERROR;
  solace.SolclientFactory.init(properties);
  const session = solace.SolclientFactory.createSession({
    url: login.url,
    vpnName: login.vpn,
    userName: login.username,
    password: login.password,
    sendBufferMaxSize: 1_048_576,
    publisherProperties: new solace.MessagePublisherProperties({ enabled: false }),
  });
  return new Promise((resolve, reject) => {
    session.on(solace.SessionEventCode.UP_NOTICE, () => resolve(session));
    session.on(solace.SessionEventCode.CONNECT_FAILED_ERROR, reject);
    session.connect();
  });
}

export function subscribeBare(session: solace.Session, topic: string): Promise<void> {
  return new Promise((resolve, reject) => {
    session.on(solace.SessionEventCode.SUBSCRIPTION_OK, () => resolve());
    session.on(solace.SessionEventCode.SUBSCRIPTION_ERROR, reject);
    session.subscribe(solace.SolclientFactory.createTopicDestination(topic), true, topic, 5_000);
  });
}

export function bareMessage(destination: solace.Destination, value: unknown): solace.Message {
  const message = solace.SolclientFactory.createMessage();
  message.setDestination(destination);
  message.setDeliveryMode(solace.MessageDeliveryModeType.DIRECT);
  message.setBinaryAttachment(Buffer.from(JSON.stringify(value)));
  return message;
}

/** Without a copy of the bytes, as a careful user of the client library would. */
export function readBare(message: solace.Message): unknown {
  const attachment = message.getBinaryAttachment() as Uint8Array;
  const bytes = Buffer.isBuffer(attachment)
    ? attachment
    : Buffer.from(attachment.buffer, attachment.byteOffset, attachment.byteLength);
  return JSON.parse(bytes.toString('utf8'));
}
