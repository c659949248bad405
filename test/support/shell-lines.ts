import { readFileSync } from 'node:fs';

/** The machine on which the lines of `shell-words.cases.json` were typed. The folder is empty but for these files. */
export const shellFolder = '/project';
export const shellFiles: readonly string[] = ['a.txt', 'b.txt', 'B.txt', 'with blank.txt', '.hidden', 'sub/inner.txt', 'sub/deep/x', 'other/inner.txt', 'A=1', '[x]', 'é.md'];
export const shellVariables: Readonly<Record<string, string>> = {
  HOME: '/home/user', USER: 'user', HOSTNAME: 'box.example', FOO: 'foo value', TAG: '3.20', EMPTY: '', STAR: '*.txt', EDGES: ' x  y ', Q1: 'before',
};
/** As root, because bash's own `$UID` cannot be another. */
export const shellIds = { userId: 0, groupId: 0, userName: 'user', hostName: 'box.example' } as const;

const written = readFileSync(new URL('shell-lines.txt', import.meta.url), 'utf8');

function choices(seed: number): (count: number) => number {
  let state = seed;
  return (count) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * count);
  };
}

const pieces = [
  'a', 'b-c', '=', ':', '/', '.txt', 'A=', '--x=', '-', ',', "'b c'", '"d e"', '"$FOO"', '$FOO', '${TAG}', '${NOPE:-x y}', '"${NOPE:-x y}"', '${EMPTY:+n}', '${NOPE-}', '$EMPTY', '""', "''",
  '\\ ', '\\"', '"\\$"', '~', '~/', '{1,2}', '{a..c}', '{', '}', '*', '?', '[ab]', "$'\\t'", "$'\\''", '#', '$(pwd)', '`pwd`', '"$(id -u)"', '$(whoami)', '$EDGES', '"$EDGES"', '$STAR', '$', '%', '@', '!x',
];

/**
 * Not compared: the number of a process and the shell's own `$-`; a blank in quotes before a dash, which stands for a line that an input box has
 * joined; and two oddities of bash 5.2, which does not divide a word that ends in `$` and expands nothing behind `~:`.
 */
const odd = /\$[$-]|\s\\ +-|\$(?:\s|$)|~:/;

/** Lines about whose words bash was asked, by `scripts/oracle-shell-words.ts`. */
export function shellLines(): readonly string[] {
  const lines = written.trim().split(/\n(?=(?:\\|")?docker|Q?\w+\+?=)/);
  const pick = choices(7);
  const made = Array.from({ length: 450 }, () => {
    const words = Array.from({ length: 1 + pick(4) }, () => Array.from({ length: 1 + pick(4) }, () => pieces[pick(pieces.length)] ?? '').join(''));
    return `docker run ${words.join(' ')}`;
  });
  return [...new Set([...lines, ...made.filter((line) => !odd.test(line))])];
}
