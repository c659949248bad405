import { inherited } from '../facts/inherited';
import { readImageName } from '../image-name';
import type { Instruction } from '../instruction';
import type { Stage } from '../model';
import type { Range } from '../text';
import type { Flag } from '../words';
import { mountFault } from './run-mount';

/** A place in the file at which the builder stops, and the number of the error. */
export interface Fault extends Range {
  readonly number: number;
}

/** The flags of RUN, and whether they may stand more than once. */
const flags: ReadonlyMap<string, { readonly many: boolean }> = new Map([
  ['mount', { many: true }],
  ['network', { many: false }],
  ['security', { many: false }],
  ['device', { many: true }],
]);
const values: Readonly<Record<string, { readonly number: number; readonly known: readonly string[] }>> = {
  network: { number: 108, known: ['default', 'none', 'host'] },
  security: { number: 109, known: ['sandbox', 'insecure'] },
};

/**
 * What the builder refuses in the flags of a RUN; https://docs.docker.com/reference/dockerfile/#run and BuildKit's
 * `frontend/dockerfile/instructions`. At most one fault for each flag.
 *
 * @param stage where it stands, to tell which folder a mount without a target would be on
 */
export function runFlagFaults(run: Instruction, stage: Stage | undefined): Fault[] {
  const seen = new Set<string>();
  return run.flags.flatMap((flag) => {
    const fault = flagFault(flag, seen) ?? valueFault(flag) ?? (flag.name === 'mount' ? mountFault(flag, run.file.escape, () => isWorkdirRoot(run, stage)) : undefined);
    seen.add(flag.name);
    return fault === undefined ? [] : [fault];
  });
}

function flagFault({ name, nameRange, flagValue }: Flag, seen: ReadonlySet<string>): Fault | undefined {
  const known = flags.get(name);
  const place = { start: nameRange.start, end: nameRange.end };
  if (known === undefined) return { number: 101, ...place };
  if (seen.has(name) && !known.many) return { number: 14, ...place };
  return flagValue === undefined ? { number: 18, ...place } : undefined;
}

function valueFault({ name, flagValue, valueRange, nameRange }: Flag): Fault | undefined {
  const known = values[name];
  if (known === undefined || flagValue === undefined || known.known.includes(flagValue)) return undefined;
  return { number: known.number, ...(flagValue === '' ? nameRange : (valueRange ?? nameRange)) };
}

/** Images of which it is known that their working directory is `/`. */
const rootImages =
  /^(?:docker\.io\/)?(?:library\/)?(?:almalinux|alpine|amazonlinux|archlinux|bash|busybox|buildpack-deps|centos|debian|eclipse-temurin|fedora|gcc|maven|nginx|node|openjdk|oraclelinux|perl|python|rockylinux|ruby|rust|scratch|ubuntu)$|^registry\.access\.redhat\.com\/ubi\d+\/ubi(?:-minimal)?$/;

const workdirIndex = (stage: Stage): number | undefined => stage.instructions.find(({ name }) => name === 'WORKDIR')?.index;
const workdirs = new WeakMap<Stage, number>();

/** Whether the stage ends in `/`, as far as the file and the name of its base image tell. */
const endsInRoot = inherited((stage) => {
  if (firstWorkdir(stage) !== Infinity) return false;
  return stage.parent === undefined ? isRootImage(stage) : undefined;
}, false);

function isWorkdirRoot(run: Instruction, stage: Stage | undefined): boolean {
  if (stage === undefined || firstWorkdir(stage) < run.index) return false;
  return stage.parent === undefined ? isRootImage(stage) : endsInRoot(stage.parent);
}

function isRootImage({ from }: Stage): boolean {
  const { image } = from.from;
  return image !== undefined && rootImages.test(readImageName(image).repository);
}

/** Place of the first WORKDIR of the stage among the instructions of the file. */
function firstWorkdir(stage: Stage): number {
  const known = workdirs.get(stage) ?? workdirIndex(stage) ?? Infinity;
  workdirs.set(stage, known);
  return known;
}
