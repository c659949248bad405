import type { ShellCommand, ShellWord } from '../shell/shell-command';
import { nothing, type Effects, type Whereabouts } from './effects';
import { installerEffects } from './installers';
import { holds, pathKind, resolvedPath } from './paths';
import { withoutTrailing } from '../../core/trailing';
import { own } from '../../core/records';

const readers = new Set(
  (
    'echo printf true false : test [ pwd cat ls date uname id whoami sleep head tail sort uniq wc cut tr grep egrep fgrep basename ' +
    'dirname realpath readlink stat du df sha256sum sha512sum sha1sum md5sum nproc arch hostname which seq expr stty tac rev ' +
    'cd set export unset umask command getent diff cmp file'
  ).split(' '),
);

/**
 * What a command leaves behind for the shell of the next RUN, beyond files that only who uses them minds. `undefined` where
 * that cannot be known: the command is none of those whose doing is documented, or a word that matters is known only to the
 * build.
 */
export function effectsOf(command: ShellCommand, at: Whereabouts): Effects | undefined {
  if (command.nameWord === undefined)
    return command.assignments.every(({ name }) => isOwnVariable(name)) ? redirectEffects(command, at) : undefined;
  if (!command.assignments.every(({ name }) => isOwnVariable(name))) return undefined;
  return both(redirectEffects(command, at), () => programEffects(command, at));
}

/** Variables by which programs and libraries are found are none. */
function isOwnVariable(name: string): boolean {
  return !/^(?:PATH|LD_.*|IFS|ENV|BASH_.*|HOME|CDPATH|SHELLOPTS|BASHOPTS|DPKG_ROOT|APT_CONFIG)$/.test(name);
}

function both(one: Effects | undefined, other: () => Effects | undefined): Effects | undefined {
  if (one === undefined) return undefined;
  const two = other();
  if (two === undefined) return undefined;
  return one.programs === 'any' || two.programs === 'any' ? { programs: 'any' } : { programs: [...one.programs, ...two.programs] };
}

function redirectEffects(command: ShellCommand, at: Whereabouts): Effects | undefined {
  let found: Effects | undefined = nothing;
  for (const { operator, target } of command.redirects) {
    if (operator === '<' || /^[<>]&$/.test(operator)) continue;
    if (!['>', '>>', '>|', '&>', '&>>'].includes(operator) || target === undefined) return undefined;
    if (/^\/dev\/(?:null|stdout|stderr)$/.test(target.value)) continue;
    found = both(found, () => written(target, at));
  }
  return found;
}

/** What writing to the place of a word does. */
function written(word: ShellWord, at: Whereabouts): Effects | undefined {
  const kind = pathKind(resolvedPath(word.value, word.isStatic, at.cwd));
  if (kind === undefined) return undefined;
  return kind.kind === 'program' ? { programs: [kind.name] } : plainly(at);
}

/** A folder that the file has put into PATH may be anywhere. */
function plainly({ isUsualPath }: Whereabouts): Effects {
  return isUsualPath ? nothing : { programs: 'any' };
}

/** What taking away what stands at a word's place does: the folder that the next RUN begins in must stay. */
function removed(word: ShellWord, at: Whereabouts): Effects | undefined {
  const path = resolvedPath(word.value, word.isStatic, at.cwd);
  if (path === undefined) return undefined;
  const isCache = /^\/(?:var\/(?:lib\/apt\/lists|cache|log)|tmp|root\/\.cache)(?:\/|$)/.test(path);
  if (at.workdir === undefined ? !isCache : holds(path, at.workdir)) return undefined;
  return written(word, at);
}

function all(words: readonly ShellWord[], effects: (word: ShellWord) => Effects | undefined): Effects | undefined {
  let found: Effects | undefined = nothing;
  for (const word of words) found = both(found, () => effects(word));
  return words.length === 0 ? undefined : found;
}

