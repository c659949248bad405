import assert from 'node:assert/strict';
import type { Engine } from '../../src/engine/engine';
import { changeTree, doubtfulPaths } from '../../src/core/files/change-tree';
import { isHelper } from '../../src/engine/files/helper-label';
import { factsIfAny, imageVersion, withImage } from '../../src/engine/files/image-files';
import { mountPoints, restoreFile } from '../../src/engine/files/restore-file';
import { runProgram } from '../../src/engine/files/run-program';
import { withPlace } from '../../src/engine/files/open-place';
import { failsWith, loadShellImage, testEngine, unique } from './support';

const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

describe('engine: what a container has changed of its image', () => {
  let engine: Engine;
  let image: string;
  let id: string;
  let imageId: string;
  const built = `${unique('slipway-changed')}:1`;

  const shell = async (script: string): Promise<string> => {
    const end = await runProgram(engine, id, ['sh', '-c', script]);
    assert.ok(end !== 'missing');
    assert.equal(end.errors, '');
    return end.output;
  };

  before(async () => {
    engine = await testEngine();
    image = await loadShellImage(engine, `${unique('slipway-changes')}:1`);
    const base = await engine.containers.create({ body: { Image: image, Cmd: ['sleep', '600'], StopSignal: 'SIGKILL' } });
    id = base.id;
    await engine.containers.start(id);
    await shell('mkdir -p /srv/kept /srv/gone/deep && echo one >/srv/conf && chown 12:34 /srv/conf && chmod 4750 /srv/conf && touch -d "2001-02-03 04:05:06" /srv/conf && echo a >/srv/gone/deep/a && chown 5:6 /srv/gone/deep/a && ln -s conf /srv/link && printf "\\0\\377" >/srv/binary');
    await engine.containers.commit(id, { reference: built });
    await engine.containers.remove(id, { force: true });
  });

  beforeEach(async () => {
    ({ id } = await engine.containers.create({ body: { Image: built, Cmd: ['sleep', '600'], StopSignal: 'SIGKILL', HostConfig: { Tmpfs: { '/scratch': '' } } } }));
    await engine.containers.start(id);
    imageId = String((await engine.containers.inspect(id))['Image']);
  });

  afterEach(async () => {
    await engine.containers.remove(id, { force: true, volumes: true });
    assert.deepEqual((await engine.containers.list({ all: true })).filter(isHelper), [], 'helpers that were left');
  });

  after(async () => {
    await engine.images.remove(built, { force: true });
    await engine.images.remove(image, { force: true });
    engine.dispose();
  });

  const tree = async (): Promise<readonly string[]> => {
    const changes = await engine.containers.changes(id);
    const folders = new Set<string>();
    for (const path of doubtfulPaths(changes, 100)) if ((await factsIfAny(engine, { container: id }, path))?.type === 'folder') folders.add(path);
    const rows = (entries: ReturnType<typeof changeTree>): readonly string[] =>
      entries.flatMap(({ kind, path, entries: below }) => [...(kind === undefined ? [] : [`${kind} ${path}`]), ...rows(below)]);
    return rows(changeTree(changes, { isFolder: (path) => folders.has(path), mounts: mountPoints(await engine.containers.inspect(id)) })).toSorted();
  };

  const restore = (path: string): Promise<'restored' | 'removed'> =>
    withPlace(engine, { kind: 'container', id, name: 'it' }, 'archives', undefined, (open) =>
      withImage(engine, imageId, async (from) => restoreFile(engine, { image: from, open, mounts: mountPoints(await engine.containers.inspect(id)) }, path)),
    );

  it('is a tree without noise, and every part of it can be made as it was', async () => {
    assert.deepEqual(await tree(), []);
    await shell('echo two >>/srv/conf && chmod 600 /srv/conf && rm -r /srv/gone && mkdir /srv/new && echo x >/srv/new/x && touch /srv/kept/come && rm /srv/kept/come && ln -sf binary /srv/link');
    const changed = ['added /srv/new', 'added /srv/new/x', 'changed /srv/conf', 'changed /srv/link', 'deleted /srv/gone'];
    assert.deepEqual(await tree(), changed);
    for (const path of ['/srv/conf', '/srv/link', '/srv/gone']) assert.equal(await restore(path), 'restored', path);
    assert.equal(await restore('/srv/new'), 'removed');
    assert.equal(await shell('cd /srv && stat -c "%u %g %a %Y %n" conf gone/deep/a && cat conf gone/deep/a && readlink link && ls'), '12 34 4750 981173106 conf\n5 6 644 ' + (await shell('stat -c %Y /srv/gone/deep/a')).trim() + ' gone/deep/a\none\na\nconf\nbinary\nconf\ngone\nkept\nlink\n');
    // Podman 4.3 goes on listing what was written once, and folders that were deleted once.
    const listed = engine.information.kind === 'podman' ? ['changed /srv/conf', 'changed /srv/gone/deep/a', 'changed /srv/link'] : [];
    assert.deepEqual(await tree(), listed);
  });

  it('keeps the image’s own versions at hand, whatever they are', async () => {
    await shell('rm -r /srv/gone && echo two >/srv/conf');
    const conf = await imageVersion(engine, { image: imageId, path: '/srv/conf' });
    assert.deepEqual([conf?.type, conf?.mode, text(conf?.content)], ['file', 0o4750, 'one\n']);
    assert.deepEqual([...((await imageVersion(engine, { image: imageId, path: '/srv/binary' }))?.content ?? [])], [0, 255]);
    assert.equal((await imageVersion(engine, { image: imageId, path: '/srv/gone' }))?.type, 'folder');
    assert.equal((await imageVersion(engine, { image: imageId, path: '/srv/link' }))?.type, 'link');
    assert.equal(await imageVersion(engine, { image: imageId, path: '/srv/new' }), undefined);
    // The second time nothing is made for it.
    const before = (await engine.containers.inspect(id))['Id'];
    assert.equal(await imageVersion(engine, { image: imageId, path: '/srv/conf' }), conf);
    assert.equal(before, id);
    await failsWith(imageVersion(engine, { image: `sha256:${'0'.repeat(64)}`, path: '/srv/conf' }), 'notFound');
  });

  it('never touches what is mounted, and says why it does nothing', async () => {
    await shell('echo mine >/scratch/mine');
    await failsWith(restore('/scratch'), 'conflict');
    assert.equal(await shell('cat /scratch/mine'), 'mine\n');
    await failsWith(restore('/srv/kept'), 'invalidInput');
    await shell('echo x >/srv/added');
    await engine.containers.stop(id);
    await failsWith(restore('/srv/added'), 'conflict');
    await engine.containers.start(id);
    assert.equal(await shell('cat /srv/added'), 'x\n');
  });
});
