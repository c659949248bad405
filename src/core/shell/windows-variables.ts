import { variableOf } from './dialect';
import type { ShellSurroundings } from './scan';
import type { ShellValue } from './substitutions';

/** The value of a variable of the environment as Windows has them: one that is given, or one that is known all the same. */
export function windowsVariable(name: string, surroundings: ShellSurroundings): ShellValue | undefined {
  const { variables = {}, home, userName, hostName } = surroundings;
  const given = variableOf(variables, name);
  switch (name.toLowerCase()) {
    case 'userprofile':
    case 'home':
      return folder(given ?? home);
    case 'username':
    case 'user':
      return text(given ?? userName);
    case 'computername':
    case 'hostname':
      return text(given ?? hostName);
    case 'pwd':
      return folder(surroundings.workingDirectory ?? given);
    default:
      return text(given);
  }
}

function text(value: string | undefined): ShellValue | undefined {
  return value === undefined ? undefined : { text: value };
}

function folder(value: string | undefined): ShellValue | undefined {
  return value === undefined ? undefined : { text: value, isFolder: true };
}
