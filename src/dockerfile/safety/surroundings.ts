import { stageEnvironments } from '../facts/environment';
import type { Instruction } from '../instruction';
import type { Dockerfile, Stage } from '../model';
import type { Whereabouts } from './effects';
import { knownBase, type KnownBase } from './known-bases';
import { resolvedPath } from './paths';

/** Variables that change how a shell begins, or which program a name means. */
const startVariables = [
  'BASH_ENV',
  'ENV',
  'SHELLOPTS',
  'BASHOPTS',
  'LD_PRELOAD',
  'LD_LIBRARY_PATH',
  'IFS',
  'HOME',
  'CDPATH',
  'POSIXLY_CORRECT',
];

/** Shells that read nothing at their start unless they are told to. */
const plainShells = /^(?:\/(?:usr\/)?bin\/)?(?:sh|dash|ash|bash)$/;

/**
 * The word by which the shell of a RUN is not known to begin anew each time in the same way: a login shell, one that reads
 * files at its start, a variable that names such a file, a volume, whose content each RUN gets anew. `undefined` where
 * there is none.
 */
export function startReader(file: Dockerfile, run: Instruction): string | undefined {
  const { words, setBy } = run.shell;
  const [program = '', ...options] = words;
  if (setBy === 'comment' || !plainShells.test(program)) return program;
  const odd = options.find((word) => !/^-(?:[euxo]*c?|o)$/.test(word) && !['pipefail', 'errexit', 'nounset', 'xtrace'].includes(word));
  if (odd !== undefined) return odd;
  const variable = startVariables.find((name) => stageEnvironments(file, undefined).variable(name, run) !== undefined);
  return variable ?? (placesOf(file).get(run)?.hasVolume === true ? 'VOLUME' : undefined);
}

/** Where the first command of a RUN runs; `undefined` where the image that it is built on is not known. */
export function whereabouts(file: Dockerfile, run: Instruction): Whereabouts | undefined {
  const place = placesOf(file).get(run);
  if (place?.base === undefined) return undefined;
  const { base, workdir, isRoot } = place;
  const isUsualPath = stageEnvironments(file, undefined).variable('PATH', run) === undefined;
  return { base, workdir, cwd: workdir, isRoot, isUsualPath };
}

/** What the instructions above say about the place of one. */
interface Place {
  readonly base: KnownBase | undefined;
  readonly workdir: string | undefined;
  readonly isRoot: boolean;
  readonly hasVolume: boolean;
}

const known = new WeakMap<Dockerfile, ReadonlyMap<Instruction, Place>>();

/** The place of each RUN, read once for a file. */
function placesOf(file: Dockerfile): ReadonlyMap<Instruction, Place> {
  const before = known.get(file);
  if (before !== undefined) return before;
  const places = new Map<Instruction, Place>();
  const atEnd = new Map<Stage, Place>();
  for (const stage of file.stages) {
    let place = (stage.parent === undefined ? undefined : atEnd.get(stage.parent)) ?? beginning(stage);
    for (const instruction of stage.instructions) {
      if (instruction.name === 'RUN') places.set(instruction, place);
      else place = changedBy(instruction, place);
    }
    atEnd.set(stage, place);
  }
  known.set(file, places);
  return places;
}

function beginning(stage: Stage): Place {
  const base = knownBase(stage);
  return { base, workdir: base?.workdir, isRoot: true, hasVolume: false };
}

function changedBy({ name, argumentsText }: Instruction, place: Place): Place {
  const text = argumentsText.trim();
  if (name === 'VOLUME') return { ...place, hasVolume: true };
  if (name === 'USER') return { ...place, isRoot: /^["']?(?:root|0)(?::(?:root|0))?["']?$/.test(text) };
  return name === 'WORKDIR' ? { ...place, workdir: resolvedPath(text, !/[$"'\\]/.test(text), place.workdir) } : place;
}
