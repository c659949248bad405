import { inherited } from '../facts/inherited';
import { readImageName } from '../image-name';
import type { Instruction } from '../instruction';
import { flagsOf, unknownFlagNumber, type FlagDefinition } from '../instruction-flags';
import type { Stage } from '../model';
import type { Flag } from '../words';
import { mountFault } from './run-mount';
import { own } from '../../core/records';
import type { Fault } from './fault';

/** The number of the builder's error for a value that is none of those to choose from. */
const wrongChoice: Readonly<Record<string, number>> = { network: 108, security: 109 };

/**
 * What the builder refuses in the flags of an instruction; https://docs.docker.com/reference/dockerfile/ and BuildKit's
 * `frontend/dockerfile/instructions`. At most one fault for each flag. Values of other instructions than RUN are left to
 * the validator.
 *
 * @param stage where it stands, to tell which folder a mount without a target would be on
 */
export function flagFaults(instruction: Instruction, stage: Stage | undefined): Fault[] {
  const { name, flags, file } = instruction;
  const known = flags.length === 0 ? undefined : flagsOf(name);
  if (known === undefined) return [];
  const seen = new Set<string>();
  return flags.flatMap((flag) => {
    const definition = known.find((one) => one.name === flag.name);
    const fault =
      flagFault(flag, definition, seen, unknownFlagNumber(name) ?? 101) ??
      (definition?.value === 'choice'
        ? choiceFault(flag, definition)
        : definition?.value === 'mount'
          ? mountFault(flag, file.escape, () => isWorkdirRoot(instruction, stage))
          : undefined);
    seen.add(flag.name);
    return fault === undefined ? [] : [fault];
  });
}

function flagFault(
  { nameRange, flagValue }: Flag,
  known: FlagDefinition | undefined,
  seen: ReadonlySet<string>,
  unknown: number,
): Fault | undefined {
  const place = { start: nameRange.start, end: nameRange.end };
  if (known === undefined) return { number: unknown, ...place };
  if (seen.has(known.name) && known.many !== true) return { number: 14, ...place };
  return flagValue === undefined && known.value !== 'boolean' ? { number: 18, ...place } : undefined;
}

function choiceFault({ flagValue, valueRange, nameRange }: Flag, { name, values = [] }: FlagDefinition): Fault | undefined {
  if (flagValue === undefined || values.includes(flagValue)) return undefined;
  return { number: own(wrongChoice, name) ?? 18, ...(flagValue === '' ? nameRange : (valueRange ?? nameRange)) };
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
