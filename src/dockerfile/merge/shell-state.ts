import type { Command, CompoundList, PipelineNode, Statement, SyntaxNode } from 'unbash';
import { defined, own } from '../../core/records';

/** What of the shell's own state a text leaves changed for what follows in the same shell. */
export interface ShellChange {
  /**
   * `leave`: it ends or replaces the shell, so that what follows would not run; `options`: of `set`; `background`: a
   * process goes on beside what follows.
   */
  readonly kind: 'directory' | 'options' | 'variable' | 'leave' | 'background' | 'other';
  /** The command or word that does it. */
  readonly by: string;
  /** Of `set`: `e`, `u`, `x`, `pipefail`, …; `undefined` where the words say something else too. */
  readonly options?: readonly string[];
  /** Of `variable`: the names that get values, where they are known and are not exported. */
  readonly names?: readonly string[];
}

const kinds: Readonly<Record<string, ShellChange['kind']>> = {
  cd: 'directory',
  pushd: 'directory',
  popd: 'directory',
  exit: 'leave',
  exec: 'leave',
  return: 'leave',
  export: 'variable',
  unset: 'variable',
  read: 'variable',
  readonly: 'variable',
  declare: 'variable',
  typeset: 'variable',
  local: 'variable',
  let: 'variable',
  mapfile: 'variable',
  readarray: 'variable',
  getopts: 'variable',
  '.': 'other',
  source: 'other',
  eval: 'other',
  umask: 'other',
  trap: 'other',
  alias: 'other',
  unalias: 'other',
  shopt: 'other',
  ulimit: 'other',
  shift: 'other',
  hash: 'other',
  enable: 'other',
  bind: 'other',
};

/**
 * The changes that statements leave in the shell that runs them. What happens in `( )`, in substitutions and in
 * pipelines stays there.
 */
export function shellChanges(statements: readonly Statement[]): ShellChange[] {
  const found: ShellChange[] = [];
  for (const { command, background } of statements) {
    if (background === true) found.push({ kind: 'background', by: '&' });
    else collect(command, found);
  }
  return found;
}

function collect(node: SyntaxNode, found: ShellChange[]): void {
  switch (node.type) {
    case 'Command':
      ofCommand(node, found);
      return;
    case 'Pipeline':
      if (node.commands.length === 1 && node.commands[0] !== undefined) collect(node.commands[0], found);
      return;
    case 'AndOr':
      for (const command of node.commands) collect(command, found);
      return;
    case 'For':
    case 'Select':
      found.push({ kind: 'variable', by: node.type.toLowerCase(), names: [node.name.text] });
      list(node.body, found);
      return;
    case 'ArithmeticFor':
    case 'ArithmeticCommand':
      found.push({ kind: 'variable', by: '((' });
      if (node.type === 'ArithmeticFor') list(node.body, found);
      return;
    case 'Function':
      found.push({ kind: 'other', by: `${node.name.value}()` });
      return;
    case 'Coproc':
      found.push({ kind: 'background', by: 'coproc' });
      return;
    default:
      insideCompound(node, found);
  }
}

function insideCompound(node: SyntaxNode, found: ShellChange[]): void {
  switch (node.type) {
    case 'If':
      for (const part of [node.clause, node.then, node.else, ...node.elif.flatMap((elif) => [elif.clause, elif.then])]) {
        if (part !== undefined) list(part, found);
      }
      return;
    case 'While':
      list(node.clause, found);
      list(node.body, found);
      return;
    case 'BraceGroup':
      list(node.body, found);
      return;
    case 'Case':
      for (const item of node.items) list(item.body, found);
      return;
    case 'Redirected':
      collect(node.command, found);
      return;
    default:
  }
}

function list(node: CompoundList, found: ShellChange[]): void {
  found.push(...shellChanges(node.commands));
}

function ofCommand(node: Command, found: ShellChange[]): void {
  const words = [node.name?.value ?? '', ...node.args.map((word) => (word.type === 'Word' ? word.value : word.text))];
  if (node.name === undefined) {
    const assigned = node.prefix.flatMap((part) => (part.type === 'Assignment' ? [part] : []));
    const [first] = assigned;
    if (first !== undefined) found.push({ kind: 'variable', by: first.text, names: assigned.map(({ name }) => name) });
    return;
  }
  while (words[0] === 'command' || words[0] === 'builtin') words.shift();
  const [name = ''] = words;
  // Expanding `${name:=value}` assigns too.
  if (node.suffix.some((part) => 'text' in part && /\$\{\w+:?=/.test(part.text))) found.push({ kind: 'variable', by: '${…:=…}' });
  if (name === 'set') {
    const options = setOptions(words.slice(1));
    found.push({ kind: 'options', by: words.join(' '), ...defined({ options }) });
  } else if (name === 'printf' && words[1] === '-v') found.push({ kind: 'variable', by: 'printf -v' });
  else if (name === 'wait' || name === 'jobs') return;
  else {
    const kind = own(kinds, name);
    if (kind !== undefined) found.push({ kind, by: name });
  }
}

/** Long names of `set -o` as their letters. */
const letters: Readonly<Record<string, string>> = { errexit: 'e', nounset: 'u', xtrace: 'x', noglob: 'f', verbose: 'v' };

/** What `set` or a shell's own command line turns on; `undefined` where a word is no such option. */
export function setOptions(words: readonly string[]): readonly string[] | undefined {
  const options: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (!/^-[a-zA-Z]+$/.test(word)) return undefined;
    for (const letter of word.slice(1)) {
      if (letter !== 'o') {
        options.push(letter);
        continue;
      }
      const name = words[++index];
      if (name === undefined) return undefined;
      options.push(own(letters, name) ?? name);
    }
  }
  return options.length === 0 ? undefined : options;
}

/** What a shell's own command line turns on, as `-eo pipefail` in `/bin/bash -eo pipefail -c`. */
export function shellOptions(words: readonly string[]): readonly string[] {
  const options: string[] = [];
  words.forEach((word, index) => {
    if (!/^-[a-zA-Z]+$/.test(word)) return;
    for (const letter of word.slice(1)) {
      const name = words[index + 1];
      if (letter !== 'o') options.push(letter);
      else if (name !== undefined) options.push(own(letters, name) ?? name);
    }
  });
  return options;
}

/** Whether `set -e` ends the shell when this statement fails, as it does not for `a && b`, `! a` and compound commands. */
export function endsShellOnError(node: Statement['command'] | PipelineNode): boolean {
  if (node.type === 'Command' || node.type === 'Subshell') return true;
  return node.type === 'Pipeline' && node.prefixes.length === 0 && node.commands.at(-1)?.type === 'Command';
}
