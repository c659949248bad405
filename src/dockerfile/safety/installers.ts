import { pipPrograms } from '../packages/pip';
import type { ShellCommand, ShellWord } from '../shell/shell-command';
import { nothing, type Effects, type Whereabouts } from './effects';
import type { BaseFamily } from './known-bases';
import { own } from '../../core/records';

/** Packages that bring a shell, what stands for one, or what a shell reads at its start. */
const shellPackage =
  /^(?:bash|dash|zsh|fish|ksh\w*|mksh|loksh|oksh|yash|tcsh|csh|busybox.*|toybox|coreutils.*|usrmerge|usr-is-merged|base-files|filesystem|setup|baselayout|alpine-base.*|.*-binsh|bash-.*)$/;

/** What the package managers of the families are called; their verbs change nothing but packages. */
const managers: Readonly<Record<string, BaseFamily>> = {
  ...{ 'apt-get': 'debian', apt: 'debian', apk: 'alpine', dnf: 'rpm', microdnf: 'rpm', yum: 'rpm', zypper: 'suse' },
};

const verbs = new Set(
  (
    'update install upgrade dist-upgrade full-upgrade remove purge autoremove autopurge clean autoclean add del ' +
    'makecache check-update reinstall in rm refresh ref dup'
  ).split(' '),
);

const flagsWithValue = [
  't',
  'target-release',
  'o',
  'option',
  'X',
  'repository',
  'virtual',
  'enablerepo',
  'disablerepo',
  'releasever',
  'setopt',
  'x',
  'exclude',
];

/** What a package manager leaves behind for the next RUN; see `effectsOf`. */
export function installerEffects(command: ShellCommand, at: Whereabouts): Effects | undefined {
  const { name } = command;
  const family = own(managers, name);
  if (family !== undefined) return family === at.base.family ? distributionEffects(command, at) : undefined;
  if (pipPrograms.test(name) && name.startsWith('pip')) return pipEffects(command);
  if (name === 'npm') return npmEffects(command);
  if (name === 'gem')
    return command.operands()[0]?.value === 'install' && command.operands().every(isNamed) ? { programs: 'any' } : undefined;
  if (name === 'go') return goEffects(command, at);
  return undefined;
}

/**
 * Packages of Debian and of the RPM distributions lie where no other of theirs does, so that a name that was found stays
 * right; those of Alpine take the places of the programs of BusyBox by other paths.
 */
function distributionEffects(command: ShellCommand, { base }: Whereabouts): Effects | undefined {
  const [verb, ...packages] = command.operands(...flagsWithValue);
  if (verb === undefined || !verbs.has(verb.value)) return undefined;
  if (
    command.words.some(
      ({ value, isStatic }) => !isStatic || /Invoke|Dir(?:::|\b)|RootDir|DPkg::|--?(?:root|installroot|prefix|p$|c$|config)/i.test(value),
    )
  )
    return undefined;
  if (!packages.every(isPackage)) return undefined;
  return base.family === 'alpine' && !['update', 'clean'].includes(verb.value) ? { programs: 'any' } : nothing;
}

/** A package of the distribution by its name alone, and none that concerns a shell. */
function isPackage({ value }: ShellWord): boolean {
  if (/:\/\/|\.(?:deb|rpm|apk)$/i.test(value)) return false;
  const name = value.replace(/(?<=.)(?:[=<>~@][^]*|\/[\w.-]*|[-+])$/, '');
  return /^[@.]?[A-Za-z0-9][\w+.:-]*$/.test(name) && !shellPackage.test(name) && !shellPackage.test(name.replace(/-\d[^]*$/, ''));
}

/** Not a folder, an address or what only the build knows: those bring code of anybody that runs. */
function isNamed({ value, isStatic }: ShellWord): boolean {
  return isStatic && !/[/\\]|^\.|:\/\/|^git\+/.test(value.replace(/^@[\w.-]+\//, ''));
}

function pipEffects(command: ShellCommand): Effects | undefined {
  const [verb, ...packages] = command.operands(
    'r',
    'requirement',
    'c',
    'constraint',
    'i',
    'index-url',
    'extra-index-url',
    'f',
    'find-links',
    'trusted-host',
    'timeout',
    'retries',
    'upgrade-strategy',
    'progress-bar',
  );
  if (verb?.value !== 'install' || command.hasFlag('e', 'editable', 't', 'target', 'root', 'prefix', 'python')) return undefined;
  return packages.every(isNamed) ? { programs: 'any' } : undefined;
}

/** Globally; in a folder npm runs what the package there says. */
function npmEffects(command: ShellCommand): Effects | undefined {
  const [verb, ...packages] = command.operands('registry', 'loglevel', 'omit');
  const isGlobal = command.hasFlag('g', 'global');
  if (verb?.value === 'cache' && packages[0]?.value === 'clean') return nothing;
  if (!['install', 'i', 'add'].includes(verb?.value ?? '') || !isGlobal || command.hasFlag('prefix', 'C')) return undefined;
  return packages.length > 0 && packages.every(isNamed) ? { programs: 'any' } : undefined;
}

function goEffects(command: ShellCommand, at: Whereabouts): Effects | undefined {
  const [verb, second] = command.operands();
  if (verb?.value === 'mod' && (second?.value === 'download' || second?.value === 'verify')) return nothing;
  return verb?.value === 'install' && at.base.name === 'golang' && command.words.every(({ isStatic }) => isStatic)
    ? { programs: 'any' }
    : undefined;
}
