import { flagsOf, type FlagDefinition } from '../instruction-flags';
import type { Dockerfile } from '../model';
import { mountKey, mountKeys, mountTypes, type MountKey } from '../mount-keys';
import type { Range } from '../text';
import { isBlank, readFlags, type Flag } from '../words';
import { cursorAt, replacedRange, type Cursor } from './cursor';

/** A flag, a key of a mount or a value that can stand at the cursor. */
export interface FlagCandidate {
  readonly kind: 'flag' | 'key' | 'value';
  /** What is put in, with `=` where a value must follow. */
  readonly text: string;
  /** A value to begin with, behind `text`. */
  readonly example?: string;
  /** Whether there is something to choose from behind `text`. */
  readonly goesOn: boolean;
  /** For people. */
  readonly summary?: () => string;
}

/** Flags of instructions at a place. */
export interface FlagContext {
  readonly instruction: string;
  /** What was typed of it. */
  readonly prefix: string;
  /** What a candidate replaces; holds the cursor, on one line. */
  readonly range: Range;
  readonly candidates: readonly FlagCandidate[];
}

/**
 * The flags that the builder knows and that are not there yet, their values, and the keys of mounts, at the offset. What
 * is completed from elsewhere (stages, images, paths) is in `completion.ts`. Any text gives an answer.
 */
export function flagsAt(file: Dockerfile, offset: number): FlagContext | undefined {
  const cursor = cursorAt(file, offset);
  const known = cursor === undefined || cursor.heredoc !== undefined ? undefined : flagsOf(cursor.instruction.name);
  if (cursor === undefined || known === undefined) return undefined;
  const { before, instruction, atNewWord } = cursor;
  const { flags } = readFlags(before, instruction.keyword.length);
  const last = flags.at(-1);
  const rest = before.text.slice(last?.span.end ?? instruction.keyword.length).trim();
  const isInLast = last !== undefined && last.span.end === before.text.length && !(atNewWord && quotesAreEven(last.text));
  if (isInLast) {
    const others = [...flags.slice(0, -1), ...flagsBehind(cursor)].map(nameOf);
    if (last.flagValue === undefined) return names(cursor, known, others, last.text);
    const definition = known.find(({ name }) => name === last.name);
    return definition === undefined ? undefined : values(cursor, definition, last.flagValue);
  }
  const isFirst = atNewWord ? rest === '' : rest === '-' || rest === '--';
  return isFirst ? names(cursor, known, [...flags, ...flagsBehind(cursor)].map(nameOf), rest) : undefined;
}

const nameOf = (flag: Flag | string): string => (typeof flag === 'string' ? flag : flag.name);

function quotesAreEven(text: string): boolean {
  return (text.match(/["']/g)?.length ?? 0) % 2 === 0;
}

/** The names of the flags that follow the word in which the cursor stands. */
function flagsBehind({ after }: Cursor): readonly string[] {
  const found: string[] = [];
  let at = 0;
  while (at < after.length && !isBlank(after[at])) at++;
  for (const word of after.slice(at).trimStart().split(/\s/)) {
    if (word === '') continue;
    if (!word.startsWith('--')) break;
    found.push(word.slice(2).split('=', 1)[0] ?? '');
  }
  return found;
}

function names(cursor: Cursor, known: readonly FlagDefinition[], there: readonly string[], typed: string): FlagContext | undefined {
  const candidates = known.filter(({ name, many }) => many === true || !there.includes(name));
  return context(cursor, typed, /^[\w-]*/, (hasValue) =>
    candidates.map(({ name, value, values: choice, example, summary }): FlagCandidate => {
      const isBare = hasValue || value === 'boolean';
      const goesOn = !isBare && (choice !== undefined || value === 'mount' || name === 'from');
      return {
        kind: 'flag',
        text: `--${name}${isBare ? '' : '='}`,
        goesOn,
        summary,
        ...(isBare || example === undefined ? {} : { example }),
      };
    }),
  );
}

function values(cursor: Cursor, { value, values: choice }: FlagDefinition, typed: string): FlagContext | undefined {
  if (value === 'mount') return inMount(cursor, typed);
  // Variables are completed as such.
  if (choice === undefined || typed.includes('$')) return undefined;
  return context(cursor, typed, /^[\w$/{}-]*/, () => choice.map(asValue));
}

const asValue = (text: string): FlagCandidate => ({ kind: 'value', text, goesOn: false });

function inMount(cursor: Cursor, written: string): FlagContext | undefined {
  const fields = written.split(',');
  const field = fields.at(-1) ?? '';
  const behind = /^[^\s,]*((?:,[^\s,]*)*)/.exec(cursor.after)?.[1] ?? '';
  const others = [...fields.slice(0, -1), ...behind.split(',')].filter((text) => text !== '').map((text) => text.trim().toLowerCase());
  const equals = field.indexOf('=');
  if (equals !== -1) {
    const choice = mountKey(field.slice(0, equals).trim().toLowerCase())?.values;
    return choice === undefined ? undefined : context(cursor, field.slice(equals + 1), /^\w*/, () => choice.map(asValue));
  }
  const given = new Set(others.map((text) => mountKey(text.split('=', 1)[0] ?? '')));
  const type =
    mountTypes.find((name) => others.includes(`type=${name}`)) ?? (others.some((text) => text.startsWith('type=')) ? undefined : 'bind');
  const candidates = mountKeys.filter((key) => !given.has(key) && (type === undefined || key.types.includes(type) || key.name === 'type'));
  return context(cursor, field, /^\w*/, (hasValue) => candidates.map((key) => asKey(key, hasValue)));
}

function asKey({ name, bare, values: choice }: MountKey, hasValue: boolean): FlagCandidate {
  const isBare = hasValue || bare === true;
  return {
    kind: 'key',
    text: isBare ? name : `${name}=`,
    goesOn: !isBare && (choice !== undefined || name === 'from' || name === 'source'),
  };
}

/** @param candidates gets whether a `=` follows already */
function context(
  cursor: Cursor,
  prefix: string,
  rest: RegExp,
  candidates: (hasValue: boolean) => readonly FlagCandidate[],
): FlagContext | undefined {
  const range = replacedRange(cursor, prefix, rest);
  if (range === undefined) return undefined;
  const found = candidates(cursor.file.text.charAt(range.end) === '=');
  return found.length === 0 ? undefined : { instruction: cursor.instruction.name, prefix, range, candidates: found };
}
