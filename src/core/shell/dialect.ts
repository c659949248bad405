import { own } from '../records';
/** How a line is written: for a POSIX shell, for PowerShell, or for the Command Prompt of Windows (`cmd.exe`). */
export type ShellDialect = 'posix' | 'powershell' | 'cmd';

export const shellDialects: readonly ShellDialect[] = ['posix', 'powershell', 'cmd'];

/** Variables that Windows or `cmd.exe` always has; of their names no date format or printf consists. */
const ofWindows =
  'cd|userprofile|username|userdomain|appdata|localappdata|programfiles(?:\\(x86\\))?|programdata|homepath|homedrive|computername|systemroot|systemdrive|windir|temp|tmp|path|public|comspec';
const percent = new RegExp(`%(?:${ofWindows})(?::[^%\\s]*)?%|%~[a-z]*\\d`, 'i');

const powershellSigns: readonly RegExp[] = [
  /\$env:\w|\$\{env:/i,
  // `$PWD` and `$HOME` are variables of every shell, other letters of them are not.
  /\$\{?(?!PWD\b|HOME\b)(?:[pP][wW][dD]|[hH][oO][mM][eE])\b/,
  /\$\{?pwd\}?\)?\.(?:Provider)?Path\b/i,
  /\$\(\$|\((?:Get-Location|gl|Resolve-Path|Convert-Path)\b/i,
  /(?:^|\s)\(pwd\)/i,
  /^\s*&\s+\S/,
  /\$(?:null|true|false)\b/i,
  // Takes all that follows as it is written.
  /\s--%(?:\s|$)/,
  // A command in a POSIX shell does not begin with a quote behind an equals sign.
  /=`"/,
  // At the end of a line, or before what stood on the next one.
  /\s`(?:[ \t]*\r?\n|[ \t]+\S|--?[A-Za-z])/,
];

const cmdSigns: readonly RegExp[] = [percent, /\^[ \t]*\r?\n/, /\s\^(?:[ \t]*--?[A-Za-z]|[ \t]{2,}\S)/];

/**
 * The dialect that a line is plainly written in: it has what means something in that one and nothing in a POSIX shell;
 * undefined where every sign is missing. `known` are variables that are set, as `pwd` or `home` may be ones of a person's own.
 */
export function recognisedDialect(
  line: string,
  windows: boolean,
  known: Readonly<Record<string, string | undefined>> = {},
): ShellDialect | undefined {
  const open = withoutSingleQuoted(line);
  if (/\$\{?(?:pwd|home)\b/.test(open) && (Object.hasOwn(known, 'pwd') || Object.hasOwn(known, 'home'))) return undefined;
  if (powershellSigns.some((sign) => sign.test(open)) || hasLoneBacktickInQuotes(open)) return 'powershell';
  if (cmdSigns.some((sign) => sign.test(open))) return 'cmd';
  if (!windows) return undefined;
  const names = [...open.matchAll(/%([A-Za-z_]\w*)%/g)].map(([, name = '']) => name);
  if (names.some((name) => variableOf(known, name) !== undefined) || /\s\^\s/.test(open)) return 'cmd';
  return undefined;
}

/** Backticks of a POSIX shell come in pairs; one that was forgotten in double quotes is rarer than an escape. */
function hasLoneBacktickInQuotes(line: string): boolean {
  return /"[^"`]*`[^"]*"/.test(line) && [...line.matchAll(/\\[\\`]|`/g)].filter(([found]) => found === '`').length % 2 === 1;
}

/** The value of a variable of Windows, which does not tell the case of names. */
export function variableOf(variables: Readonly<Record<string, string | undefined>>, name: string): string | undefined {
  if (Object.hasOwn(variables, name)) return own(variables, name);
  const key = name.toLowerCase();
  const found = Object.keys(variables).find((each) => each.toLowerCase() === key);
  return found === undefined ? undefined : own(variables, found);
}

/** What stands in single quotes is text in two of the dialects. */
function withoutSingleQuoted(line: string): string {
  let open = '';
  let double = false;
  for (let index = 0; index < line.length; index += 1) {
    const character = line[index] ?? '';
    if (character === '"') double = !double;
    const end = character === "'" && !double ? line.indexOf("'", index + 1) : -1;
    if (end > 0) {
      open += "''";
      index = end;
    } else open += character;
  }
  return open;
}
