import { takesAll, type WildcardStep } from '../wildcard';

/** One name in a folder. */
export interface FolderEntry {
  readonly name: string;
  /** True for a folder, and for a link to one. */
  readonly isFolder: boolean;
}

const special = /(?:^|[^\\])(?:\\\\)*[*?[]/;
const mostFound = 5_000;

/**
 * The paths that a file pattern of a shell stands for, sorted by their characters; none when nothing matches, and then
 * a shell leaves the word as it is. In `pattern` a backslash stands before each character that was quoted.
 */
export function matchPattern(
  pattern: string,
  folder: string,
  readFolder: (path: string) => readonly FolderEntry[] | undefined,
): readonly string[] {
  if (!special.test(pattern)) return [];
  const segments = pattern.split('/');
  let found: readonly string[] = [''];
  segments.forEach((segment, index) => {
    const isLast = index === segments.length - 1;
    found = found.flatMap((path) => step(path, segment, isLast)).slice(0, mostFound);
  });
  return [...found].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));

  function step(path: string, segment: string, isLast: boolean): readonly string[] {
    const tail = isLast ? '' : '/';
    const literal = segment.replace(/\\(.)/gs, '$1');
    const isPattern = special.test(segment);
    if (literal === '' || literal === '.' || literal === '..' || (!isPattern && !isLast)) return [`${path}${literal}${tail}`];
    const entries = readFolder(path.startsWith('/') ? path : `${folder.replace(/\/$/, '')}/${path}`) ?? [];
    const steps = isPattern ? stepsOf(segment) : undefined;
    return entries
      .filter(
        ({ name, isFolder }) =>
          (isLast || isFolder) && (steps ? takesAll(steps, name) && (name[0] !== '.' || segment.startsWith('.')) : name === literal),
      )
      .map(({ name }) => `${path}${name}${tail}`);
  }
}

/** The pattern of one name, for {@link takesAll}. */
function stepsOf(segment: string): readonly WildcardStep[] {
  const steps: WildcardStep[] = [];
  // Where a bracket is never closed no later one is either.
  let hasSets = true;
  for (let index = 0; index < segment.length;) {
    const character = String.fromCodePoint(segment.codePointAt(index) ?? 0);
    const set: RegExpExecArray | null =
      hasSets && character === '[' ? /^\[([!^]?)(\]?(?:\[:[a-z]+:\]|\\.|[^\]\\])*)\]/s.exec(segment.slice(index)) : null;
    hasSets &&= character !== '[' || set !== null;
    // The bracket of `[]` and `[^]` closes nothing.
    if (set && set[2] !== '') {
      steps.push({ many: false, passes: setTest(set[1] !== '', set[2] ?? '') });
      index += set[0].length;
    } else if (character === '*' || character === '?') {
      steps.push({ many: character === '*', passes: () => true });
      index += 1;
    } else {
      if (character === '\\') index += 1;
      const [wanted] = segment.slice(index, index + 2);
      // A backslash at the end stands for nothing.
      if (wanted === undefined) break;
      steps.push({ many: false, passes: (given) => given === wanted });
      index += wanted.length;
    }
  }
  return steps;
}

type Test = (character: string) => boolean;

const between =
  (from: string, to: string): Test =>
  (character) =>
    from <= character && character <= to;
const either =
  (...tests: readonly Test[]): Test =>
  (character) =>
    tests.some((test) => test(character));
const digit = between('0', '9');
const [upper, lower] = [between('A', 'Z'), between('a', 'z')];
const classes: ReadonlyMap<string, Test> = new Map([
  ['alpha', either(upper, lower)],
  ['digit', digit],
  ['alnum', either(digit, upper, lower)],
  ['upper', upper],
  ['lower', lower],
  ['space', (character: string) => /^\s$/.test(character)],
  ['blank', (character: string) => character === ' ' || character === '\t'],
  ['xdigit', either(digit, between('A', 'F'), between('a', 'f'))],
  ['punct', either(between('!', '/'), between(':', '@'), between('[', '`'), between('{', '~'))],
]);

/** The members between the brackets of a set: characters, ranges, `[:alpha:]`. */
function setTest(negated: boolean, members: string): Test {
  const parts = Array.from(members.matchAll(/\[:([a-z]+):\]|\\(.)|(.)/gsu), ([, name, escaped, plain]) => ({
    name,
    character: escaped ?? plain,
    isDash: plain === '-',
  }));
  const tests: Test[] = [];
  for (let index = 0; index < parts.length; index += 1) {
    const { name, character: from = '' } = parts[index] ?? {};
    const to = name === undefined && parts[index + 1]?.isDash === true ? parts[index + 2]?.character : undefined;
    if (name !== undefined) tests.push(classes.get(name) ?? (() => false));
    else if (to === undefined) tests.push((character) => character === from);
    else {
      // A range that runs backwards spoils the set: nothing is in it.
      if (from > to) return () => negated;
      tests.push(between(from, to));
      index += 2;
    }
  }
  const test = either(...tests);
  return (character) => test(character) !== negated;
}
