import { DEVELOPMENT_USER, GuaranteedMessaging, SmfBroker, SqliteSpool } from '@bourseworks/smf-broker';
import { USER } from './load.js';
import { orderOf, ready } from './peer-process.js';
import { QUEUE } from './wire.js';

/** Every message is checked against the list of its user. */
const ALLOWED = ['bench/>'];

const { directory } = orderOf();
const { vpn } = DEVELOPMENT_USER;
const extensions =
  directory === null
    ? []
    : [new GuaranteedMessaging({ spool: new SqliteSpool(directory), queues: [{ vpn, name: QUEUE }] })];
const broker = new SmfBroker({
  tcpPort: 0,
  users: [{ vpn, ...USER, publish: ALLOWED, subscribe: ALLOWED }],
  extensions,
});
const { tcpPort } = await broker.start();
process.on('disconnect', () => void broker.stop().then(() => process.exit(0)));
ready({ port: tcpPort ?? 0, pid: process.pid, version: '' });
