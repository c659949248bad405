import { commandsNamed, onceForEachText } from '../shell/programs';
import type { ShellCommand, ShellWord } from '../shell/shell-command';
import type { ShellScript } from '../shell/shell-script';

/** A command that installs packages. */
export interface Install {
  readonly command: ShellCommand;
  /** `install`, `add`. */
  readonly verb: ShellWord;
  /** Everything that stands for a package, flags and their values left out. */
  readonly packages: readonly ShellWord[];
  /** Whether they are modules, as in `dnf module install`. */
  readonly isModule?: boolean;
}

/** How a package manager's command line is read. */
export interface PackageManager {
  readonly programs: readonly string[];
  /** The subcommands that install. */
  readonly verbs: readonly string[];
  /** Flags, without dashes, whose value is the next word. */
  readonly flagsWithValue: readonly string[];
  /** The subcommand whose own subcommand installs modules. */
  readonly module?: string;
}

/** apt-get(8) */
export const aptGet: PackageManager = {
  programs: ['apt-get'],
  verbs: ['install'],
  flagsWithValue: [...['t', 'target-release', 'default-release', 'o', 'option', 'c', 'config-file', 'a', 'host-architecture'], 'solver'],
};

/** apk-add(8) and apk(8) */
export const apk: PackageManager = {
  programs: ['apk'],
  verbs: ['add'],
  flagsWithValue: [
    ...['t', 'virtual', 'X', 'repository', 'p', 'root', 'arch', 'keys-dir', 'repositories-file', 'cache-dir', 'wait'],
    ...['cache-max-age', 'progress-fd', 'timeout'],
  ],
};

const redHatFlags = [
  ...['c', 'config', 'd', 'debuglevel', 'e', 'errorlevel', 'rpmverbosity', 'R', 'randomwait', 'enablerepo'],
  ...['disablerepo', 'repo', 'repoid', 'x', 'exclude', 'excludepkgs', 'disableexcludes', 'installroot', 'releasever'],
  ...['setopt', 'disableplugin', 'enableplugin', 'color', 'downloaddir', 'destdir', 'forcearch', 'advisory', 'bz'],
  ...['cve', 'sec-severity', 'comment', 'repofrompath'],
];

/** yum(8) */
export const yum: PackageManager = { programs: ['yum'], verbs: ['install'], flagsWithValue: redHatFlags, module: 'module' };

/** dnf(8); microdnf has the same flags. */
export const dnf: PackageManager = {
  programs: ['dnf', 'microdnf'],
  verbs: ['install', 'in'],
  flagsWithValue: redHatFlags,
  module: 'module',
};

/** zypper(8): global options and those of `install`. */
export const zypper: PackageManager = {
  programs: ['zypper'],
  verbs: ['install', 'in'],
  flagsWithValue: [
    ...['c', 'config', 'R', 'root', 'installroot', 'D', 'reposd-dir', 'C', 'cache-dir', 'raw-cache-dir', 'solv-cache-dir'],
    ...['pkg-cache-dir', 'p', 'plus-repo', 'plus-content', 'releasever', 'r', 'repo', 'from', 't', 'type', 'd', 'download'],
  ],
};

/** https://docs.npmjs.com/cli/commands/npm-install and the options of `npm config`. */
export const npm: PackageManager = {
  programs: ['npm'],
  verbs: ['install'],
  flagsWithValue: [
    ...['loglevel', 'prefix', 'C', 'registry', 'cache', 'userconfig', 'globalconfig', 'w', 'workspace', 'omit', 'include'],
    ...['tag', 'before', 'script-shell', 'install-strategy', 'cpu', 'os', 'libc', 'only', 'fetch-timeout', 'fetch-retries'],
  ],
};

/** https://guides.rubygems.org/command-reference/#gem-install */
export const gem: PackageManager = {
  programs: ['gem'],
  verbs: ['install', 'i'],
  flagsWithValue: [
    ...['platform', 'v', 'version', 'i', 'install-dir', 'n', 'bindir', 'build-root', 'P', 'trust-policy', 's', 'source'],
    ...['p', 'http-proxy', 'B', 'bulk-threshold', 'g', 'file', 'without', 'target-rbconfig', 'config-file', 'document'],
  ],
};

/** What the manager is told to install, command by command. */
export function installsOf(script: ShellScript, manager: PackageManager): readonly Install[] {
  let find = finders.get(manager);
  if (find === undefined) {
    find = onceForEachText((one) => findInstalls(one, manager));
    finders.set(manager, find);
  }
  return find(script);
}

const finders = new WeakMap<PackageManager, (script: ShellScript) => readonly Install[]>();

function findInstalls(script: ShellScript, manager: PackageManager): readonly Install[] {
  const found: Install[] = [];
  for (const command of commandsNamed(script, ...manager.programs)) {
    const [verb, ...packages] = command.operands(...manager.flagsWithValue);
    const [ofModule, ...modules] = packages;
    if (verb !== undefined && verb.value === manager.module && ofModule?.value === 'install') {
      found.push({ command, verb: ofModule, packages: modules, isModule: true });
    } else if (verb !== undefined && manager.verbs.includes(verb.value)) found.push({ command, verb, packages });
  }
  return found;
}
