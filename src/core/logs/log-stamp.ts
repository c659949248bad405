/** A moment of a log with all its digits: whole seconds since 1970 and nanoseconds. */
export interface LogTime {
  readonly seconds: number;
  readonly nanoseconds: number;
}

/** A time at the beginning of a line, and the length of it with the blank behind. */
export interface LogStamp extends LogTime {
  readonly length: number;
}

/** Negative when the first is the earlier one. */
export function compareTimes(one: LogTime, other: LogTime): number {
  return one.seconds - other.seconds || one.nanoseconds - other.nanoseconds;
}

/** Milliseconds since 1970, the rest cut off. */
export function millisecondsOf({ seconds, nanoseconds }: LogTime): number {
  return seconds * 1_000 + Math.floor(nanoseconds / 1e6);
}

const zero = 48;
const nine = 57;
const longestStamp = 40;

/** The day that was read last, as most lines are of the same one. */
let knownDay = -1;
let knownSeconds = 0;

/**
 * Reads the time that an engine puts before each line where timestamps are asked for: RFC 3339 with up to nine digits behind the
 * second and `Z` or an offset, then a blank. Undefined where there is none.
 */
export function readStamp(bytes: Uint8Array, at: number, end: number): LogStamp | undefined {
  if (end - at < 21 || bytes[at + 4] !== 45 || bytes[at + 7] !== 45 || bytes[at + 10] !== 84 || bytes[at + 13] !== 58) return undefined;
  const day = digits(bytes, at, 4) * 10_000 + digits(bytes, at + 5, 2) * 100 + digits(bytes, at + 8, 2);
  const second = digits(bytes, at + 11, 2) * 3_600 + digits(bytes, at + 14, 2) * 60 + digits(bytes, at + 17, 2);
  if (Number.isNaN(day + second)) return undefined;
  if (day !== knownDay) {
    knownSeconds = Date.UTC(Math.floor(day / 10_000), (Math.floor(day / 100) % 100) - 1, day % 100) / 1_000;
    knownDay = day;
  }
  let here = at + 19;
  let nanoseconds = 0;
  const last = Math.min(end, at + longestStamp);
  if (bytes[here] === 46) {
    here += 1;
    let scale = 100_000_000;
    for (; here < last; here++, scale = Math.floor(scale / 10)) {
      const digit = (bytes[here] ?? 0) - zero;
      if (digit < 0 || digit > 9) break;
      nanoseconds += digit * scale;
    }
  }
  const zone = bytes[here];
  let offset = 0;
  if (zone === 90) here += 1;
  else if (zone === 43 || zone === 45) {
    offset = digits(bytes, here + 1, 2) * 3_600 + digits(bytes, here + 4, 2) * 60;
    if (Number.isNaN(offset)) return undefined;
    if (zone === 45) offset = -offset;
    here += 6;
  } else return undefined;
  if (here >= end || bytes[here] !== 32) return undefined;
  return { seconds: knownSeconds + second - offset, nanoseconds, length: here + 1 - at };
}

function digits(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let index = at; index < at + count; index++) {
    const byte = bytes[index] ?? 0;
    if (byte < zero || byte > nine) return Number.NaN;
    value = value * 10 + byte - zero;
  }
  return value;
}
