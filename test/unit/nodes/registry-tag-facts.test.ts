import assert from 'node:assert/strict';
import { Emitter } from '../../../src/core/emitter';
import { failure } from '../../../src/core/errors';
import type { ImageSummary } from '../../../src/engine/images/images';
import { type Node, nodeType } from '../../../src/nodes/define';
import { LocalImages } from '../../../src/nodes/local-images';
import { registryRepositoryNode } from '../../../src/nodes/registry-repository';
import { registryTagNode } from '../../../src/nodes/registry-tag';
import { followTags } from '../../../src/nodes/registry-tag-facts';
import type { RegistryTag } from '../../../src/registry/registries';
import { until } from '../../support/conditions';
import { fakeApp } from '../../support/fake-app';
import { image } from '../../support/fake-images';

const registry = '127.0.0.1:5000';
const repository = 'team/app';
const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;

/** An open repository of a registry that answers when the test lets it. */
function setUp(count: number, images: readonly ImageSummary[] = [], known: Partial<RegistryTag> = {}) {
  const asked: { readonly name: string; readonly platform: string | undefined; readonly signal: AbortSignal | undefined; readonly answer: (tag: Partial<RegistryTag> | Error) => void }[] = [];
  let list = images;
  const app = fakeApp({
    engine: { images: { list: () => Promise.resolve(list) } },
    registries: {
      tag: (_registry, _repository, name, { platform, signal } = {}) =>
        new Promise((resolve, reject) => asked.push({ name, platform, signal, answer: (tag) => (tag instanceof Error ? reject(tag) : resolve({ name, platforms: [], ...tag })) })),
    },
  });
  const look = new Emitter<Node>();
  const shown = new Map<string, Node>();
  const rows = Array.from({ length: count }, (_, index) => registryTagNode.make({ registry, repository, tag: { name: `t${String(index)}`, ...known } }));
  const going = followTags({ rows, show: (node) => void shown.set(node.id, node), onLook: look.event }, app);
  const describe = (name: string): string | undefined => {
    const node = shown.get(`registryTag/${registry}/${repository}:${name}`);
    return node && nodeType(node).view(node.data).description;
  };
  const relist = (newer: readonly ImageSummary[]): void => {
    list = newer;
    app.inventory.refresh();
  };
  return { app, asked, look: (name: string) => look.fire(rows.find(({ data }) => data.tag.name === name) ?? assert.fail()), going, describe, relist, names: () => asked.map(({ name }) => name) };
}

