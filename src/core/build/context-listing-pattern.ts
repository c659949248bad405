import type { DockerIgnore } from '../ignore/dockerignore';
/** A change of a text; the range in UTF-16 units. */
interface TextEdit {
  readonly range: { readonly start: number; readonly end: number };
  readonly text: string;
}

/**
 * A path as a pattern of an ignore file that means it and nothing else, with a slash in front. What a line cannot hold
 * (a line break, a name that is not UTF-8) is any character. On Windows, where a backslash is a slash, so is every
 * special character.
 */
export function patternOf(path: string, windows: boolean): string {
  const characters = Array.from(path);
  const last = characters.length - 1;
  const written = characters.map((character, index) => {
    if (/[\r\n\ufffd\0]/.test(character)) return '?';
    // Blanks at the ends are trimmed.
    if ((index === 0 || index === last) && /[\s\u0085\ufeff]/.test(character)) return '?';
    // `^` is special in some patterns, and `!` at the beginning once the slash is gone.
    if (/[*?[\]\\^]/.test(character) || (index === 0 && character === '!')) return windows ? '?' : `\\${character}`;
    return character;
  });
  return `/${written.join('')}`;
}

/** The line that leaves a path out, put at the end of an ignore file. */
export function leavingOut(path: string, ignore: DockerIgnore, windows: boolean): string {
  const pattern = patternOf(path, windows);
  // A pattern is not asked about a folder that is left out already, and then does not hold for what exceptions let in there.
  return ignore.isIgnored(path) ? `${pattern}/**` : pattern;
}

/** The line that lets a path in again, put at the end of an ignore file. */
export function lettingIn(path: string, ignore: DockerIgnore, windows: boolean): string {
  const pattern = `!${patternOf(path, windows)}`;
  // An exception is not asked about a folder that is not left out itself, though all in it is.
  return ignore.isIgnored(path) ? pattern : `${pattern}/**`;
}

/** Puts lines at the end of a text, with the line ends that it has; nothing that stands there changes. */
export function appendLines(text: string, lines: readonly string[]): TextEdit {
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const bare = text === '' || text === '\ufeff' || text.endsWith('\n');
  return { range: { start: text.length, end: text.length }, text: `${bare ? '' : end}${lines.map((line) => `${line}${end}`).join('')}` };
}