/** What putting the sources to the last word's place does. */
function placed(command: ShellCommand, operands: readonly ShellWord[], at: Whereabouts): Effects | undefined {
  const target = operands.at(-1);
  if (target === undefined || operands.length < 2 || command.hasFlag('t', 'target-directory', 'l', 'link', 'parents', 'reflink'))
    return undefined;
  const path = resolvedPath(target.value, target.isStatic, at.cwd);
  // Into a folder of programs by the names that they have.
  if (path !== undefined && /\/s?bin$/.test(path)) {
    return all(operands.slice(0, -1), (word) => {
      const bare = withoutTrailing(word.value, '/');
      const name = bare.slice(bare.lastIndexOf('/') + 1);
      return name === '' ? undefined : written({ ...word, value: `${path}/${name}` }, at);
    });
  }
  return written(target, at);
}

function programEffects(command: ShellCommand, at: Whereabouts): Effects | undefined {
  const { name } = command;
  if (readers.has(name)) return nothing;
  const coded = own(files, name);
  if (Object.hasOwn(files, name) && coded !== undefined) return coded(command, at);
  return installerEffects(command, at);
}

/** Whether the program is one whose doing is documented, so that it runs no code of anybody else. */
export function isDocumented({ name }: ShellCommand): boolean {
  return readers.has(name) || Object.hasOwn(files, name);
}

type Reader = (command: ShellCommand, at: Whereabouts) => Effects | undefined;

const everyOperand: Reader = (command, at) =>
  all(command.operands('m', 'mode', 'd', 'date', 'r', 'reference', 's', 'size'), (word) => written(word, at));

/** `chmod`, `chown`: who is not root may lose the folder that the next RUN begins in. */
const permissions: Reader = (command, at) => {
  const [, ...operands] = command.operands();
  return all(operands, (word) => (at.isRoot ? written(word, at) : removed(word, at)));
};

