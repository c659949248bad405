import { wordsWithoutSecrets } from './docker-secrets';

const harmless = /^[\w@%+=:,./~-]+$/;
const leadingTilde = /^~|[=:]~/;
// eslint-disable-next-line no-control-regex -- these are the characters to be found
const unseen = /[\u0001-\u0008\u000b-\u001f\u007f-\u009f]|[\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

/**
 * The docker command line that an operation equals, ready to paste into a POSIX shell:
 * `dockerLine(['pull', '--platform', 'linux/arm64', 'alpine'])`. What may be secret is shown as `***`.
 */
export function dockerLine(words: readonly string[]): string {
  return dockerLineWithSecrets(wordsWithoutSecrets(words));
}

/** {@link dockerLine} with everything in it: for the clipboard of somebody who has asked for that, never for a log. */
export function dockerLineWithSecrets(words: readonly string[]): string {
  return ['docker', ...words.map(quoteWord)].join(' ');
}

/**
 * One word quoted for a POSIX shell; plain words stay as they are. What cannot be seen or steers a terminal is written
 * in octal: pasted as it is, it could end the paste and press Enter.
 */
export function quoteWord(word: string): string {
  if (harmless.test(word) && !leadingTilde.test(word)) return word;
  if (unseen.test(word)) return `"$(printf '%b' ${singleQuoted(word.replaceAll('\\', '\\\\').replace(new RegExp(unseen, 'gu'), octal))})"`;
  return singleQuoted(word);
}

function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The bytes of a character as `printf %b` reads them. */
function octal(character: string): string {
  return Array.from(Buffer.from(character), (byte) => `\\0${byte.toString(8).padStart(3, '0')}`).join('');
}
