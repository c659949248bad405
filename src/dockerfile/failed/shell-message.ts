/** What a shell says when it ends, or cannot do something. */
export interface ShellMessage {
  /** The name by which the shell, or its script, was started: `sh`, `bash`, `EOF`. */
  readonly shell: string;
  /** As the shell counts it; 0 where it does not count. */
  readonly line: number | undefined;
  readonly kind: 'notFound' | 'variable' | 'builtin' | 'syntax' | 'other';
  /** What it is about: a program, a variable, a word of the text. */
  readonly word: string | undefined;
}

/** Of a line that a shell wrote (busybox, dash, bash, zsh, ksh); undefined for every other. */
export function shellMessage(line: string): ShellMessage | undefined {
  const [, path = '', rest = ''] = /^([\w./+-]{1,200}): (.*)$/.exec(line.slice(0, 2_000)) ?? [];
  const zsh = /^zsh:(\d{1,6}): (.*)$/.exec(line.slice(0, 2_000));
  if (zsh) return said('zsh', Number(zsh[1]), zsh[2] ?? '');
  const shell = path.split('/').at(-1) ?? '';
  // A script in a here-document is started by its name there.
  if (!/^(?:ba|da|a|k|mk|z|tc|c)?sh$/.test(shell) && !path.startsWith('/dev/pipes/') && !path.startsWith('/dev/fd/')) return undefined;
  const builtin = /^(\w+): line (\d{1,6}): (.*)$/.exec(rest);
  if (builtin) return { shell, line: Number(builtin[2]), kind: 'builtin', word: builtin[1] };
  const counted = /^(?:line )?(\d{1,6}): (.*)$/.exec(rest);
  return counted ? said(shell, Number(counted[1]), counted[2] ?? '') : said(shell, undefined, rest);
}

function said(shell: string, line: number | undefined, rest: string): ShellMessage {
  const message = (kind: ShellMessage['kind'], word: string | undefined): ShellMessage => ({ shell, line, kind, word });
  const missing =
    /^([^\s:]+): (?:command )?(?:not found|No such file or directory|Permission denied)/.exec(rest) ??
    /^command not found: (\S+)/.exec(rest);
  if (missing) return message('notFound', missing[1]);
  const variable = /^(\w+): (?:unbound variable|parameter (?:not set|null or not set))/.exec(rest);
  if (variable) return message('variable', variable[1]);
  if (/syntax error/i.test(rest)) {
    const [, busybox, dash, bash] = /unexpected "([^"]{1,80})"|"([^"]{1,80})" unexpected|token [`']([^']{1,80})'/.exec(rest) ?? [];
    return message('syntax', busybox ?? dash ?? bash);
  }
  const word = /^(\w+): /.exec(rest)?.[1];
  if (word === undefined) return message('other', undefined);
  // `cd: can't cd to /x`; of `${NAME:?it is needed}` what stands there.
  const isBuiltin = /^(?:cd|export|set|read|local|test|unset|source|exec|eval|kill|ulimit|umask|trap|shift|return|exit)$/.test(word);
  return message(isBuiltin ? 'builtin' : 'variable', word);
}
