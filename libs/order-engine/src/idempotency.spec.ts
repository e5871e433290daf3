import { afterEach, describe, expect, it } from '@jest/globals';
import { isMachineCommand } from './dedupe/command-log.js';
import { Desk } from '../test/desk.js';

let desk = new Desk();
afterEach(() => {
  desk.replayed();
  desk = new Desk();
});

describe('command ids', () => {
  it('give the first outcome again, whatever has become of the order, and leave no record', () => {
    const command = desk.order();
    const first = desk.submit(command);
    desk.release();
    desk.fill(first.clOrdId, 100, 5_000);
    const before = desk.journal.length;
    desk.now += 3_600_000_000;
    expect(desk.submit(command)).toEqual({ ...first, duplicate: true });
    expect(desk.journal).toHaveLength(before);
    const denied = desk.order({ symbol: 'XXX' });
    const refusal = desk.submit(denied);
    expect(desk.submit(denied)).toEqual({ ...refusal, duplicate: true });
  });

  it('are in conflict when another content comes under them, submits and changes alike', () => {
    const command = desk.order();
    const { clOrdId } = desk.submit(command);
    expect(desk.submit({ ...command, quantity: '101' })).toMatchObject({
      code: 'COMMAND_CONFLICT',
      clOrdId,
      duplicate: false,
    });
    expect(desk.cancel(clOrdId, { commandId: command.commandId }).code).toBe('COMMAND_CONFLICT');
    const before = desk.journal.length;
    expect(desk.submit({ ...command, side: 'SELL' }).code).toBe('COMMAND_CONFLICT');
    expect(desk.journal).toHaveLength(before);
  });

  it('may come in any order within the gaps, each once', () => {
    for (const sequence of [5, 2, 4, 1, 3]) expect(desk.submit({ commandId: `s-1-${sequence}` }).duplicate).toBe(false);
    for (const sequence of [5, 2, 4, 1, 3]) expect(desk.submit({ commandId: `s-1-${sequence}` }).duplicate).toBe(true);
  });

  it('are too old below the watermark, and once their outcome is forgotten: never executed again', () => {
    desk = new Desk({ maxClosedOrders: 1 });
    desk.submit({ commandId: 's-1-2000' });
    expect(desk.submit({ commandId: 's-1-5' }).code).toBe('COMMAND_TOO_OLD');
    expect(desk.submit({ commandId: 's-1-1999' }).code).toBeUndefined();
    for (let i = 2_001; i < 2_010; i++) desk.submit({ commandId: `s-1-${i}` });
    expect(desk.submit({ commandId: 's-1-2000' }).code).toBe('COMMAND_TOO_OLD');
    for (const epoch of [2, 3, 4, 5]) desk.submit({ commandId: `s-${epoch}-1` });
    expect(desk.submit({ commandId: 's-1-3000' }).code).toBe('COMMAND_TOO_OLD');
  });

  it('are told from those of people also where the epoch is microseconds of today', () => {
    expect(isMachineCommand('s', 's-1795964433516649-12')).toBe(true);
    expect(isMachineCommand('s', `s-${Number.MAX_SAFE_INTEGER}-1`)).toBe(true);
    for (const id of ['s-9007199254740992-1', 's-9007199254740993-1', 's-01-1', 's-1-0', 's-1', 's-1-1-1', 't-1-1'])
      expect(isMachineCommand('s', id)).toBe(false);
    desk = new Desk({ maxClosedOrders: 1, maxPersonCommands: 1 });
    for (let n = 1; n < 12; n++) desk.submit({ commandId: `s-1795964433516649-${n}` });
    expect(desk.submit({ commandId: 's-1795964433516649-1' }).code).toBe('COMMAND_TOO_OLD');
  });

  it('of people are kept one by one, and the durable index is asked for older ones', () => {
    desk = new Desk({ maxPersonCommands: 2, knownCommand: (id) => id === 'ann-1' });
    expect(desk.submit({ strategy: 'manual', commandId: 'bob-1' }).code).toBeUndefined();
    expect(desk.submit({ strategy: 'manual', commandId: 'bob-1' }).duplicate).toBe(true);
    expect(desk.submit({ strategy: 'manual', commandId: 'ann-1' }).code).toBe('COMMAND_TOO_OLD');
    // Looks like a machine's, but is not one of this strategy.
    expect(desk.submit({ strategy: 'manual', commandId: 'manual-1-900000' }).code).toBeUndefined();
    expect(desk.submit({ strategy: 'manual', commandId: 'manual-1-1' }).code).toBeUndefined();
  });

  it('survive a restart', () => {
    const command = desk.order();
    const first = desk.submit(command);
    desk.restart();
    expect(desk.submit(command)).toEqual({ ...first, duplicate: true });
  });
});
