import assert from 'node:assert/strict';
import type { FileChange } from '../../../../src/core/file-changes';
import { type ChangeEntry, changeTree, doubtfulPaths, mountedWithin } from '../../../../src/core/files/change-tree';

const change = (line: string): FileChange => {
  const [letter, ...path] = line.split(' ');
  return { kind: letter === 'A' ? 'added' : letter === 'D' ? 'deleted' : 'changed', path: path.join(' ') };
};
const changes = (...lines: readonly string[]): readonly FileChange[] => lines.map(change);
/** `+` added, `~` changed, `-` deleted, nothing for what is there for what is in it; folders end in a slash. */
const drawn = (entries: readonly ChangeEntry[]): readonly unknown[] =>
  entries.map(({ kind, label, folder, entries: below }) => {
    const text = `${kind === undefined ? '' : { added: '+', changed: '~', deleted: '-' }[kind]}${label}${folder ? '/' : ''}`;
    return below.length === 0 ? text : [text, ...drawn(below)];
  });

describe('the tree of changes', () => {
  it('has folders first, by name, and one row for folders that hold nothing else', () => {
    const told = changes('C /etc', 'C /etc/passwd', 'A /etc/file10', 'A /etc/file9', 'C /usr', 'C /usr/local', 'C /usr/local/lib', 'A /usr/local/lib/x', 'D /bye');
    assert.deepEqual(drawn(changeTree(told)), [['etc/', '+file9', '+file10', '~passwd'], ['usr/local/lib/', '+x'], '-bye']);
  });

  it('has an added folder with what is in it, and counts', () => {
    const [top, ...more] = changeTree(changes('C /srv', 'A /srv/app', 'A /srv/app/a', 'A /srv/app/b'));
    assert.deepEqual([drawn(top ? [top] : []), top?.count, more.length], [[['+srv/app/', '+a', '+b']], 3, 0]);
  });

  it('leaves folders out that changed without another cause, and what then holds nothing', () => {
    const told = changes('C /', 'C /tmp', 'C /var', 'C /var/cache', 'C /var/cache/apt', 'C /etc', 'C /etc/motd');
    const isFolder = (path: string): boolean => path !== '/etc/motd';
    assert.deepEqual(drawn(changeTree(told, { isFolder })), [['etc/', '~motd']]);
    // What is not known is shown.
    assert.deepEqual(drawn(changeTree(told)), [['etc/', '~motd'], ['var/cache/', '~apt'], '~tmp']);
    assert.deepEqual(doubtfulPaths([...told, ...changes('A /new', 'D /old')], 3), ['/tmp', '/var/cache/apt', '/etc/motd']);
    assert.deepEqual(doubtfulPaths([...told, ...changes('A /new', 'D /old')], 9), ['/tmp', '/var/cache/apt', '/etc/motd', '/new']);
  });

  it('has no folder as deleted in which something is', () => {
    assert.deepEqual(drawn(changeTree(changes('D /gone', 'C /gone/deep', 'C /gone/deep/a', 'D /old', 'D /old/b'))), [['gone/deep/', '~a'], ['-old/', '-b']]);
  });

  it('leaves out what the engine has made to mount something', () => {
    assert.deepEqual(drawn(changeTree(changes('A /data', 'C /srv', 'A /srv/mnt', 'A /srv/mine'), { mounts: ['/data', '/srv/mnt'] })), [['srv/', '+mine']]);
    assert.equal(mountedWithin('/srv', ['/data', '/srv/mnt']), '/srv/mnt');
    assert.equal(mountedWithin('/srv/mnt/x', ['/srv/mnt']), '/srv/mnt');
    assert.equal(mountedWithin('/srv/m', ['/srv/mnt']), undefined);
  });

  it('takes any name, and nothing that is no absolute path', () => {
    const told = changes('A /a\nb', 'A /__proto__', 'A /constructor/toString', 'A relative', 'A /x/../y', 'C /', `A /${'d/'.repeat(5000)}e`);
    assert.deepEqual(drawn(changeTree(told)), [['constructor/', '+toString'], '+a\nb', '+__proto__']);
  });
});
