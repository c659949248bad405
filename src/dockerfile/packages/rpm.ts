import type { ShellWord } from '../shell/shell-command';
import type { Install } from './installs';
import type { PackageName, PackageNames } from './package-names';

/** How far a variable that is set, but whose value is known only to the build, stands for a version. */
export interface RpmPins {
  /** Whether it does where it is the whole of a word, and not only as a part of one. */
  readonly asWholeWord: boolean;
}

/**
 * The packages of yum or dnf that say no version. Pinned are `name-1.2`, a module's `name:stream`, a file, and a name
 * with a variable that an ARG or ENV of the stage sets when the image is built; what the script itself sets, or another
 * stage, is no version.
 */
export function unpinnedRpms(installs: readonly Install[], names: PackageNames, pins: RpmPins): ShellWord[] {
  return installs.flatMap(({ packages, isModule }) =>
    packages.filter((word) => !names.every(word, (name) => (isModule ? hasStream(name) : isPinned(name, pins)))),
  );
}

function isPinned({ value, isSetLater }: PackageName, { asWholeWord }: RpmPins): boolean {
  if (/-\d|:\w|\.rpm$/.test(value)) return true;
  return isSetLater && (asWholeWord || !/^\$\{?\w+\}?$/.test(value));
}

/** `name:stream`, `name:stream/profile`; https://docs.fedoraproject.org/en-US/modularity/ */
function hasStream({ value, isSetLater }: PackageName): boolean {
  return /:\w/.test(value) || isSetLater;
}
