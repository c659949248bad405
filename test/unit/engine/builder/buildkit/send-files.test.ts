import assert from 'node:assert/strict';
import { chmod, link, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { create } from '@bufbuild/protobuf';
import { SlipwayError } from '../../../../../src/core/errors';
import { type ContextTree, fileTree, folderTree } from '../../../../../src/engine/builder/buildkit/context-tree';
import { type Packet, Packet_Type, PacketSchema } from '../../../../../src/engine/builder/buildkit/protocol/file_sync_pb';
import { sendFiles } from '../../../../../src/engine/builder/buildkit/send-files';

interface Received {
  readonly entries: readonly { readonly path: string; readonly mode: number; readonly size: number; readonly link: string }[];
  readonly contents: ReadonlyMap<string, string>;
  readonly sent: readonly string[];
}

/** A builder that asks for every file that `wants` says, as soon as it hears of it. */
async function receive(tree: ContextTree, wish: Partial<Parameters<typeof sendFiles>[1]> = {}, wants: (path: string) => boolean = () => true): Promise<Received> {
  const asked: Packet[] = [];
  let wake: (() => void) | undefined;
  const ask = (packet: Parameters<typeof create<typeof PacketSchema>>[1]): void => {
    asked.push(create(PacketSchema, packet));
    wake?.();
  };
  async function* requests(): AsyncGenerator<Packet> {
    for (;;) {
      for (let next = asked.shift(); next; next = asked.shift()) {
        yield next;
        if (next.type === Packet_Type.FINISH) return;
      }
      await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  const entries: { path: string; mode: number; size: number; link: string }[] = [];
  const contents = new Map<string, string>();
  const sent: string[] = [];
  const open = new Set<number>();
  let told = false;
  const listener = { onFileSent: (name: string) => void sent.push(name), onForeignName: () => undefined };
  for await (const packet of sendFiles(tree, { include: [], exclude: [], follow: [], ...wish }, requests(), listener)) {
    if (packet.type === Packet_Type.STAT && packet.stat) {
      const name = Buffer.from(packet.stat.path).toString();
      const id = entries.push({ path: name, mode: packet.stat.mode, size: Number(packet.stat.size), link: Buffer.from(packet.stat.linkName).toString() }) - 1;
      if (packet.stat.mode < 2 ** 21 && packet.stat.linkName.length === 0 && wants(name)) {
        open.add(id);
        ask({ type: Packet_Type.REQUEST, id });
      }
    } else if (packet.type === Packet_Type.STAT) told = true;
    else if (packet.type === Packet_Type.DATA) {
      const name = entries[packet.id]?.path ?? '';
      contents.set(name, (contents.get(name) ?? '') + Buffer.from(packet.data).toString());
      if (packet.data.length === 0) open.delete(packet.id);
    }
    if (told && open.size === 0) ask({ type: Packet_Type.FINISH });
  }
  return { entries, contents, sent };
}

describe('files that are sent to BuildKit', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'slipway-files-'));
    await mkdir(path.join(folder, 'b/c'), { recursive: true });
    await writeFile(path.join(folder, 'a'), 'A');
    await writeFile(path.join(folder, 'b/c/d'), 'D'.repeat(300_000));
    await writeFile(path.join(folder, 'b.c'), '');
    await symlink('b/c', path.join(folder, 'to'));
    await link(path.join(folder, 'a'), path.join(folder, 'z'));
    await chmod(path.join(folder, 'a'), 0o640);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('are told in order, with folders before what is in them, and given as they are asked for', async () => {
    const { entries, contents, sent } = await receive(folderTree(folder, 'linux'));
    assert.deepEqual(entries.map(({ path: name, size, link: to }) => [name, size, to]), [['a', 1, ''], ['b', 0, ''], ['b/c', 0, ''], ['b/c/d', 300_000, ''], ['b.c', 0, ''], ['to', 3, 'b/c'], ['z', 1, 'a']]);
    assert.deepEqual(entries.map(({ mode }) => mode & 0o777)[0], 0o640);
    assert.deepEqual([...contents].map(([name, text]) => [name, text.length]), [['a', 1], ['b/c/d', 300_000], ['b.c', 0]]);
    assert.deepEqual(sent, ['a', 'b/c/d', 'b.c']);
  });

  it('are only those that are wanted, with the folders above', async () => {
    const tree = folderTree(folder, 'linux');
    assert.deepEqual((await receive(tree, { include: ['b/c/d'] })).entries.map((entry) => entry.path), ['b', 'b/c', 'b/c/d']);
    assert.deepEqual((await receive(tree, { exclude: ['b', '!b/c/d'] })).entries.map((entry) => entry.path), ['a', 'b', 'b/c', 'b/c/d', 'b.c', 'to', 'z']);
    assert.deepEqual((await receive(tree, { exclude: ['*'] })).entries, []);
    assert.deepEqual((await receive(tree, { follow: ['to/d'] })).entries.map((entry) => entry.path), ['b', 'b/c', 'b/c/d', 'to']);
    assert.deepEqual((await receive(tree, {}, () => false)).contents.size, 0);
  });

  it('may be nowhere, as a Dockerfile in an editor', async () => {
    const tree = fileTree([{ name: 'Dockerfile', content: Buffer.from('FROM x') }, { name: 'Dockerfile.dockerignore', content: Buffer.from('') }]);
    const { contents } = await receive(tree, { follow: ['Dockerfile', 'dockerfile'] });
    assert.deepEqual([...contents], [['Dockerfile', 'FROM x']]);
  });

  it('are named when they cannot be read', async function () {
    const closed = path.join(folder, 'a');
    await chmod(closed, 0);
    // Root reads everything: as nobody it does not.
    const isRoot = process.getuid?.() === 0;
    await chmod(folder, 0o755);
    if (isRoot) process.seteuid?.(65534);
    try {
      await assert.rejects(receive(folderTree(folder, 'linux')), (error) => {
        const details = SlipwayError.details(error, 'fileFailed');
        return details?.code === 'EACCES' && details.file === closed;
      });
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });

  it('are named when they have gone or become shorter meanwhile', async () => {
    const changed = path.join(folder, 'b/c/d');
    const tree = folderTree(folder, 'linux');
    const afterwards = (change: () => Promise<void>): ContextTree => ({
      async *entries(wish) {
        for await (const entry of tree.entries(wish)) {
          if (Buffer.from(entry.path).toString() === 'b/c/d') await change();
          yield entry;
        }
      },
    });
    await assert.rejects(receive(afterwards(() => writeFile(changed, 'short'))), (error) => SlipwayError.details(error, 'fileFailed')?.code === 'ESTALE');
    await writeFile(changed, 'D'.repeat(300_000));
    await assert.rejects(receive(afterwards(() => rm(changed))), (error) => SlipwayError.details(error, 'fileFailed')?.code === 'ENOENT');
  });
});