/** Lets everything run that waits for nothing but its turn. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe('tags of an open repository', () => {
  it('are followed below repositories', () => assert.equal(nodeType(registryRepositoryNode.make({ registry, name: repository })).whileOpen, followTags));

  it('get size, date and platform one by one, four at a time, the first of them only', async () => {
    const { asked, going, describe, names } = setUp(100);
    let most = 0;
    let answered = 0;
    await settle();
    while (answered < asked.length) {
      most = Math.max(most, asked.length - answered);
      asked[answered++]?.answer({ size: 5_000_000, updated: Date.now() });
      await settle();
    }
    assert.deepEqual([names(), most], [Array.from({ length: 40 }, (_, index) => `t${String(index)}`), 4]);
    assert.equal(asked[0]?.platform, 'linux/amd64');
    assert.match(describe('t0') ?? '', /^5MB · /);
    assert.equal(describe('t40'), undefined);
    going.dispose();
  });

  it('are asked for around one that somebody looks at, first, and never twice', async () => {
    const { asked, look, going, names } = setUp(200);
    await settle();
    look('t100');
    look('t100');
    asked[0]?.answer({});
    await settle();
    assert.deepEqual(names(), ['t0', 't1', 't2', 't3', 't80']);
    for (let answered = 1; answered < asked.length; answered++) {
      asked[answered]?.answer({});
      await settle();
    }
    const all = names();
    assert.equal(new Set(all).size, all.length);
    assert.deepEqual([all.length, all.includes('t120'), all.includes('t121')], [81, true, false]);
    look('t100');
    await settle();
    assert.equal(asked.length, 81);
    going.dispose();
  });

  it('are not asked for where the list tells all', async () => {
    const { asked, going } = setUp(50, [], { platforms: [], size: 5 });
    await settle();
    assert.equal(asked.length, 0);
    going.dispose();
  });

  it('say what was known until it is known again when rows are read anew', async () => {
    const { app, asked, going } = setUp(1);
    await settle();
    asked[0]?.answer({ size: 5_000_000 });
    await settle();
    going.dispose();
    const shown: string[] = [];
    const rows = [registryTagNode.make({ registry, repository, tag: { name: 't0' } })];
    const again = followTags({ rows, show: (node) => void shown.push(nodeType(node).view(node.data).description ?? ''), onLook: new Emitter<Node>().event }, app);
    await settle();
    assert.deepEqual([shown, asked.length], [['5MB'], 2]);
    asked[1]?.answer({ size: 6_000_000 });
    await settle();
    assert.deepEqual(shown, ['5MB', '6MB']);
    again.dispose();
  });

  it('are given up when the row is folded', async () => {
    const { asked, going, describe } = setUp(10);
    await settle();
    going.dispose();
    assert.ok(asked.every(({ signal }) => signal?.aborted));
    for (const { answer } of asked) answer({ size: 5 });
    await settle();
    assert.deepEqual([asked.length, describe('t0')], [4, undefined]);
  });

  it('are left out when one fails, and given up when the registry does', async () => {
    const missing = setUp(10);
    await settle();
    missing.asked[0]?.answer(failure('notFound', { what: 'manifest', name: 'x' }));
    await settle();
    assert.equal(missing.asked.length, 5);
    missing.going.dispose();
    const dead = setUp(10);
    await settle();
    dead.asked[0]?.answer(failure('rateLimited', { registry }));
    await settle();
    assert.deepEqual([dead.asked.length, dead.app.record.errors], [4, []]);
    dead.going.dispose();
  });

  it('say whether the engine has them, as that changes', async () => {
    const { asked, going, describe, relist } = setUp(1, []);
    await settle();
    asked[0]?.answer({ digest: digest('a'), size: 5_000_000 });
    await settle();
    assert.equal(describe('t0'), '5MB');
    relist([{ ...image('x', `${registry}/${repository}:t0`), digests: [`${registry}/${repository}@${digest('a')}`] }]);
    await until('the row to say so', () => describe('t0') === '5MB · here');
    relist([{ ...image('x', `${registry}/${repository}:t0`), digests: [`${registry}/${repository}@${digest('b')}`] }]);
    await until('the row to say so', () => describe('t0') === '5MB · older here');
    relist([]);
    await until('the row to say so', () => describe('t0') === '5MB');
    going.dispose();
  });

  it('are the same by digest or id, and else older or newer by name', () => {
    const name = `${registry}/${repository}:1`;
    const local = (one: Partial<ImageSummary>) => LocalImages.of({ inventory: { get: () => new Map([['x', { ...image('x'), created: 1000, ...one }]]) } as never });
    const here = (one: Partial<ImageSummary>, tag: Partial<RegistryTag>, place = { registry, repository }) => local(one)?.here({ ...place, tag: { name: '1', ...tag } });
    const cases: readonly (readonly [Partial<ImageSummary>, Partial<RegistryTag>, string | undefined])[] = [
      [{ tags: [name], digests: [`${registry}/${repository}@${digest('a')}`] }, { digest: digest('a') }, 'same'],
      [{ tags: [], digests: [`${registry}/${repository}@${digest('a')}`] }, { digest: digest('a') }, 'same'],
      [{ tags: [], digests: [`${registry}/other@${digest('a')}`] }, { digest: digest('a') }, undefined],
      [{ id: digest('c'), tags: ['mine:1'] }, { digest: digest('a'), imageId: digest('c') }, 'same'],
      [{ id: digest('a'), tags: ['mine:1'] }, { digest: digest('a') }, 'same'],
      [{ tags: [name], digests: [] }, { digest: digest('a'), updated: 2000 }, 'older'],
      [{ tags: [name], digests: [] }, { digest: digest('a'), updated: 500 }, 'newer'],
      [{ tags: [name], digests: [`${registry}/${repository}@${digest('b')}`] }, { digest: digest('a') }, 'older'],
      [{ tags: [name], digests: [] }, {}, undefined],
      [{ tags: [`${registry}/${repository}:2`], digests: [] }, { digest: digest('a') }, undefined],
      [{ tags: [] }, { digest: digest('a') }, undefined],
    ];
    for (const [one, tag, expected] of cases) assert.equal(here(one, tag), expected, JSON.stringify([one, tag]));
    // Docker Hub's names are written in several ways.
    const hub = { registry: 'docker.io', repository: 'library/alpine' };
    assert.equal(here({ tags: ['alpine:1'], digests: [`alpine@${digest('a')}`] }, { digest: digest('a') }, hub), 'same');
    assert.equal(here({ tags: ['alpine:1'] }, { digest: digest('a'), updated: 2000 }, hub), 'older');
  });
});
