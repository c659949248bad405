import type { ImageFile } from '../../scripts/environment/images';
import type { Dockerfile } from '../../src/dockerfile/model';
import { knownFamily } from '../../src/dockerfile/safety/known-bases';
import { programsOf } from '../../src/dockerfile/shell/programs';
import { runScript } from '../../src/dockerfile/shell/run-script';
import { fakeDistribution, type FakeFamily } from './fake-distributions';

const script = (path: string, lines: string): ImageFile => ({ path, content: `#!/bin/busybox sh\n${lines}\n`, mode: 0o755 });

/** Programs that would fail for want of what was never downloaded: they do what they can. */
const tolerant = ['mv', 'cp', 'rm', 'sed', 'chmod', 'chown', 'tar', 'ln', 'grep', 'cat', 'find', 'mkdir', 'touch', 'unzip', 'install', 'test'];

/** A shell in which every folder is there, as what a download or a build would have made is not; BusyBox takes its own programs first. */
const lenientShell = [
  `lenient='${[...tolerant.map((name) => `${name}() { /usr/local/bin/${name} "$@"; }`), 'wget() { /usr/bin/wget "$@"; }'].join('; ')}; cd() { [ $# -eq 0 ] || mkdir -p "$1" 2>/dev/null; command cd "$@"; }; pushd() { cd "$@"; }; popd() { cd -; };'`,
  'options=',
  'while [ $# -gt 0 ]; do case "$1" in',
  '  -o) options="$options -o $2"; shift 2;;',
  '  -*c) [ "$1" = -c ] || options="$options ${1%c}"; text=$2; shift 2; exec /bin/busybox sh $options -c "$lenient $text" "$@";;',
  '  -*) options="$options $1"; shift;;',
  '  *) break;;',
  'esac; done',
  'exec /bin/busybox sh $options "$@"',
].join('\n');

/** Programs that only say that they ran, and with which words that are no flags; each time again. */
const saysItself =
  'out=\nfor word in "$@"; do [ "$out" != -o ] || { /bin/busybox mkdir -p "$(/bin/busybox dirname "$word")"; echo "$word" > "$word" || true; }; out=$word; done\n' +
  'mkdir -p /ran\n{ echo "${0##*/}"; for word in "$@"; do case "$word" in -*) ;; *) echo "  $word";; esac; done; } >> "/ran/${0##*/}"\nexit 0';

/** Writes the name of what it is told to download; wget that is not GNU's does not know --progress. */
const download = (isGnu: boolean): string => [
  'out= name= dir=.',
  'while [ $# -gt 0 ]; do case "$1" in',
  `  --progress*) ${isGnu ? ':' : 'exit 1'};;`,
  '  -O|-o|--output|--output-document|-[a-zA-NP-Z]*[oO]) out=$2; shift;;',
  '  -P|-d|--data|-H|--header|-A|-u|-X|--retry|--max-time) [ "$1" != -P ] || dir=$2; shift;;',
  '  --output-document=*|--output=*|-O?*) out=${1#*=}; out=${out#-O};;',
  '  -*) ;;',
  '  *) name=${1##*/};;',
  'esac; shift; done',
  '[ "${out:-}" != - ] || { echo "$name"; exit 0; }',
  'out=${out:-$dir/${name:-index.html}}; /bin/busybox mkdir -p "$(/bin/busybox dirname "$out")"; echo "$name" > "$out"',
].join('\n');

/** Words of the shell, and what a fake distribution has. */
const ownWords = new Set('cd set export echo printf true false : . source [ [[ exit exec eval test unset shift read trap umask ulimit wait type command local alias pushd popd sh bash busybox return if for'.split(' '));

/** An image that stands for a base of the file: the name by which it is asked for, and its files. */
export interface StandIn {
  readonly reference: string;
  readonly files: readonly ImageFile[];
}

/**
 * What a Dockerfile from anywhere needs to be built without a network: for each base an image of its name, of the family
 * that the linter takes it for, in which the programs of the file's RUN instructions leave a trace instead of doing
 * their work. `undefined` for files with a base that has no single name, or no image at all.
 */
