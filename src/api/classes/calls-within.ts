import type { Place } from '../seen.ts';
import type { CallFact, ClassFile } from './class-model.ts';

/** Calls of one handler that are looked at. */
const maxCalls = 500;

/** The telling calls of a file that stand in one place, by binary search: handlers in handlers would cost too much. */
export function callsWithin({ calls }: ClassFile, place: Place): CallFact[] {
  let low = 0;
  for (let high = calls.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((calls[middle]?.offset ?? 0) < place.start) low = middle + 1;
    else high = middle;
  }
  const found: CallFact[] = [];
  for (let at = low; at < calls.length && found.length < maxCalls; at++) {
    const call = calls[at];
    if (call === undefined || call.offset >= place.end) break;
    found.push(call);
  }
  return found;
}
