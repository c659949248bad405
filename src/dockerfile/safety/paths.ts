import { posix } from 'node:path';

/**
 * What writing to a path can do to the next RUN beyond the file itself. `plain`: nothing. `program`: from now on that
 * name may mean another program.
 */
export type PathKind =
  { readonly kind: 'plain'; readonly path: string } | { readonly kind: 'program'; readonly path: string; readonly name: string };

/** Programs that may be what the next RUN is run by. */
const shells = /^(?:busybox.*|toybox|(?:r?ba|da|a|mk|lok|ok|k|z|c|tc|fi|ya|ha)?sh(?:[\d.-].*)?|env|coreutils|ld(?:[-.].*)?)$/;

/** Folders of the system; what is in others concerns only who uses it. */
const system = new Set('bin sbin lib lib32 lib64 libx32 usr etc root home proc sys dev run boot'.split(' '));

/** Of /etc, what nothing reads before the command of a RUN runs. */
const settings = new Set(
  (
    'apt yum.repos.d yum.conf dnf zypp apk nginx apache2 httpd ssl pki ca-certificates supervisor supervisord.conf ' +
    'cron.d crontab php redis mysql my.cnf postgresql ssh localtime timezone sudoers sudoers.d maven odbc.ini odbcinst.ini ' +
    'fonts X11 systemd motd issue pip.conf npmrc gitconfig vim sysctl.d fstab keyrings'
  ).split(' '),
);

const homes = new Set('.ssh .cache .config .m2 .npm .npmrc .pip .gnupg .cargo .rustup .gradle .vim .vimrc .gitconfig'.split(' '));

/**
 * The path that a word of a command names, without `.` and `..`; undefined where the shell or the build has a say in it.
 * From the first part with a pattern on, the parts are `*`.
 */
export function resolvedPath(text: string, isStatic: boolean, cwd: string | undefined): string | undefined {
  if (!isStatic || text === '' || text.startsWith('~') || /[\\\n]/.test(text)) return undefined;
  const path = text.startsWith('/') ? text : cwd === undefined ? undefined : `${cwd}/${text}`;
  if (path === undefined) return undefined;
  const pattern = path.split('/').findIndex((part) => /[*?[\]{}]/.test(part));
  if (pattern === -1) return posix.normalize(path).replace(/(?<=.)\/$/, '');
  const parts = path.split('/');
  return parts.slice(pattern).includes('..') ? undefined : posix.normalize(`${parts.slice(0, pattern).join('/')}/*`);
}

/** What kind of place it is; `undefined` where a shell, its libraries or what it reads at its start may lie there. */
export function pathKind(path: string | undefined): PathKind | undefined {
  if (path === undefined) return undefined;
  const [, top = '', second = '', third = ''] = path.split('/');
  if (top === '' || top === '*') return undefined;
  const name = /\/s?bin\/([^/]+)$/.exec(path)?.[1];
  if (name !== undefined && name !== '*' && (!system.has(top) || /^\/(?:usr\/(?:local\/)?)?s?bin\/[^/]+$/.test(path))) {
    return shells.test(name) ? undefined : { kind: 'program', path, name };
  }
  const plain: PathKind = { kind: 'plain', path };
  if (!system.has(top))
    return top === 'var' && (second === '' || second === 'run' || second === 'lock' || second === '*') ? undefined : plain;
  if (top === 'usr') {
    const inside = second === 'local' ? third : second;
    if (second === 'share' || second === 'src' || second === 'include') return plain;
    return second === 'local' && inside !== '' && !/^(?:s?bin|lib.*|\*)$/.test(inside) ? plain : undefined;
  }
  if (top === 'etc') return settings.has(second) ? plain : undefined;
  if (top === 'root') return isOwn(second) ? plain : undefined;
  return top === 'home' && second !== '' && second !== '*' && isOwn(third) ? plain : undefined;
}

/** Of a home, what no shell reads. */
function isOwn(name: string): boolean {
  return name !== '' && name !== '*' && (!name.startsWith('.') || homes.has(name));
}

/** Whether the first path is the second or a folder above it. */
export function holds(folder: string, path: string): boolean {
  return folder === '/' || path === folder || path.startsWith(`${folder}/`) || (folder.endsWith('/*') && holds(folder.slice(0, -2), path));
}
