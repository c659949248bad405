import { mountKey, mountTypes } from '../mount-keys';
import type { Range } from '../text';
import type { Flag } from '../words';
import type { Fault } from './fault';
import { numberOfFault, substitutionFault } from './substitution-fault';
import { own } from '../../core/records';

const types = new Set<string>(mountTypes);
const targetNames = ['target', 'dst', 'destination'];
const boolean = /^(?:1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/;
const fitsIn32Bits = (text: string, radix: number): boolean => parseInt(text, radix) < 2 ** 32;
/** What a value must be; a key that is not here takes any. */
const values: Readonly<Record<string, (value: string) => boolean>> = {
  readonly: (value) => boolean.test(value),
  ro: (value) => boolean.test(value),
  readwrite: (value) => boolean.test(value),
  rw: (value) => boolean.test(value),
  required: (value) => boolean.test(value),
  sharing: (value) => /^(?:shared|private|locked)$/i.test(value),
  mode: (value) => /^[0-7]+$/.test(value) && fitsIn32Bits(value, 8),
  uid: (value) => /^\d+$/.test(value) && fitsIn32Bits(value, 10),
  gid: (value) => /^\d+$/.test(value) && fitsIn32Bits(value, 10),
  size: (value) => /^\d+(?:\.\d+)? ?(?:[kmgtp]i?b?|b)?$/i.test(value),
};
interface Field {
  readonly key: string;
  /** `undefined` where there is no `=`. */
  readonly value: string | undefined;
  readonly range: Range;
  readonly valueRange: Range;
}

/**
 * The first thing that the builder refuses in a `--mount` of RUN (BuildKit `instructions/commands_runmount.go`).
 *
 * @param isRoot whether the folder in which the stage runs, which a target is relative to, is `/`
 */
export function mountFault({ text, flagValue, range, valueRange }: Flag, escape: string, isRoot: () => boolean): Fault | undefined {
  if (flagValue === undefined || valueRange === undefined) return undefined;
  if (flagValue === '') return { number: 103, ...range };
  const isPlain = flagValue === text.slice(text.indexOf('=') + 1) && valueRange.end - valueRange.start === flagValue.length;
  const fields = fieldsOf(flagValue, valueRange, isPlain);
  // Quotes that reach the mount itself are those of CSV: nobody writes them around fields, and inside they cannot be.
  if (flagValue.includes('"')) {
    const wrong = fields.some(({ key }) => key.startsWith('"'))
      ? undefined
      : fields.find(({ key, value = '' }) => `${key}${value}`.includes('"'));
    return wrong === undefined ? undefined : { number: 103, ...wrong.range };
  }
  let type = 'bind';
  let isOpen = false;
  for (const field of fields) {
    const fault = fieldFault(field, type, isOpen, escape);
    if (fault !== undefined) return fault;
    if (field.key !== 'type' || field.value === undefined) continue;
    isOpen = field.value.includes('$');
    type = field.value.toLowerCase();
  }
  return isOpen ? undefined : wholeFault(fields, type, range, isRoot);
}

function fieldsOf(text: string, place: Range, isPlain: boolean): readonly Field[] {
  let at = 0;
  return text.split(',').map((field) => {
    const equals = field.indexOf('=');
    const start = place.start + at;
    at += field.length + 1;
    const key = (equals === -1 ? field : field.slice(0, equals)).toLowerCase();
    const range = isPlain && field !== '' ? { start, end: start + field.length } : place;
    return {
      key,
      value: equals === -1 ? undefined : field.slice(equals + 1),
      range,
      valueRange: isPlain && equals !== -1 && equals < field.length - 1 ? { start: start + equals + 1, end: range.end } : range,
    };
  });
}

function fieldFault({ key, value, range, valueRange }: Field, type: string, isOpen: boolean, escape: string): Fault | undefined {
  const known = mountKey(key);
  const isRefused = known?.refusedElsewhere?.inOrder === true && !isOpen && !isTaken(key, type);
  if (value === undefined) {
    if (known?.bare !== true) return { number: 103, ...range };
    return isRefused ? { number: 104, ...range } : undefined;
  }
  if (key === 'from') return /\$./.test(value) ? { number: 106, ...range } : undefined;
  const fault = substitutionFault(value, escape);
  if (fault !== undefined) {
    const isWhole = valueRange.end - valueRange.start !== value.length;
    const { start } = valueRange;
    return { number: numberOfFault(fault, value), ...(isWhole ? valueRange : { start: start + fault.start, end: start + fault.end }) };
  }
  if (known === undefined) return { number: 103, ...range };
  if (isRefused) return { number: 104, ...range };
  if (value.includes('$')) return undefined;
  if (key === 'type') return types.has(value.toLowerCase()) ? undefined : { number: 102, ...valueRange };
  return own(values, key)?.(value) === false ? { number: 105, ...range } : undefined;
}

function isTaken(key: string, type: string): boolean {
  return mountKey(key)?.refusedElsewhere?.types.some((name) => name === type) !== false;
}

function wholeFault(fields: readonly Field[], type: string, flag: Range, isRoot: () => boolean): Fault | undefined {
  for (const { key, value, range } of fields) {
    if (value !== '' && mountKey(key)?.refusedElsewhere?.inOrder === false && !isTaken(key, type)) return { number: 104, ...range };
  }
  const has = (...names: readonly string[]): boolean => fields.some(({ key, value }) => names.includes(key) && value !== '');
  if (type === 'secret') {
    if (!has('source', 'src', 'id', ...targetNames)) return { number: 107, ...flag };
    return has('source', 'src') && has('id') ? { number: 107, ...flag } : undefined;
  }
  if (type === 'ssh') return undefined;
  const target = fields.findLast(({ key }) => targetNames.includes(key));
  if (target?.value?.includes('$') === true || !isRootPath(target?.value ?? '')) return undefined;
  const isAbsolute = target?.value?.startsWith('/') === true;
  return isAbsolute || isRoot() ? { number: 110, ...(target === undefined || target.value === '' ? flag : target.range) } : undefined;
}

/** Whether the path is that of the folder that it is relative to. */
function isRootPath(path: string): boolean {
  let depth = 0;
  for (const part of path.split('/')) {
    if (part === '..') depth = Math.max(0, depth - 1);
    else if (part !== '' && part !== '.') depth++;
  }
  return depth === 0;
}
