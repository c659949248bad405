import assert from 'node:assert/strict';
import { freedBytes, goingIds, planRemoval, type RemovalInput, type RemovalRules } from '../../../src/core/removal-plan';

const image = (id: string, tags: readonly string[] = [], parentId = '') => ({ id, tags, digests: [], created: 0, size: 100, labels: {}, parentId });
const container = (name: string, imageId: string, running = false) => ({ name, imageId, running });
const docker: RemovalRules = { forceRemovesContainers: false, childrenHold: true, mayKeepParents: true };
const podman: RemovalRules = { forceRemovesContainers: true, childrenHold: true, mayKeepParents: false };
const layer = (id: string, ...layers: readonly string[]) => ({ id, layers, layerSizes: layers.map((name) => Number(name.slice(1))) });

function plan(input: Partial<RemovalInput>) {
  return planRemoval({ wishes: [], images: [], containers: [], layers: [], rules: docker, ...input });
}

describe('plan of a removal', () => {
  it('only untags while names remain, whoever uses the image', () => {
    const { removals } = plan({ wishes: [{ id: 'a', name: 'app:1' }], images: [image('a', ['app:1', 'app:2'])], containers: [container('web', 'a', true)] });
    assert.deepEqual(removals.map(({ outcome, names, lasting, blocked, force }) => ({ outcome, names, lasting, blocked, force })), [
      { outcome: 'untag', names: ['app:1'], lasting: ['app:2'], blocked: undefined, force: false },
    ]);
  });

  it('deletes with the last names, counted together, and by id with all of them', () => {
    const images = [image('a', ['app:1', 'app:2'])];
    for (const wishes of [[{ id: 'a', name: undefined }], [{ id: 'a', name: 'app:1' }, { id: 'a', name: 'app:2' }], [{ id: 'a', name: 'app:1' }, { id: 'a', name: undefined }]]) {
      const [removal] = plan({ wishes, images }).removals;
      assert.deepEqual([removal?.outcome, removal?.names], ['delete', ['app:1', 'app:2']]);
    }
  });

  it('wants force for stopped containers, and refuses running ones on Docker', () => {
    const images = [image('a', ['app:1'])];
    const wishes = [{ id: 'a', name: 'app:1' }];
    const stopped = plan({ wishes, images, containers: [container('old', 'a')] });
    assert.deepEqual([stopped.removals[0]?.force, stopped.removals[0]?.blocked, stopped.removals[0]?.stopped], [true, undefined, ['old']]);
    const containers = [container('old', 'a'), container('web', 'a', true)];
    const elsewhere = plan({ wishes, images: [...images, image('b')], containers: [container('other', 'b'), container('busy', 'b', true)] });
    assert.deepEqual([elsewhere.removals[0]?.force, elsewhere.removals[0]?.blocked, elsewhere.removals[0]?.stopped, elsewhere.removals[0]?.running], [false, undefined, [], []]);
    const running = plan({ wishes, images, containers });
    assert.deepEqual([running.removals[0]?.force, running.removals[0]?.blocked, running.removals[0]?.running], [false, 'running', ['web']]);
    assert.deepEqual(goingIds(running, true), []);
    const onPodman = plan({ wishes, images, containers, rules: podman });
    assert.deepEqual([onPodman.removals[0]?.force, onPodman.removals[0]?.blocked], [true, undefined]);
  });

  it('counts layers once that goers share, and none that others or containers need', () => {
    const images = [image('a', ['a:1']), image('b', ['b:1']), image('c', ['c:1'])];
    const layers = [layer('a', 'x1000', 'y20'), layer('b', 'x1000', 'z300'), layer('c', 'w4')];
    const all = plan({ wishes: ['a', 'b', 'c'].map((id) => ({ id, name: `${id}:1` })), images, layers });
    assert.ok(all.prune.exact);
    assert.equal(freedBytes(all, ['a']).bytes, 20);
    assert.equal(freedBytes(all, ['a', 'b']).bytes, 1320);
    const kept = plan({ wishes: [{ id: 'c', name: 'c:1' }], images, layers, containers: [container('old', 'c')] });
    assert.equal(freedBytes(kept, goingIds(kept, true)).bytes, 0);
    const gone = plan({ wishes: [{ id: 'c', name: 'c:1' }], images, layers, containers: [container('old', 'c')], rules: podman });
    assert.equal(freedBytes(gone, goingIds(gone, true)).bytes, 4);
  });

  it('is not exact while layers are unknown', () => {
    const some = plan({ wishes: [{ id: 'a', name: undefined }], images: [image('a'), image('b')], layers: [layer('a', 'x1')] });
    assert.equal(some.prune.exact, false);
  });

  const family = [image('base', ['base:1']), image('middle', [], 'base'), image('child', ['child:1'], 'middle')];
  const familyLayers = [layer('base', 'x1000'), layer('middle', 'x1000', 'y20'), layer('child', 'x1000', 'y20', 'z3')];

  it('tells which parents go along, and what comes free when they are kept', () => {
    const removal = plan({ wishes: [{ id: 'child', name: 'child:1' }], images: family, layers: familyLayers });
    assert.deepEqual(freedBytes(removal, ['child']), { bytes: 23, cascaded: ['middle'] });
    assert.deepEqual(freedBytes(removal, ['child'], true), { bytes: 3, cascaded: [] });
  });

  it('leaves a parent without a name, and refuses one that has none', () => {
    const base = plan({ wishes: [{ id: 'base', name: 'base:1' }], images: family });
    assert.equal(base.removals[0]?.outcome, 'parent');
    const middle = plan({ wishes: [{ id: 'middle', name: undefined }], images: family });
    assert.deepEqual([middle.removals[0]?.blocked, middle.removals[0]?.outcome], ['children', 'delete']);
  });

  it('deletes parents with their children, children first', () => {
    const { removals } = plan({ wishes: ['base', 'middle', 'child'].map((id) => ({ id, name: undefined })), images: family });
    assert.deepEqual(removals.map(({ image: { id }, outcome, blocked }) => [id, outcome, blocked]), [
      ['child', 'delete', undefined],
      ['middle', 'delete', undefined],
      ['base', 'delete', undefined],
    ]);
  });

  it('deletes a parent on the containerd store, whose layers its children keep', () => {
    const rules = { ...docker, childrenHold: false };
    const base = plan({ wishes: [{ id: 'base', name: 'base:1' }], images: family, layers: familyLayers, rules });
    assert.deepEqual([base.removals[0]?.outcome, freedBytes(base, ['base']).bytes], ['delete', 0]);
    const middle = plan({ wishes: [{ id: 'middle', name: undefined }], images: family, rules });
    assert.deepEqual([middle.removals[0]?.outcome, middle.removals[0]?.blocked], ['delete', undefined]);
  });

  it('ignores what is not there', () => {
    assert.deepEqual(plan({ wishes: [{ id: 'x', name: undefined }] }).removals, []);
  });
});
