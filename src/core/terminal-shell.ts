/**
 * What reads a line that is pasted into a terminal: a POSIX shell, the `cmd.exe` of Windows, its own PowerShell 5.1
 * (`windowsPowershell`), or PowerShell 7 on Windows (`powershell`) and elsewhere (`powershellOnUnix`). Version 5.1 gives
 * quotes in a word to programs without saying that they belong to it, version 7.3 and later do.
 */
export type TerminalShell = 'posix' | 'cmd' | 'windowsPowershell' | 'powershell' | 'powershellOnUnix';

/** The shell of a program's path, as VS Code names the one of its terminal; the usual one of the platform where it names none. */
export function terminalShellOf(program: string, platform: NodeJS.Platform): TerminalShell {
  const name = program
    .slice(Math.max(program.lastIndexOf('/'), program.lastIndexOf('\\')) + 1)
    .toLowerCase()
    .replace(/\.exe$/, '');
  const windows = platform === 'win32';
  if (/^pwsh(?:-preview)?$/.test(name)) return windows ? 'powershell' : 'powershellOnUnix';
  if (name === 'powershell') return windows ? 'windowsPowershell' : 'powershellOnUnix';
  if (name === 'cmd') return 'cmd';
  return name === '' && windows ? 'windowsPowershell' : 'posix';
}

// eslint-disable-next-line no-control-regex -- these are the characters to be found
const unseen = /[\u0001-\u001f\u007f-\u009f]|[\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

/** One word quoted for a PowerShell; plain words stay as they are. What cannot be seen is written by its number. */
export function powershellWord(word: string, shell: Exclude<TerminalShell, 'posix' | 'cmd'>): string {
  // A word that begins like a parameter ends at a dot or a colon for PowerShell.
  if (/^[\w+=:./\\][\w+=:./\\-]*$/.test(word) || /^-[\w=/-]*$/.test(word)) return word;
  const given = shell === 'windowsPowershell' ? legacyArgument(word) : word;
  if (!unseen.test(given)) return `'${given.replace(/['\u2018-\u201b]/gu, '$&$&')}'`;
  const escaped = given.replace(/[`$"\u201c-\u201e]/gu, '`$&');
  return `"${escaped.replace(new RegExp(unseen, 'gu'), (character) => `$([char]${String(character.codePointAt(0))})`)}"`;
}

/** Version 5.1 puts a word with blanks in quotes, but says nothing of quotes and last backslashes in it, and leaves an empty word out. */
function legacyArgument(word: string): string {
  if (word === '') return '""';
  const quoted = escapedQuotes(word);
  return /\s/.test(word) ? doubledEnd(quoted) : quoted;
}

/** As programs of Windows read quotes in a word: https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments. */
function escapedQuotes(word: string): string {
  return word
    .split('"')
    .map((piece, index, all) => (index < all.length - 1 ? doubledEnd(piece) : piece))
    .join(String.raw`\"`);
}

/** Backslashes before a quote count twice. */
function doubledEnd(text: string): string {
  let end = text.length;
  while (text[end - 1] === '\\') end -= 1;
  return text + text.slice(end);
}

/**
 * One word quoted for `cmd.exe` and for how programs of Windows take their words apart. A `%` expands between quotes too, and a quote
 * within ends them for `cmd.exe`: then each of its characters is escaped instead. What ends a line becomes a blank, as no
 * word can hold it.
 */
export function cmdWord(word: string): string {
  // eslint-disable-next-line no-control-regex -- these are the characters to be found
  const line = word.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu, ' ');
  if (/^[\w@+=:,./\\~-]+$/.test(line)) return line;
  const quoted = `"${doubledEnd(escapedQuotes(line))}"`;
  return /["%!]/.test(line) ? quoted.replace(/[()%!^"<>&|]/g, '^$&') : quoted;
}
