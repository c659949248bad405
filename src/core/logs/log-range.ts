import { own } from '../records';

/** From when to when a log is shown, as a person writes it, and with how many of its last lines it begins. */
export interface LogRange {
  /** `10m`, `1h30m`, `2026-01-31`, `2026-01-31T10:00`, with or without a zone; empty: from the beginning. */
  readonly since: string;
  readonly until: string;
  /** Number of last lines; undefined for all. */
  readonly tail?: number;
}

const units: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 };
const longest = 40;

/**
 * A moment in milliseconds since 1970 that a text means: a time before `now`, or a date with or without a time of the day, in
 * local time where it names no zone, as `docker logs --since` takes them; seconds since 1970 too. Undefined for anything else.
 */
export function readMoment(text: string, now: number): number | undefined {
  const word = text.trim();
  if (word === '' || word.length > longest) return undefined;
  if (/^\d{9,11}(?:\.\d{1,9})?$/.test(word)) return Number(word) * 1_000;
  if (/^(?:\d{1,6}[dhms]){1,4}$/.test(word)) {
    const parts = [...word.matchAll(/(\d{1,6})([dhms])/g)];
    return now - parts.reduce((sum, [, count, unit = 's']) => sum + Number(count) * (own(units, unit) ?? 0), 0);
  }
  const date = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:\d\d)?)?$/.exec(word);
  if (!date) return undefined;
  const [, day = '', time = '00:00', zone = ''] = date;
  const moment = Date.parse(`${day}T${time}${zone}`);
  return Number.isFinite(moment) ? moment : undefined;
}
