import { readShellCommand, type LineWord, type ShellSurroundings } from '../shell-words';

/** Words that stay as they are in a field; `%` and `~` mean something on some systems. */
const plain = /^[\w@+=:,./-]+$/;
const assignment = /^[A-Za-z_]\w*\+?=/;
// What a field would change or nobody would see. Line breaks and tabs stand in it as they are.
// eslint-disable-next-line no-control-regex -- these are the characters to be found
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]|[\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Words as the text of a field, which {@link readFieldWords} reads as the same words again. */
export function fieldText(words: readonly string[]): string {
  return words.map(fieldWord).join(' ');
}

function fieldWord(word: string): string {
  if (plain.test(word) && !assignment.test(word)) return word;
  if (word.search(unseen) >= 0) {
    const escaped = word
      .replace(/[\\']/g, '\\$&')
      .replace(unseen, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
    return `$'${escaped}'`;
  }
  // A backslash quotes nothing on Windows, so a quote stands in other quotes.
  return `'${word.replaceAll("'", `'"'"'`)}'`;
}

/**
 * The words of a field that takes several, with the quotes and variables of a POSIX shell; where a line ends a word ends. Throws
 * {@link LineProblem}, by whose places the field's text is counted.
 */
export function readFieldWords(text: string, surroundings: ShellSurroundings): readonly LineWord[] {
  // Behind a first word `A=1` is one of the words and no variable.
  const before = 'x ';
  const { words } = readShellCommand(before + text.trim(), { ...surroundings, newline: 'blank' });
  return words.slice(1).map((word) => ({ ...word, offset: word.offset - before.length }));
}
