import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Engine } from '../../src/engine/engine';
import { baseImage, describeWithEngine, engineUnderTest, fresh, given } from './slipway';

const call = (command: string, answers: object): Thenable<Record<string, unknown>> => vscode.commands.executeCommand(command, answers);

describeWithEngine('The six verbs, called with their answers', () => {
  const base = baseImage;
  const registry = given('SLIPWAY_TEST_REGISTRY');
  let engine: Engine;
  let folder: string;
  before(async () => {
    engine = await engineUnderTest();
    folder = await mkdtemp(path.join(os.tmpdir(), 'slipway-verbs-'));
  });
  after(async () => {
    engine.dispose();
    await rm(folder, { recursive: true });
  });

  const tags = async (): Promise<readonly string[]> => (await engine.images.list()).flatMap((image) => image.tags);

  it('tags, pushes, removes and pulls', async () => {
    const reference = `${registry}/${fresh('verbs')}:1.0`;
    await call('slipway.images.tag', { image: base, reference });
    assert.ok((await tags()).includes(reference));
    const pushed = await call('slipway.images.push', { reference });
    const answer = await fetch(`http://${registry}/v2/${reference.slice(registry.length + 1).replace(':1.0', '')}/tags/list`);
    assert.deepEqual(((await answer.json()) as { tags: string[] }).tags, ['1.0']);
    assert.match(JSON.stringify(pushed), /sha256:/);
    await call('slipway.images.remove', { images: [reference] });
    assert.ok(!(await tags()).includes(reference));
    const pulled = await call('slipway.images.pull', { reference });
    assert.equal(pulled['reference'], reference);
    assert.ok((await tags()).includes(reference));
    await engine.images.remove(reference);
  });

  it('commits a container with changes', async () => {
    const { id } = await engine.containers.create({ name: fresh('commit'), body: { Image: base, Cmd: ['true'] } });
    const reference = `host/${fresh('committed')}:1`;
    await call('slipway.containers.commit', { container: id, reference, author: 'Ada', message: 'first', changes: ['ENV MODE=test', 'CMD ["sh"]'] });
    const inspected = (await engine.images.inspect(reference)) as { Author: string; Comment: string; Config: { Env: string[]; Cmd: string[] } };
    assert.equal(inspected.Author, 'Ada');
    assert.equal(inspected.Comment, 'first');
    assert.ok(inspected.Config.Env.includes('MODE=test'));
    assert.deepEqual(inspected.Config.Cmd, ['sh']);
    await engine.containers.remove(id);
    await engine.images.remove(reference);
  });

  it('refuses to commit with an instruction that cannot be applied, before the engine sees it', async () => {
    const before = await tags();
    await assert.rejects(async () => call('slipway.containers.commit', { container: 'none', reference: 'a:1', changes: ['RUN rm -rf /'] }), /RUN/);
    assert.deepEqual(await tags(), before);
  });

  it('saves several images into one file that loads again', async () => {
    const names = [`host/${fresh('saved')}:1`, `host/${fresh('saved')}:2`];
    for (const name of names) await engine.images.tag(base, name);
    const file = path.join(folder, 'two.tar.gz');
    await call('slipway.images.save', { images: names, file });
    assert.deepEqual(await readdir(folder), ['two.tar.gz']);
    assert.ok((await stat(file)).size > 1000);
    for (const name of names) await engine.images.remove(name);
    const loaded = await engine.images.load(createReadStream(file), {});
    for (const name of names) {
      assert.ok(loaded.some((reference) => reference.includes(name)), `${name} is not among ${loaded.join(', ')}`);
      await engine.images.remove(name);
    }
  });

  it('leaves no file behind when it cannot save', async () => {
    const file = path.join(folder, 'none.tar');
    await assert.rejects(async () => call('slipway.images.save', { images: ['host/not-there:1'], file }), /notFound/);
    assert.ok(!(await readdir(folder)).includes('none.tar'));
  });

  it('prunes exactly the listed items', async () => {
    const kept = fresh('kept');
    const gone = fresh('gone');
    for (const name of [kept, gone]) {
      const { id } = await engine.containers.create({ name, body: { Image: base, Cmd: ['true'] } });
      await engine.containers.commit(id, { reference: `host/${name}:1`, message: name });
      await engine.containers.remove(id);
    }
    const idOf = async (name: string): Promise<string> => {
      const image = (await engine.images.list()).find((candidate) => candidate.tags.some((tag) => tag.includes(name)));
      assert.ok(image);
      return image.id;
    };
    const outcome = await call('slipway.images.prune', { scope: 'unused', items: [await idOf(gone)] });
    assert.equal((outcome['removed'] as unknown[]).length, 1, JSON.stringify(outcome));
    const left = await tags();
    assert.ok(!left.some((tag) => tag.includes(gone)));
    assert.ok(left.some((tag) => tag.includes(kept)));
    await engine.images.remove(`host/${kept}:1`);
  });
});
