import { own } from './records';

/** Words of a list as Go prints it with `%q`: `["sh" "-c" "a b"]`; undefined when the text is none. */
export function quotedList(text: string): { readonly words: readonly string[]; readonly rest: string } | undefined {
  if (!text.startsWith('[')) return undefined;
  const words: string[] = [];
  const word = /\s*(?:,\s*)?("(?:[^"\\]|\\.)*")/sy;
  let at = 1;
  for (;;) {
    word.lastIndex = at;
    const found = word.exec(text);
    if (!found?.[1]) break;
    words.push(unquoted(found[1]));
    at = word.lastIndex;
  }
  const end = /\s*\]/y;
  end.lastIndex = at;
  return end.test(text) ? { words, rest: text.slice(end.lastIndex) } : undefined;
}

/** Words of a list as Go prints it with `%v`: `[/bin/bash -o pipefail -c]`; a word with a space reads as two. */
export function plainList(text: string): readonly string[] | undefined {
  const inner = /^\[(.*)\]$/s.exec(text)?.[1];
  return inner?.split(' ').filter((word) => word !== '');
}

/** Keys of a set as Go prints it: `map[443/tcp:{} 80/tcp:{}]`. */
export function mapKeys(text: string): readonly string[] | undefined {
  const inner = /^map\[(.*)\]$/s.exec(text)?.[1];
  return inner
    ?.split(' ')
    .filter((word) => word !== '')
    .map((word) => word.replace(/:\{\}$/, ''));
}

/** The exec form of Dockerfiles: `["sh", "-c", "a b"]`. */
export function execForm(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
}

/** A string literal of Go: JSON's escapes, and `\x00`, `\a`, `\v`, `\U0001f600` besides. */
export function unquoted(literal: string): string {
  return literal
    .slice(1, -1)
    .replace(
      /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|(.))/gs,
      (_whole, x?: string, u?: string, long?: string, letter?: string) => {
        const code = x ?? u ?? long;
        if (code !== undefined) return codePoint(Number.parseInt(code, 16));
        return own(escapes, letter ?? '') ?? letter ?? '';
      },
    );
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\u0007', b: '\b', f: '\f', v: '\v' };

function codePoint(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\u{fffd}';
}

/**
 * Assignments of ENV and LABEL as the history has them, where quotes are gone: `A=b c D=e` is A with a space and D. A
 * word that looks like an assignment begins a new one, which the original may not have done.
 */
export function assignments(text: string): string {
  const parts = text.split(/ (?=[A-Za-z_][\w.\-/]*=)/);
  return parts.map(quotedAssignment).join(parts.length > 1 ? ' \\\n    ' : ' ');
}

function quotedAssignment(part: string): string {
  const equals = part.indexOf('=');
  if (equals < 0) return part;
  const value = part.slice(equals + 1);
  if (/^(?:[^\s"'\\]+|"(?:[^"\\]|\\.)*")$/s.test(value)) return part;
  const escaped = value.replace(/[\\"]/g, (character) => `\\${character}`).replace(/\r?\n/g, ' ');
  return `${part.slice(0, equals)}="${escaped}"`;
}

/**
 * A shell command with each run of several spaces outside quotes as a continued line, which is where the original was
 * continued. A command whose quotes do not end stays as it is.
 */
export function continued(command: string): string {
  let quote = '';
  let result = '';
  for (let at = 0; at < command.length; at += 1) {
    const character = command.charAt(at);
    if (character === '\\' && quote !== "'") {
      result += character + command.charAt((at += 1));
      continue;
    }
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    const space = quote === '' ? /^[ \t]{2,}|^\t/.exec(command.slice(at, at + 400))?.[0] : undefined;
    if (space === undefined) result += character;
    else {
      const before = result;
      result = at + space.length < command.length ? `${before} \\\n    ` : before;
      at += space.length - 1;
    }
  }
  return quote === '' ? result : command;
}
