import { dockerLine, dockerLineWithSecrets, quoteWord } from '../docker-line';
import { cmdWord, powershellWord, type TerminalShell } from '../terminal-shell';
import type { BuildRequest } from './build-request';
import { buildWords } from './build-words';

/** The file that the docker command line reads from its standard input for a build: an archive, or a Dockerfile alone. */
export function buildInput({ source, dockerfile }: BuildRequest): string | undefined {
  if (source.kind === 'archive') return source.file;
  return source.kind === 'none' && dockerfile.kind === 'file' ? dockerfile.file : undefined;
}

/** The line that builds the same, ready to paste into a terminal with that shell. What may be secret is shown as `***`. */
export function buildLine(request: BuildRequest, shell: TerminalShell): string {
  return lineBy(request, shell, dockerLine);
}

/** {@link buildLine} with the values of build arguments: for somebody who has asked for that, never for a log. */
export function buildLineWithSecrets(request: BuildRequest, shell: TerminalShell): string {
  return lineBy(request, shell, dockerLineWithSecrets);
}

function lineBy(request: BuildRequest, shell: TerminalShell, write: typeof dockerLine): string {
  const input = buildInput(request);
  const words = buildWords(request);
  if (input === undefined) return write(words, shell);
  if (shell === 'posix') return `${write(words, shell)} < ${quoteWord(input)}`;
  if (shell === 'cmd') return `${write(words, shell)} < ${cmdWord(input)}`;
  // PowerShell has no `<`, and would read what goes through a pipe as text.
  if (shell === 'powershellOnUnix') return `sh -c ${powershellWord(lineBy(request, 'posix', write), shell)}`;
  return `cmd /c '${lineBy(request, 'cmd', write).replace(/['\u2018-\u201b]/gu, '$&$&')}'`;
}