export function standInsFor(file: Dockerfile): readonly StandIn[] | undefined {
  const programs = new Set<string>();
  for (const instruction of file.instructions) {
    const script = instruction.name === 'RUN' ? runScript(instruction) : undefined;
    for (const name of script === undefined ? [] : programsOf(script).keys()) programs.add(name.split('/').at(-1) ?? name);
  }
  const copied = copiedFrom(file);
  const found = new Map<string, readonly ImageFile[]>();
  for (const stage of file.stages) {
    const image = stage.from.from.image?.value;
    if (stage.parent !== undefined || image === 'scratch') continue;
    if (image === undefined || /[$@]/.test(image)) return undefined;
    const family = knownFamily(stage);
    const base = fakeDistribution(family === undefined || family === 'suse' || family === 'busybox' ? 'unknown' : (family satisfies FakeFamily));
    const isGnu = family === 'debian' || family === 'rpm';
    const there = new Set(base.map(({ path }) => path.split('/').at(-1)));
    const traces = [...programs].filter((name) => /^[\w.+-]+$/.test(name) && !ownWords.has(name) && !there.has(name) && name !== 'curl' && !tolerant.includes(name));
    found.set(image, [
      ...base.filter(({ path }) => !['bin/sh', 'bin/bash', 'usr/bin/wget', 'usr/bin/curl'].includes(path)),
      ...traces.map((name) => script(`usr/bin/${name}`, saysItself)),
      script('usr/bin/wget', download(isGnu)),
      script('usr/bin/curl', download(true)),
      ...copied,
      ...tolerant.map((name) => script(`usr/local/bin/${name}`, `/bin/busybox ${name} "$@" 2>/dev/null\nexit 0`)),
      script('bin/lenient', lenientShell),
      { path: 'bin/sh', link: 'lenient' },
      { path: 'bin/bash', link: 'lenient' },
    ]);
  }
  return [...found].map(([reference, files]) => ({ reference, files }));
}

/** What the file copies from other stages and images: programs are files, all else folders with a file. */
function copiedFrom(file: Dockerfile): readonly ImageFile[] {
  const sources = file.instructions
    .filter(({ name, flags }) => name === 'COPY' && flags.some((flag) => flag.name === 'from'))
    .flatMap(({ words }) => words.map(({ value }) => value).filter((word) => !word.startsWith('--')).slice(0, -1))
    .filter((source) => /^\/[\w./-]+$/.test(source) && !/^\/(?:usr|bin|etc|lib|root|tmp|var|opt)\/?(?:(?:local|lib|bin|share)\/?)*$/.test(source))
    .map((source) => source.slice(1).replace(/\/$/, ''))
    .map((source) => (/\/bin\/|\.\w+$/.test(source) ? source : `${source}/anything`));
  const all = [...new Set(sources)].filter((path, _at, paths) => !paths.some((other) => other.startsWith(`${path}/`)));
  return all.map((path) => ({ path, content: `${path}\n`, mode: 0o755 }));
}

/** Files of a context from which each COPY and ADD of the file finds something. */
export function contextFor(file: Dockerfile): readonly ImageFile[] {
  const paths = new Set<string>();
  for (const instruction of file.instructions) {
    if (instruction.name !== 'COPY' && instruction.name !== 'ADD') continue;
    const words = instruction.words.map(({ value }) => value).filter((word) => !word.startsWith('--'));
    for (const source of words.slice(0, -1)) {
      if (/^https?:|[$"\\,[\]]/.test(source)) continue;
      const path = source.replace(/^\.?\//, '').replaceAll(/[*?]/g, 'x');
      paths.add(path === '' || path === '.' ? 'anything' : /\.\w+$/.test(path) ? path : `${path.replace(/\/$/, '')}/anything`);
    }
  }
  const all = [...paths].filter((path) => !path.split('/').includes('..'));
  // A file is no folder of another.
  return all.filter((path) => !all.some((other) => other.startsWith(`${path}/`))).map((path) => ({ path, content: `${path}\n`, mode: 0o755 }));
}
