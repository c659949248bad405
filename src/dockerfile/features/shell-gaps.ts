import type { ShellToken } from './shell-token';

/** What may stand between the words of a script: comments, reserved words, operators, and quotes of what is no valid shell. */
const piece = (): RegExp =>
  /(?<comment>(?<![^\s;&|()])#[^\n]*)|(?<word>[A-Za-z_][\w-]*)|(?<operator>&&|\|\||;;&|;;|;&|\|&|[|&;!])|(?<bracket>\[\[|\]\]|[{}])|(?<string>"(?:[^"\\]|\\.)*(?:"|(?<unclosed>\\?$))|'[^']*')/gsu;

const reserved = new Set('if then elif else fi for in do done while until case esac select function time coproc'.split(' '));

/** The words with what stands between them, all in order. Words must be in order and not overlap; those that do are left out. */
export function betweenWords(text: string, words: readonly ShellToken[]): readonly ShellToken[] {
  const all: ShellToken[] = [];
  let at = 0;
  for (const word of words) {
    if (word.start < at) continue;
    addGap(text, at, word.start, all);
    all.push(word);
    at = word.end;
  }
  addGap(text, at, text.length, all);
  return all;
}

function addGap(text: string, from: number, to: number, all: ShellToken[]): void {
  let first = from;
  while (first < to && (text[first] === ' ' || text[first] === '\n' || text[first] === '\t')) first++;
  if (first >= to) return;
  const gap = text.slice(from, to);
  for (const match of piecesIn(gap, piece())) {
    const { comment, word, operator, bracket, string } = match.groups ?? {};
    // The look-behind does not see the word in front of the gap, and nothing of a word is a comment.
    if (comment !== undefined && match.index === 0 && from > 0 && /[^\s;&|()]/.test(text.charAt(from - 1))) continue;
    const start = from + match.index;
    const end = start + match[0].length;
    if (comment !== undefined) all.push({ start, end, type: 'comment' });
    else if (operator !== undefined) all.push({ start, end, type: 'operator' });
    else if (string !== undefined) all.push({ start, end, type: 'string' });
    else if (bracket !== undefined || (word !== undefined && reserved.has(word))) all.push({ start, end, type: 'keyword' });
  }
}

const plain = (): RegExp =>
  /(?<comment>(?<=^|\s)#[^\n]*)|(?<string>"(?:[^"\\`]|[\\`].)*(?:"|(?<unclosed>[\\`]?$))|'[^']*')|(?<variable>\$\{[^{}\n]*\}|\$[A-Za-z_][\w:]*|%\w+%)|(?<option>(?<=\s)-{1,2}[A-Za-z][\w-]*)|(?<operator>&&|\|\||[|;&])/gsu;

/**
 * The tokens of a text in another language than POSIX shell (PowerShell, cmd), as far as their looks tell.
 *
 * @param scriptOnly nothing but comments is known of the language, as of a script in a here-document
 */
export function plainShell(text: string, scriptOnly: boolean): readonly ShellToken[] {
  const all: ShellToken[] = [];
  const first = scriptOnly ? undefined : /^\s*([\w.\\/:-]+)/.exec(text);
  if (first?.[1] !== undefined) all.push({ start: first[0].length - first[1].length, end: first[0].length, type: 'function' });
  for (const match of piecesIn(text, plain())) {
    const { comment, string, variable, option } = match.groups ?? {};
    const token = { start: match.index, end: match.index + match[0].length };
    if (comment !== undefined) all.push({ ...token, type: 'comment' });
    else if (string !== undefined) all.push({ ...token, type: 'string' });
    else if (scriptOnly) continue;
    else if (variable !== undefined) all.push({ ...token, type: 'variable' });
    else if (option !== undefined) all.push({ ...token, type: 'parameter' });
    else all.push({ ...token, type: 'operator' });
  }
  return all;
}

/**
 * The matches of the pattern. A double quote that nothing closes is passed over, and so are those behind it: they are
 * escaped ones, which nothing closes either, and looking for it from each would take long.
 */
function* piecesIn(text: string, reader: RegExp): Generator<RegExpExecArray> {
  let left = text;
  for (let match = reader.exec(left); match !== null; match = reader.exec(left)) {
    if (match.groups?.['unclosed'] === undefined) {
      yield match;
      continue;
    }
    left = left.slice(0, match.index) + left.slice(match.index).replaceAll('"', '\u0001');
    reader.lastIndex = match.index + 1;
  }
}
