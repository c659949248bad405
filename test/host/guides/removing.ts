import assert from 'node:assert/strict';
import { baseImage, fresh } from '../slipway';
import type { Parts, Rows } from './parts';

const gone = async (parts: Parts, reference: string): Promise<void> => assert.equal(await parts.image(reference), undefined, `${reference} is still there`);

/** An image of its own with a label. */
async function labelled(parts: Parts, label: string, reference?: string): Promise<string> {
  const container = await parts.created('labelled');
  const { imageId } = await parts.engine.containers.commit(container, { changes: [`LABEL ${label}=1`], message: label, ...(reference === undefined ? {} : { reference }) });
  await parts.engine.containers.remove(container);
  parts.later(() => parts.engine.images.remove(imageId, { force: true }));
  return imageId;
}

const prune = (parts: Parts, answers: object): Promise<{ readonly removed: readonly unknown[]; readonly freedBytes: number }> => parts.call('slipway.images.prune', answers);

/** What goes away. */
export const removingRows: Rows = {
  'docker rmi mysql:5.7': async (parts) => {
    const [name, other] = [parts.name('mysql', '5.7'), parts.name('mysql', 'same')];
    const id = await parts.ownImage(name);
    await parts.engine.images.tag(name, other);
    const untagged = await parts.call<{ readonly untagged: readonly string[]; readonly deleted: readonly string[] }>('slipway.images.remove', { images: [name] });
    assert.deepEqual([untagged.untagged, untagged.deleted], [[name], []]);
    await gone(parts, name);
    assert.equal((await parts.image(other))?.id, id);
    await parts.call('slipway.images.remove', { images: [other] });
    await gone(parts, id);
  },

  'docker rmi user/httpd:v0.1-1': async (parts) => {
    const [name, last] = [parts.name('httpd', 'v0.1-1'), parts.name('httpd', 'v0.1')];
    const id = await parts.ownImage(name);
    await parts.engine.images.tag(name, last);
    await parts.call('slipway.images.untag', { references: [name] });
    await gone(parts, name);
    await assert.rejects(parts.call('slipway.images.untag', { references: [last] }), /lastName/);
    assert.equal((await parts.image(last))?.id, id);
  },

  'docker rmi --no-prune mysql:5.7': async (parts) => {
    const parent = await parts.ownImage();
    const container = await parts.created('child', { Image: parent });
    const [first, second] = [parts.name('mysql', '5.6'), parts.name('mysql', '5.7')];
    for (const reference of [first, second]) await parts.engine.containers.commit(container, { reference, message: reference });
    await parts.engine.containers.remove(container);
    await parts.call('slipway.images.remove', { images: [second], noPrune: true });
    await gone(parts, second);
    await parts.call('slipway.images.remove', { images: [first], noPrune: true });
    assert.ok(await parts.image(parent));
    await parts.engine.images.remove(parent);
  },

  'docker rmi 2c9': async (parts) => {
    const id = await parts.ownImage(parts.name('mysql', '5.7'));
    const others = (await parts.engine.images.list({ all: true })).filter((image) => image.id !== id).map((image) => image.id.slice(7));
    let digits = 3;
    while (others.some((other) => other.startsWith(id.slice(7, 7 + digits)))) digits += 1;
    await parts.call('slipway.images.remove', { images: [id.slice(7, 7 + digits)] });
    await gone(parts, id);
  },

  'docker rmi node@sha256:b4f0…': async (parts) => {
    const reference = parts.remoteName('node', '1');
    const id = await parts.ownImage(reference);
    const { digest } = await parts.engine.images.push(reference, {});
    const byDigest = `${reference.slice(0, reference.lastIndexOf(':'))}@${digest ?? ''}`;
    assert.equal((await parts.image(byDigest))?.id, id);
    await parts.engine.images.tag(id, parts.name('keeps', '1'));
    await parts.call('slipway.images.remove', { images: [byDigest] });
    await gone(parts, byDigest);
    assert.ok(await parts.image(id));
  },

  'docker rmi -f ubuntu:18.04': async (parts) => {
    const name = parts.name('ubuntu', '18.04');
    await parts.ownImage(name);
    const container = await parts.created('uses', { Image: name });
    await assert.rejects(parts.call('slipway.images.remove', { images: [name] }), /conflict/);
    assert.ok(await parts.image(name));
    await parts.call('slipway.images.remove', { images: [name], force: true });
    await gone(parts, name);
    assert.ok(await parts.container(container));
  },

  'docker rmi $(docker images -q redis)': async (parts) => {
    const first = parts.name('redis', '6');
    const second = first.replace(/:6$/, ':7');
    const ids = [await parts.ownImage(first), await parts.ownImage(second)];
    const found = await parts.call<string>('slipway.images.copyId', { filter: `reference:${first.slice(0, -2)}` });
    assert.deepEqual(found.split('\n').sort(), ids.toSorted());
    await parts.call('slipway.images.remove', { images: [first, second] });
    for (const id of ids) await gone(parts, id);
  },

  'docker rmi $(docker images -q -f before=mongo:3.2)': async (parts) => {
    const older = await parts.ownImage(parts.name('older', '1'));
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const mongo = parts.name('mongo', '3.2');
    const id = await parts.ownImage(mongo);
    const found = (await parts.call<string>('slipway.images.copyId', { filter: `before:${mongo}` })).split('\n');
    assert.ok(found.includes(older) && !found.includes(id));
    await parts.call('slipway.images.remove', { images: [older] });
    await gone(parts, older);
    assert.ok(await parts.image(mongo));
  },

  // A label keeps what others have out of it: the engine may be one that people use.
  'docker image prune': async (parts) => {
    const label = fresh('prune');
    const [dangling, other, named] = [await labelled(parts, label), await parts.ownImage(), await labelled(parts, label, parts.name('named', '1'))];
    const { removed } = await prune(parts, { scope: 'dangling', filters: { label: [label] }, apply: true });
    assert.equal(removed.length, 1);
    await gone(parts, dangling);
    assert.ok(await parts.image(other));
    assert.ok(await parts.image(named));
  },

  'docker image prune --all': async (parts) => {
    const label = fresh('prune');
    const [unused, used] = [await labelled(parts, label, parts.name('mongo', '3.1')), await labelled(parts, label, parts.name('used', '1'))];
    await parts.created('uses', { Image: used });
    await prune(parts, { scope: 'unused', filters: { label: [label] }, apply: true });
    await gone(parts, unused);
    assert.ok(await parts.image(used));
    const name = parts.name('mongo', '3.2');
    await parts.ownImage(name);
    await prune(parts, { scope: 'unused', items: [name, used] });
    await gone(parts, name);
    assert.ok(await parts.image(used));
    assert.ok(await parts.image(baseImage));
  },

  'docker image prune --force --filter until=24h': async (parts) => {
    const label = fresh('prune');
    const young = await labelled(parts, label);
    assert.deepEqual((await prune(parts, { scope: 'dangling', filters: { until: ['24h'], label: [label] }, apply: true })).removed, []);
    assert.ok(await parts.image(young));
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await prune(parts, { scope: 'dangling', filters: { until: ['1s'], label: [label] }, apply: true });
    await gone(parts, young);
  },

  'docker container prune': async (parts) => {
    const label = fresh('prune');
    const Labels = { [label]: '' };
    const [ended, running, other] = [await parts.created('ended', { Labels }), await parts.running('up', { Labels }), await parts.created('other')];
    await parts.call('slipway.containers.prune', { filters: { label: [label] }, apply: true });
    assert.equal(await parts.container(ended), undefined);
    assert.equal(await parts.stateOf(running), 'running');
    await parts.call('slipway.containers.prune', { items: [other] });
    assert.equal(await parts.container(other), undefined);
  },
};
