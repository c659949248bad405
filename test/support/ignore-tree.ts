/** Files of the context for which the docker command line was asked what an ignore file keeps out; folders end in `/`. */
export const ignoreTree: readonly string[] = [
  '.a', '.b/', '.b/a', 'a', 'a.js', 'a.js.map', 'a^b', 'a b', 'a.b', 'a+b', 'ab', 'ab.js', 'aab', 'b', 'b.js', 'b-c', '#a', '!a', '[a]', 'a]', 'a\\b', '*', 'a?', 'Ü.js', 'ü',
  'c/', 'c/a', 'c/a.js', 'c/b', 'c/ab', 'c/.a', 'c/c/', 'c/c/a', 'c/c/a.js', 'c/c/b.js', 'c/c/c/', 'c/c/c/a', 'c/c/c/ab.js', 'c/d/', 'c/d/a', 'c/d/b.js',
  'd/', 'd/a', 'd/b', 'd/c/', 'd/c/a', 'd/c/a.js', 'd.js/', 'd.js/a', 'd.js/b.js', 'node/', 'node/a', 'node/node/', 'node/node/a.js',
];

/** One ignore file; `kept` has a `1` for each path of {@link ignoreTree} that docker sends. */
export interface IgnoreCase {
  readonly text: string;
  readonly kept?: string;
  readonly refused?: true;
}
