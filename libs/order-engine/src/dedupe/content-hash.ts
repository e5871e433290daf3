import type { CancelCommand, ReplaceCommand, SubmitCommand } from '../commands.js';
import type { InstructionFields } from '../instructions.js';
import { StateHasher } from '../state-hasher.js';

/** 53-bit hash of what a command asks for; times and reason are not part of it. */
export function submitHash(cmd: SubmitCommand): number {
  const hasher = new StateHasher()
    .text('submit')
    .text(cmd.account)
    .text(cmd.strategy)
    .text(cmd.venue)
    .text(cmd.symbol)
    .text(cmd.adapter ?? '')
    .text(cmd.side)
    .text(cmd.type)
    .text(cmd.timeInForce)
    .text(typeof cmd.quantity === 'string' ? cmd.quantity : '')
    .number(typeof cmd.quantity === 'number' ? cmd.quantity : 0)
    .text(typeof cmd.price === 'string' ? cmd.price : '')
    .number(typeof cmd.price === 'number' ? cmd.price : 0);
  // Only where it is set: commands of before the flag keep the hash that is in the journal.
  if (cmd.reduceOnly === true) hasher.text('reduceOnly');
  if (cmd.postOnly === true) hasher.text('postOnly');
  return instructions(hasher, cmd).toInteger();
}

function instructions(hasher: StateHasher, cmd: InstructionFields): StateHasher {
  const { stopPrice, trailBy, displayQty, goodTillUs } = cmd;
  if (stopPrice !== undefined)
    hasher
      .text('stopPrice')
      .text(typeof stopPrice)
      .text(String(stopPrice));
  if (trailBy !== undefined)
    hasher
      .text('trailBy')
      .text(typeof trailBy)
      .text(String(trailBy));
  if (displayQty !== undefined)
    hasher
      .text('displayQty')
      .text(typeof displayQty)
      .text(String(displayQty));
  if (goodTillUs !== undefined) hasher.text('goodTillUs').number(goodTillUs);
  return hasher;
}

export function cancelHash(cmd: CancelCommand): number {
  return new StateHasher().text('cancel').text(cmd.account).text(cmd.strategy).text(cmd.clOrdId).toInteger();
}

export function replaceHash(cmd: ReplaceCommand): number {
  const hasher = new StateHasher()
    .text('replace')
    .text(cmd.account)
    .text(cmd.strategy)
    .text(cmd.clOrdId)
    .text(cmd.quantity === undefined ? '' : String(cmd.quantity))
    .text(cmd.price === undefined ? '' : String(cmd.price));
  return instructions(hasher, cmd).toInteger();
}
