import { execFileSync } from 'node:child_process';
import { chmod, link, mkdir, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import { ignoreTree } from '../../support/ignore-tree';

/** Names that somebody has, or that patterns are about. */
export const hostileNames: readonly string[] = [
  'with space', ' leading', 'trailing ', 'new\nline', 'tab\there', '-dash', "quote'\"", '$HOME', '`x`', ';rm', 'comma, more', 'percent%41', 'plus+', 'ünïcode', 'u\u0308', '中文', '🙂', '\u202ertl',
  'star*', 'q?', '[br', 'br]', '{a,b}', '!bang', '#hash', '~', '...', '..a', 'a..', 'Dockerfile.bak', 'x'.repeat(255), '\u001b[31mred',
];

/** Makes a tree with everything that a file system can hold; gives what must be closed. */
export async function makeHostileTree(folder: string): Promise<{ close(): void }> {
  const at = (name: string): string => path.join(folder, name);
  for (const name of ignoreTree) {
    if (name.endsWith('/')) await mkdir(at(name), { recursive: true });
    else await writeFile(at(name), name);
  }
  await mkdir(at('names/inner'), { recursive: true });
  for (const [index, name] of hostileNames.entries()) {
    await writeFile(at(`names/${name}`), name);
    if (index % 3 === 0) await writeFile(at(`names/inner/${name}`), '');
  }
  await mkdir(at('kinds/empty'), { recursive: true });
  const modes: readonly (readonly [string, number])[] = [['setuid', 0o4755], ['setgid', 0o2755], ['sticky', 0o1644], ['nobody', 0o000], ['all', 0o777], ['run', 0o700]];
  for (const [name, mode] of modes) {
    await writeFile(at(`kinds/${name}`), name);
    await chmod(at(`kinds/${name}`), mode);
  }
  for (const [name, mode] of [['sticky-folder', 0o1777], ['setgid-folder', 0o2770], ['closed-folder', 0o500]] as const) {
    await mkdir(at(`kinds/${name}`));
    await writeFile(at(`kinds/${name}/in`), 'in');
    await chmod(at(`kinds/${name}`), mode);
  }
  await writeFile(at('kinds/nothing'), '');
  await writeFile(at('kinds/sparse'), 'begin');
  await truncate(at('kinds/sparse'), 3_000_000);
  await link(at('kinds/run'), at('kinds/second-name'));
  await mkdir(at('zz'));
  await link(at('kinds/run'), at('zz/third-name'));
  const links: readonly (readonly [string, string])[] = [
    ['kinds/to-file', 'run'], ['kinds/to-folder', 'sticky-folder'], ['kinds/absolute', '/c/a'], ['kinds/dangling', 'nowhere'], ['kinds/outside', '../../../etc/passwd'], ['kinds/loop', 'loop'], ['kinds/new-line', 'new\nline'],
    ['link-to-c', 'c'],
  ];
  for (const [name, target] of links) await symlink(target, at(name));
  execFileSync('mkfifo', [at('kinds/pipe')]);
  execFileSync('mknod', [at('kinds/null'), 'c', '1', '3']);
  execFileSync('mknod', [at('kinds/loop0'), 'b', '7', '0']);
  for (const [name, year] of [['old', 1960], ['future', 2150]] as const) {
    await writeFile(at(`kinds/${name}`), '');
    const time = new Date(Date.UTC(year, 5, 1));
    await utimes(at(`kinds/${name}`), time, time);
  }
  const server = await listen(at('kinds/socket'));
  return { close: () => void server.close() };
}

function listen(file: string): Promise<Server> {
  const server = createServer();
  return new Promise((resolve) => server.listen(file, () => resolve(server)));
}

/** An ignore file of patterns about the names of the tree. */
export function generatedIgnoreFile(next: () => number): string {
  const one = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const names = [...ignoreTree.map((name) => name.replace(/\/$/, '')), ...hostileNames.filter((name) => !/[\n\t]/.test(name)).map((name) => `names/${name}`), 'kinds', 'kinds/setuid', 'zz', 'kinds/sticky-folder', 'link-to-c', 'link-to-c/a'];
  const change: readonly ((name: string) => string)[] = [
    (name) => name,
    (name) => `/${name}`,
    (name) => `${name}/`,
    (name) => `./${name}`,
    (name) => `**/${name}`,
    (name) => `${name}/**`,
    (name) => `${name}/*`,
    (name) => name.replace(/[^/]+$/, '*'),
    (name) => name.replace(/[^/]+/, '*'),
    (name) => name.replace(/[a-z]/, '?'),
    (name) => name.replace(/[a-z]/, '[a-m]'),
    (name) => `**${name.slice(-3)}`,
    (name) => name.replace(/\//, '/**/'),
    () => '*',
    () => '**',
    () => '**/*.js',
    () => '# a comment',
    () => '',
  ];
  const lines = Array.from({ length: 1 + Math.floor(next() * 8) }, () => {
    const pattern = one(change)(one(names));
    return next() < 0.35 && pattern !== '' && !pattern.startsWith('#') ? `!${pattern}` : pattern;
  });
  // What a builder refuses has tests of its own.
  return `${lines.filter((line) => !/\\$|\[[^\]]*$|^!$|^!\/$|^!#/.test(line)).join('\n')}\n`;
}
