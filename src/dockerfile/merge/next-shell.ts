import { stageEnvironments } from '../facts/environment';
import type { Instruction } from '../instruction';
import type { Dockerfile } from '../model';
import type { ShellCommand } from '../shell/shell-command';

/**
 * Each RUN starts a shell anew: it is looked up, reads the files that it reads at its start, and gets the hosts and the
 * memory file systems of the builder anew. Joined to the RUN before, all that stays as it was. So a merge keeps
 * behaviour only where nothing in an earlier RUN reaches one of these.
 *
 * @returns the word or command that does, or why it cannot be known; `undefined` where nothing does
 */
export function changesNextShell(file: Dockerfile, run: Instruction): string | undefined {
  return startFileReader(file, run) ?? run.script?.commands.map(reachedBy).find((by) => by !== undefined);
}

/** Shells that read no file at their start unless they are told to. Others (zsh, fish, ksh with ENV) always may. */
const readsNothing = new Set(['sh', 'dash', 'ash', 'bash', 'busybox']);

/** A shell whose start depends on files that any program may have written. */
function startFileReader(file: Dockerfile, run: Instruction): string | undefined {
  const { name, words } = run.shell;
  if (!readsNothing.has(name)) return name;
  const option = words.find((word) => /^--(?:login|rcfile|init-file)/.test(word) || /^-[a-zA-Z]*[il]/.test(word));
  if (option !== undefined) return option;
  const environments = stageEnvironments(file, undefined);
  return ['BASH_ENV', 'ENV'].find((variable) => (environments.variable(variable, run)?.value ?? '') !== '');
}

/** Files and folders by which a shell is found or begins, and those that a builder makes anew for each RUN. */
const startPaths = [
  /(?:^|\/)(?:ba|da|a|k|z|c|tc|fi)?sh$/,
  /(?:^|\/)busybox(?:\.\w+)?$/,
  /(?:^|\/)etc\/(?:profile|bash\.bashrc|bashrc|environment|zsh|shells|passwd|ld\.so)/,
  /(?:^|\/)\.(?:bash|zsh|profile|kshrc|shrc)\w*$/,
  /(?:^|\/)etc\/(?:hosts|hostname|resolv\.conf)$/,
  /^\/dev\/shm(?:\/|$)/,
];

/** Folders in which a shell lies: what is put into them, by a name that is not told, may be one. */
const shellFolders = /^\/(?:usr\/)?(?:local\/)?s?bin\/?$/;

/** Programs that make links, alternatives or users, whatever their words say. */
const changers = new Set([
  ...['update-alternatives', 'alternatives', 'dpkg-divert', 'dpkg-reconfigure', 'chsh', 'add-shell', 'remove-shell', 'usermod', 'gpasswd', 'groupmod', 'addgroup'],
  ...['mount', 'umount', 'chroot', 'pivot_root', 'stow', 'ldconfig.real'],
]);

/** Programs that put files to the place that their last word names, or unpack into a folder. */
const placers = new Set(['ln', 'cp', 'mv', 'install', 'rsync', 'link']);
const unpackers = new Set(['tar', 'bsdtar', 'unzip', 'cpio', '7z', 'dpkg-deb']);

const changesFiles = /^(?:ln|cp|mv|install|rsync|link|unlink|rm|dd|tee|touch|truncate|sed|patch|chmod|chown|perl|ed|ex|curl|wget)$/;

/** Packages that bring a shell, or what stands for one. */
const shellPackage = /^(?:bash|dash|zsh|fish|ksh|mksh|tcsh|csh|busybox|toybox|coreutils|usrmerge)(?:[-:=<>~.].*)?$|-binsh$|^busybox-/;

const installers = new Set(['apt-get', 'apt', 'aptitude', 'apk', 'dnf', 'microdnf', 'yum', 'zypper', 'dpkg', 'rpm', 'pacman', 'opkg', 'conda', 'mamba', 'micromamba']);

function reachedBy(command: ShellCommand): string | undefined {
  const words = command.words.map(({ value }) => value);
  const name = command.name.replace(/^.*\//, '');
  const shown = [name, ...words].join(' ').slice(0, 60);
  if (changers.has(name)) return shown;
  const targets = command.redirects.flatMap(({ operator, target }) => (target !== undefined && operator.includes('>') ? [target.value] : []));
  if (targets.some(isStartPath)) return targets.find(isStartPath);
  if (name === 'busybox' && words.includes('--install')) return shown;
  if (changesFiles.test(name) && words.some(isStartPath)) return shown;
  const last = words.at(-1) ?? '';
  // What goes into a folder of programs by names that are not told, or to a place that is not told, may be a shell.
  if (placers.has(name) && (shellFolders.test(last) || /[$`*?[]/.test(last))) return shown;
  if (unpackers.has(name) && words.some((word) => /^(?:-C|-d|--directory=)?(?:\/|\/usr|\/bin|\/usr\/bin)\/?$/.test(word))) return shown;
  if (installers.has(name) && words.some((word) => shellPackage.test(word.replace(/^.*\//, '')))) return shown;
  // The shell remembers where it found a program; the newer one may lie elsewhere.
  if (/^(?:pip|pip\d[\d.]*|npm|gem|conda|mamba|poetry|pipx|corepack|rustup|nvm|n)$/.test(name) && words.some((word) => upgradesItself(name, word))) return shown;
  if (/^(?:conda|mamba|micromamba|pyenv|rbenv|nvm|sdk|volta)$/.test(name) && words.includes('init')) return shown;
  return undefined;
}

function isStartPath(word: string): boolean {
  return startPaths.some((path) => path.test(word));
}

function upgradesItself(program: string, word: string): boolean {
  const name = word.replace(/[=<>@~!].*$/, '');
  return name === program.replace(/[\d.]+$/, '') || name === program || word === '--system';
}
