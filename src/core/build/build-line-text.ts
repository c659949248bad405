import { dockerLine, dockerLineWithSecrets, type DockerTerminal, quoteWord, shellOf, withShell } from '../docker-line';
import { cmdWord, powershellWord } from '../terminal-shell';
import type { BuildRequest } from './build-request';
import { buildWords } from './build-words';

/** The file that the docker command line reads from its standard input for a build: an archive, or a Dockerfile alone. */
export function buildInput({ source, dockerfile }: BuildRequest): string | undefined {
  if (source.kind === 'archive') return source.file;
  return source.kind === 'none' && dockerfile.kind === 'file' ? dockerfile.file : undefined;
}

/** The line that builds the same, ready to paste into a terminal with that shell. What may be secret is shown as `***`. */
export function buildLine(request: BuildRequest, terminal: DockerTerminal): string {
  return lineBy(request, terminal, dockerLine);
}

/** {@link buildLine} with the values of build arguments: for somebody who has asked for that, never for a log. */
export function buildLineWithSecrets(request: BuildRequest, terminal: DockerTerminal): string {
  return lineBy(request, terminal, dockerLineWithSecrets);
}

function lineBy(request: BuildRequest, terminal: DockerTerminal, write: typeof dockerLine): string {
  const shell = shellOf(terminal);
  const input = buildInput(request);
  const words = buildWords(request);
  if (input === undefined) return write(words, terminal);
  if (shell === 'posix') return `${write(words, terminal)} < ${quoteWord(input)}`;
  if (shell === 'cmd') return `${write(words, terminal)} < ${cmdWord(input)}`;
  // PowerShell has no `<`, and would read what goes through a pipe as text.
  if (shell === 'powershellOnUnix') return `sh -c ${powershellWord(lineBy(request, withShell(terminal, 'posix'), write), shell)}`;
  return `cmd /c '${lineBy(request, withShell(terminal, 'cmd'), write).replace(/['\u2018-\u201b]/gu, '$&$&')}'`;
}
