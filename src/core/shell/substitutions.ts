import type { ShellSurroundings } from './scan';
import { own } from '../records';

/** A value of the shell's surroundings. The path of a folder is not divided at its blanks. */
export interface ShellValue {
  readonly text: string;
  readonly isFolder?: true;
}

/** The value of a variable: one that is given, or one that a shell has by itself. */
export function variableValue(name: string, surroundings: ShellSurroundings): ShellValue | undefined {
  const { variables = {}, home, workingDirectory, userName, userId, hostName } = surroundings;
  const given = own(variables, name);
  switch (name) {
    case 'PWD':
      return folder(workingDirectory ?? given);
    case 'HOME':
      return folder(given ?? home);
    case 'UID':
    case 'EUID':
      return value(userId === undefined ? given : String(userId));
    case 'USER':
    case 'LOGNAME':
      return value(given ?? userName);
    case 'HOSTNAME':
      return value(given ?? hostName);
    default:
      return value(given);
  }
}

/** What a command would print of which the answer is known without running it; its words are given. */
export function commandValue(words: readonly string[], surroundings: ShellSurroundings): ShellValue | undefined {
  const { workingDirectory, variables, userName, userId, groupId, hostName } = surroundings;
  const [program = '', ...rest] = words;
  const line = [program.replace(/^\/(?:usr\/)?bin\//, ''), ...rest].join(' ');
  switch (line) {
    case 'pwd':
    case 'pwd -L':
    case 'pwd -P':
      return folder(workingDirectory ?? variables?.['PWD']);
    case 'whoami':
    case 'logname':
    case 'id -un':
    case 'id -u -n':
    case 'id -nu':
      return value(userName);
    case 'hostname':
    case 'uname -n':
      return value(hostName);
    case 'hostname -s':
      return value(hostName?.replace(/\..*/s, ''));
    case 'id -u':
    case 'id -g':
      break;
    default:
      // Of somebody else nothing is known.
      if (userName === undefined || (line !== `id -u ${userName}` && line !== `id -g ${userName}`)) return undefined;
  }
  return value((line.startsWith('id -u') ? userId : groupId)?.toString());
}

function value(text: string | undefined): ShellValue | undefined {
  return text === undefined ? undefined : { text };
}

function folder(text: string | undefined): ShellValue | undefined {
  return text === undefined ? undefined : { text, isFolder: true };
}
