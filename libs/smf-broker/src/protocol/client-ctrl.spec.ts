import { describe, expect, it } from '@jest/globals';
import type { LoginOptions } from '../testing/raw-frames.js';
import { clientCtrlParam, loginFrame, parseFrame, renameFrame } from '../testing/raw-frames.js';
import { decodeClientCtrl, encodeClientCtrlReply } from './client-ctrl.js';
import { decodeHeader } from './smf-header.js';

function decode(frame: Buffer): ReturnType<typeof decodeClientCtrl> {
  const header = decodeHeader(frame, 0);
  return header.ok ? decodeClientCtrl(frame, header.value, frame.length) : header;
}

const full: LoginOptions = {
  username: 'trader',
  password: 'p:äß',
  vpn: 'default',
  clientName: 'café/1',
  keepAliveSeconds: 3,
  noLocal: true,
  deliverToOnePriority: 2,
};

describe('decodeClientCtrl', () => {
  it('reads a login', () => {
    const { clientName, username, password, vpn, ...rest } = full;
    expect(decode(loginFrame(full))).toMatchObject({
      ok: true,
      value: { type: 'login', clientName, username, password, vpn, ...rest },
    });
  });

  it('reads what is missing as not given', () => {
    expect(decode(loginFrame({}))).toMatchObject({
      ok: true,
      value: { clientName: null, keepAliveSeconds: 0, noLocal: false, deliverToOnePriority: 1, platform: null },
    });
  });

  it('reads a rename', () => {
    expect(decode(renameFrame('next', 7))).toMatchObject({ ok: true, value: { type: 'update', clientName: 'next' } });
  });

  it('refuses names too long for an inbox topic', () => {
    expect(decode(loginFrame({ clientName: 'x'.repeat(160) }))).toMatchObject({ ok: true });
    expect(decode(loginFrame({ clientName: 'x'.repeat(161) }))).toMatchObject({ ok: false });
  });

  it('refuses bodies cut off at any byte or with any length changed', () => {
    const frame = loginFrame(full);
    const bodyStart = frame.readUInt32BE(4);
    for (let length = bodyStart; length < frame.length; length += 1) {
      const header = decodeHeader(frame, 0);
      if (!header.ok) throw new Error(header.detail);
      expect(decodeClientCtrl(frame, header.value, length).ok).toBe(false);
    }
    const wrongVersion = Buffer.from(frame);
    wrongVersion[bodyStart] = 2;
    expect(decode(wrongVersion)).toMatchObject({ ok: false });
    const wrongType = Buffer.from(frame);
    wrongType[bodyStart + 1] = 9;
    expect(decode(wrongType)).toMatchObject({ ok: false });
  });
});

describe('encodeClientCtrlReply', () => {
  it('closes text with NUL and passes bytes through', () => {
    const reply = parseFrame(
      encodeClientCtrlReply({
        type: 'login',
        correlationTag: null,
        code: 200,
        text: 'OK',
        params: [
          { id: 5, value: 'name' },
          { id: 9, value: Buffer.from([1, 2]) },
        ],
      }),
    );
    expect(reply).toMatchObject({ protocol: 0x0c, code: 200, text: 'OK', tag: null });
    expect(reply.body.readUInt32BE(2)).toBe(reply.body.length);
    expect(clientCtrlParam(reply.body, 5)?.toString()).toBe('name\0');
    expect(clientCtrlParam(reply.body, 9)).toEqual(Buffer.from([1, 2]));
  });
});
