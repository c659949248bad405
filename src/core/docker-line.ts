import { wordsWithoutSecrets } from './docker-secrets';
import { cmdWord, powershellWord, type TerminalShell } from './terminal-shell';
import { unseenCharacter, unseenCharacters } from './unseen-characters';

const harmless = /^[\w@%+=:,./~-]+$/;
const leadingTilde = /^~|[=:]~/;

/** What reads a docker line: a shell, and the options that every line has there, as `--context build`. */
export type DockerTerminal = TerminalShell | { readonly shell: TerminalShell; readonly options: readonly string[] };

/** The shell of a terminal. */
export function shellOf(terminal: DockerTerminal): TerminalShell {
  return typeof terminal === 'string' ? terminal : terminal.shell;
}

/** The same terminal with another shell in it. */
export function withShell(terminal: DockerTerminal, shell: TerminalShell): DockerTerminal {
  return typeof terminal === 'string' ? shell : { ...terminal, shell };
}

/**
 * The docker command line that an operation equals, ready to paste into a terminal with that shell:
 * `dockerLine(['pull', '--platform', 'linux/arm64', 'alpine'], 'posix')`. What may be secret is shown as `***`.
 */
export function dockerLine(words: readonly string[], terminal: DockerTerminal): string {
  return dockerLineWithSecrets(wordsWithoutSecrets(words), terminal);
}

/** {@link dockerLine} with everything in it: for the clipboard of somebody who has asked for that, never for a log. */
export function dockerLineWithSecrets(words: readonly string[], terminal: DockerTerminal): string {
  const options = typeof terminal === 'string' ? [] : terminal.options;
  return ['docker', ...[...options, ...words].map((word) => wordFor(word, shellOf(terminal)))].join(' ');
}

/** Programs of the command line that compress. */
type Compressor = 'gzip' | 'xz' | 'zstd' | 'bzip2';

/**
 * The line that writes what docker prints into a compressed file. Windows has no such programs but `tar`, which reads an
 * archive and writes it compressed; its PowerShell, and PowerShell before 7.4 everywhere, would read what goes through a
 * pipe as text, so another shell has to make that.
 */
export function compressedLine(words: readonly string[], compressor: Compressor, file: string, terminal: DockerTerminal): string {
  const shell = shellOf(terminal);
  if (shell === 'posix') return `${dockerLine(words, terminal)} | ${compressor} > ${quoteWord(file)}`;
  if (shell === 'powershellOnUnix')
    return `sh -c ${powershellWord(compressedLine(words, compressor, file, withShell(terminal, 'posix')), shell)}`;
  const line = `${dockerLine(words, withShell(terminal, 'cmd'))} | tar --${compressor} -cf ${cmdWord(file)} @-`;
  return shell === 'cmd' ? line : `cmd /c '${line.replace(/['\u2018-\u201b]/gu, '$&$&')}'`;
}

/** One word for a terminal with that shell. */
function wordFor(word: string, shell: TerminalShell): string {
  if (shell === 'posix') return quoteWord(word);
  return shell === 'cmd' ? cmdWord(word) : powershellWord(word, shell);
}

/**
 * One word quoted for a POSIX shell; plain words stay as they are. What cannot be seen or steers a terminal is written
 * in octal: pasted as it is, it could end the paste and press Enter.
 */
export function quoteWord(word: string): string {
  if (harmless.test(word) && !leadingTilde.test(word)) return word;
  if (unseenCharacter.test(word)) return `"$(printf '%b' ${singleQuoted(word.replaceAll('\\', '\\\\').replace(unseenCharacters, octal))})"`;
  return singleQuoted(word);
}

function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The bytes of a character as `printf %b` reads them. */
function octal(character: string): string {
  return Array.from(Buffer.from(character), (byte) => `\\0${byte.toString(8).padStart(3, '0')}`).join('');
}
