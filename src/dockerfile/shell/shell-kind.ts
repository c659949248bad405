/** What reads the text of a shell-form instruction. */
export interface ShellInForce {
  /** `posix`: sh, bash, ash, dash, ksh, zsh; `cmd` and `powershell` as on Windows; `other`: not known. */
  readonly kind: 'posix' | 'cmd' | 'powershell' | 'other';
  /** The program's name without folder and `.exe`, lower case: `sh`, `bash`, `pwsh`. */
  readonly name: string;
  /** The whole command in front of the text: `['/bin/bash', '-o', 'pipefail', '-c']`. */
  readonly words: readonly string[];
  /** What set it: nothing (the default), a SHELL instruction, or a `# hadolint shell=` comment. */
  readonly setBy: 'default' | 'instruction' | 'comment';
}

/** `/bin/sh -c`, which is in force where nothing else was said. */
export const defaultShell: ShellInForce = {
  kind: 'posix',
  name: 'sh',
  words: ['/bin/sh', '-c'],
  setBy: 'default',
};

/** `cmd /S /C`, the default of images for Windows. */
export const windowsShell: ShellInForce = {
  kind: 'cmd',
  name: 'cmd',
  words: ['cmd', '/S', '/C'],
  setBy: 'default',
};

const posixNames = new Set(['sh', 'bash', 'ash', 'dash', 'ksh', 'ksh93', 'mksh', 'zsh', 'busybox']);

/** Whether programs of this name read POSIX shell text, so that here-documents given to them are parsed too. */
export function isPosixShell(name: string): boolean {
  return posixNames.has(programName(name));
}

/** `/usr/bin/Bash.exe` → `bash`. */
export function programName(path: string): string {
  return (path.split(/[\\/]/).pop() ?? path).toLowerCase().replace(/\.exe$/, '');
}

/** The shell that a command names. `env` in front, as in a shebang line, is passed over. */
export function shellOf(words: readonly string[], setBy: ShellInForce['setBy']): ShellInForce {
  let name = programName(words[0] ?? '');
  if (name === 'env') name = programName(words.slice(1).find((word) => !word.startsWith('-')) ?? '');
  const kind = posixNames.has(name) ? 'posix' : name === 'cmd' ? 'cmd' : name === 'powershell' || name === 'pwsh' ? 'powershell' : 'other';
  return { kind, name, words, setBy };
}