/** Programs that read and write files, by what they are told. */
const files: Readonly<Record<string, Reader>> = {
  mkdir: everyOperand,
  touch: everyOperand,
  truncate: everyOperand,
  tee: everyOperand,
  chmod: permissions,
  chown: permissions,
  chgrp: permissions,
  rm: (command, at) => all(command.operands(), (word) => removed(word, at)),
  rmdir: (command, at) => all(command.operands(), (word) => removed(word, at)),
  cp: (command, at) => placed(command, command.operands(), at),
  install: (command, at) =>
    command.hasFlag('d', 'directory')
      ? all(command.operands('m', 'mode', 'o', 'owner', 'g', 'group'), (word) => written(word, at))
      : placed(command, command.operands('m', 'mode', 'o', 'owner', 'g', 'group'), at),
  mv: (command, at) => {
    const operands = command.operands();
    return both(placed(command, operands, at), () => all(operands.slice(0, -1), (word) => removed(word, at)));
  },
  ln: (command, at) => {
    const [target, place, ...others] = command.operands();
    if (
      !command.hasFlag('s', 'symbolic') ||
      command.hasFlag('t', 'target-directory') ||
      target === undefined ||
      place === undefined ||
      others.length > 0
    )
      return undefined;
    const made = both(removed(place, at), () => nothing);
    if (made === undefined || made.programs.length > 0) return made;
    // A name for a folder of the system would be another way to it.
    return pathKind(resolvedPath(target.value, target.isStatic, target.value.startsWith('/') ? '/' : undefined)) === undefined
      ? undefined
      : nothing;
  },
  sed: (command, at) => {
    const inPlace = command.words.some(({ value }) => /^(?:-[nErsz]*i|--in-place)/.test(value));
    const expressions = command.words.some(({ value }) => /^-(?:e|f|-expression|-file)/.test(value));
    const operands = command.operands('e', 'expression', 'f', 'file');
    const text = command.words.map(({ value }) => value).join('\n');
    // `w` writes to a file and `e` runs a command, and nobody sees what a file of them says.
    if (command.words.some(({ value }) => /^(?:-[nErsz]*f|--file)/.test(value))) return undefined;
    if (command.words.some(({ isStatic }) => !isStatic) || /(?:^|[\s;{}/|#,!$\d])[weW](?:\s|$)/m.test(text)) return undefined;
    return inPlace ? all(operands.slice(expressions ? 0 : 1), (word) => written(word, at)) : nothing;
  },
  curl: (command, at) => {
    if (command.hasFlag('K', 'config', 'output-dir', 'O', 'remote-name', 'J')) return downloaded(command, at);
    const outputs = valuesOf(command, 'o', 'output');
    return outputs.length === 0 ? nothing : all(outputs, (word) => written(word, at));
  },
  wget: (command, at) => {
    if (command.hasFlag('e', 'execute', 'i', 'r', 'recursive', 'm', 'mirror', 'b', 'background', 'use-askpass')) return undefined;
    const outputs = valuesOf(command, 'O', 'output-document', 'o', 'output-file', 'P', 'directory-prefix').filter(
      ({ value }) => value !== '-' && value !== '/dev/null',
    );
    if (command.hasFlag('O', 'output-document', 'P', 'directory-prefix'))
      return outputs.length === 0 ? nothing : all(outputs, (word) => written(word, at));
    return downloaded(command, at);
  },
  tar: (command, at) => {
    const [first] = command.words;
    if (first === undefined || !/^-?[a-zA-Z]*x|^--extract$/.test(first.value)) return undefined;
    return command.hasFlag('P', 'absolute-names', 'to-command', 'checkpoint-action', 'I')
      ? undefined
      : intoFolder(command, at, 'C', 'directory');
  },
  unzip: (command, at) => intoFolder(command, at, 'd'),
  git: (command, at) => {
    const [verb, , folder, ...others] = command.operands('b', 'branch', 'depth', 'c', 'config', 'o', 'origin', 'j', 'jobs');
    if (verb?.value !== 'clone' || command.hasFlag('c', 'config', 'template', 'recursive', 'recurse-submodules') || others.length > 0)
      return undefined;
    return folder === undefined ? downloaded(command, at) : written(folder, at);
  },
  useradd: (command, at) => newUser(command, at),
  groupadd: (command, at) => newUser(command, at),
  adduser: (command, at) => newUser(command, at),
  addgroup: (command, at) => newUser(command, at),
  ldconfig: () => nothing,
  'update-ca-certificates': () => nothing,
};

/** The words that give one of the flags its value: the next one, or what is stuck to it. */
function valuesOf({ words }: ShellCommand, ...names: readonly string[]): ShellWord[] {
  const found: ShellWord[] = [];
  words.forEach((word, index) => {
    for (const name of names) {
      const long = `--${name}`;
      const next = words[index + 1];
      if (name.length > 1) {
        if (word.value === long && next !== undefined) found.push(next);
        else if (word.value.startsWith(`${long}=`)) found.push({ ...word, value: word.value.slice(long.length + 1) });
      } else if (/^-[a-zA-Z]/.test(word.value)) {
        const letter = word.value.indexOf(name);
        if (letter === -1) continue;
        const rest = word.value.slice(letter + 1);
        if (rest === '' && next !== undefined) found.push(next);
        else if (rest !== '') found.push({ ...word, value: rest });
      }
    }
  });
  return found;
}

/** A file by the name that the other side gives it. */
function downloaded({ words }: ShellCommand, at: Whereabouts): Effects | undefined {
  if (words.some(({ value }) => /^--?(?:K|config|output-dir)/.test(value))) return undefined;
  const { cwd } = at;
  return cwd !== undefined && pathKind(`${cwd}/file`)?.kind === 'plain' ? plainly(at) : undefined;
}

function intoFolder(command: ShellCommand, at: Whereabouts, ...names: readonly string[]): Effects | undefined {
  const folders = valuesOf(command, ...names);
  const path =
    folders.length === 0
      ? at.cwd
      : folders.length === 1 && folders[0]
        ? resolvedPath(folders[0].value, folders[0].isStatic, at.cwd)
        : undefined;
  if (path === undefined) return undefined;
  return pathKind(`${path}/file`)?.kind === 'plain' ? plainly(at) : undefined;
}

/** A user or group who is not the one that runs the build. */
function newUser({ words }: ShellCommand, { isRoot }: Whereabouts): Effects | undefined {
  return isRoot &&
    words.every(
      ({ value, isStatic }) => isStatic && !/(?:^|[,:=])root(?:$|[,:])/.test(value) && !/^-\w*[KR]|^--(?:root|prefix|key)/.test(value),
    )
    ? nothing
    : undefined;
}
