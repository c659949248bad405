import { parseDuration } from '../duration';
import { t } from '../localize';
import { parseBytes } from '../sizes';
import { BadValue } from './draft';

/** Values of options as Go's strconv and docker's opts packages read them. All throw {@link BadValue}. */

export function readBoolean(value: string): boolean {
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(value)) return true;
  if (['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(value)) return false;
  throw new BadValue(t('"{0}" is neither true nor false.', value));
}

/** Decimal, or with the prefix of Go's base-0 integers: `0x1f`, `0b1`, `0o17`, `017`. */
export function readInteger(value: string, minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER): number {
  const match = /^([+-]?)(0x[\da-f]+|0b[01]+|0o?[0-7]+|0|[1-9]\d*)$/i.exec(value);
  const digits = match?.[2] ?? '';
  const number = Number(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits);
  const signed = match?.[1] === '-' ? -number : number;
  if (!match || !Number.isSafeInteger(signed)) throw new BadValue(t('"{0}" is not a whole number.', value));
  if (signed < minimum || signed > maximum) {
    throw new BadValue(t('{0} is not between {1} and {2}.', signed, minimum, maximum));
  }
  return signed;
}

/** A count that the engine reads as an unsigned number. */
export function readUnsigned(value: string, maximum = Number.MAX_SAFE_INTEGER): number {
  if (/^[+-]/.test(value)) throw new BadValue(t('"{0}" is not a whole number.', value));
  return readInteger(value, 0, maximum);
}

/** Bytes: `512m`, `1g`. */
export function readBytes(value: string): number {
  const bytes = parseBytes(value);
  if (bytes === undefined) throw new BadValue(t('"{0}" is not a size such as 512m or 2g.', value));
  return bytes;
}

/** Nanoseconds from a Go duration; the engine wants none below a millisecond. */
export function readDuration(value: string): number {
  const duration = parseDuration(value);
  if (duration === undefined) throw new BadValue(t('"{0}" is not a duration such as 30s or 1m30s.', value));
  if (duration < 0) throw new BadValue(t('A duration cannot be negative.'));
  return duration;
}

/** Billionths of a CPU: `1.5` or `3/2`. */
export function readCpus(value: string): number {
  const match = /^\+?(\d+(?:\.\d*)?|\.\d+)(?:e([+-]?\d+))?(?:\/([1-9]\d*))?$/i.exec(value);
  const cpus = match ? Number(match[1]) * 10 ** Number(match[2] ?? 0) : Number.NaN;
  const nano = Number(((cpus / Number(match?.[3] ?? 1)) * 1e9).toPrecision(15));
  if (!Number.isFinite(nano)) throw new BadValue(t('"{0}" is not a number of CPUs such as 1.5.', value));
  if (!Number.isSafeInteger(nano)) throw new BadValue(t('CPUs can have at most nine decimal places.'));
  return nano;
}

/** `key=value`; the value may be missing when `optional`. */
export function readPair(value: string, optional = false): readonly [key: string, value: string] {
  const equals = value.indexOf('=');
  if (equals === 0 || value === '') throw new BadValue(t('The name before = is missing.'));
  if (equals < 0 && !optional) throw new BadValue(t('"{0}" is not of the form name=value.', value));
  return equals < 0 ? [value, ''] : [value.slice(0, equals), value.slice(equals + 1)];
}

/** Fields separated by commas, where double quotes keep a comma inside: one line of CSV (RFC 4180). */
export function readCsv(value: string): string[] {
  const fields: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;
  for (;;) {
    const match = field.exec(value);
    if (!match) throw new BadValue(t('The quotes in "{0}" do not match.', value));
    fields.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '') return fields;
  }
}

/** Throws unless the text is an IPv4 or IPv6 address. */
export function readIp(value: string): string {
  const text = value.trim();
  if (!isIpv4(text) && !isIpv6(text)) throw new BadValue(t('"{0}" is not an IP address.', value));
  return text;
}

export function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
}

export function isIpv6(text: string): boolean {
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (tail && !isIpv4(tail[2] ?? '')) return false;
  const plain = tail ? `${tail[1] ?? ''}0:0` : text;
  const halves = plain.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (!groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return false;
  return halves.length === 2 ? groups.length < 8 : groups.length === 8;
}

/** A MAC address of six or eight bytes in Go's three notations. */
export function readMacAddress(value: string): string {
  const text = value.trim();
  const known = /^[\da-f]{2}(?:([:-])[\da-f]{2})(?:\1[\da-f]{2}){4}(?:(?:\1[\da-f]{2}){2})?$|^(?:[\da-f]{4}\.){2,3}[\da-f]{4}$/i.test(text);
  if (!known) throw new BadValue(t('"{0}" is not a MAC address.', value));
  return text;
}
