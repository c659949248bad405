import assert from 'node:assert/strict';
import type { PruneCacheRecord } from '../../../../src/core/prune/build-cache';
import type { PruneContainer } from '../../../../src/core/prune/containers';
import type { PruneImage } from '../../../../src/core/prune/images';
import type { PruneItem } from '../../../../src/core/prune/items';
import type { PruneNetwork } from '../../../../src/core/prune/networks';
import { makePrunePlan, type PruneState } from '../../../../src/core/prune/plan';
import { itemReason } from '../../../../src/core/prune/reasons';
import { pruneKinds, type PruneRequest, type PruneSubject } from '../../../../src/core/prune/request';
import { freedBy, select, selectable, tickedAtFirst } from '../../../../src/core/prune/selection';
import type { PruneVolume } from '../../../../src/core/prune/volumes';

const now = Date.UTC(2026, 0, 31);
const day = 86_400_000;
const hex = 'a1'.repeat(32);

function container(name: string, changes: Partial<PruneContainer> = {}): PruneContainer {
  return { id: `${name}-id`, name, image: 'app:1', imageId: 'app', state: 'exited', created: now - 10 * day, labels: {}, mounts: [], networks: [], ...changes };
}
const network = (name: string, changes: Partial<PruneNetwork> = {}): PruneNetwork => ({ id: `${name}-id`, name, driver: 'bridge', scope: 'local', created: now - 10 * day, labels: {}, ...changes });
const volume = (name: string, changes: Partial<PruneVolume> = {}): PruneVolume => ({ name, driver: 'local', mountpoint: `/v/${name}`, created: now - 10 * day, labels: {}, ...changes });
const image = (id: string, changes: Partial<PruneImage> = {}): PruneImage => ({ id, tags: [`${id}:1`], digests: [], created: now - 10 * day, size: 100, labels: {}, parentId: '', ...changes });
const record = (id: string, changes: Partial<PruneCacheRecord> = {}): PruneCacheRecord => ({ id, kind: 'regular', description: `RUN ${id}`, size: 10, inUse: false, shared: false, lastUsed: now - 10 * day, parents: [], ...changes });
const mounting = (...names: readonly string[]): PruneContainer['mounts'] => names.map((source) => ({ type: 'volume', source }));

function planOf(subject: PruneSubject, state: Partial<PruneState>, request: Partial<PruneRequest> = {}) {
  const whole: PruneState = { containers: [], networks: [], volumes: [], volumeUsage: [], images: [], layers: [], buildCache: [], hasBuildCache: true, containerdStore: false, now, ...state };
  return makePrunePlan({ subject, scope: 'unused', filters: {}, ...request }, whole);
}
const names = (items: readonly PruneItem[]): readonly string[] => items.map(({ id }) => id.replace(/-id$/, ''));
const whole = (plan: ReturnType<typeof planOf>) => new Set(plan.items.map(({ key }) => key));

describe('the plan of a container prune', () => {
  const stopped = [container('job'), container('fresh', { state: 'created', created: now - day / 2 }), container('broken', { state: 'dead', labels: { stage: 'x', keep: '' } })];
  const others = ['running', 'paused', 'restarting', 'removing'].map((state) => container(state, { state }));

  it('takes what is stopped, and nothing that runs, is paused or goes already', () => {
    const plan = planOf('containers', { containers: [...others, ...stopped] });
    assert.deepEqual(names(plan.items), ['job', 'fresh', 'broken']);
    assert.deepEqual(plan.items.map((item) => itemReason(item, new Map())), ['it has ended', 'it was never started', 'an earlier removal has failed']);
    assert.deepEqual(plan.kinds, ['containers']);
  });

  it('filters by age and labels', () => {
    const ids = (filters: PruneRequest['filters']) => names(planOf('containers', { containers: stopped }, { filters }).items);
    assert.deepEqual(ids({ until: ['24h'] }), ['job', 'broken']);
    assert.deepEqual(ids({ label: ['stage'] }), ['broken']);
    assert.deepEqual(ids({ label: ['stage=y'] }), []);
    assert.deepEqual(ids({ 'label!': ['keep'] }), ['job', 'fresh']);
  });

  it('counts bytes: none that the engine leaves out, unknown what it could not count', () => {
    const plan = planOf('containers', { containers: [container('a', { writtenBytes: 7 }), container('b'), container('c', { writtenBytes: -1 })] });
    const { bytes, unknown, selected, upperBound } = select(plan, whole(plan));
    assert.deepEqual([bytes, unknown, selected, upperBound], [7, 1, 3, false]);
  });
});

describe('the plan of a network prune', () => {
  it('takes networks of people that nothing is attached to', () => {
    const made = ['bridge', 'host', 'none', 'podman', 'docker_gwbridge', 'ingress'].map((name) => network(name));
    const plan = planOf('networks', {
      networks: [...made, network('free'), network('busy'), network('swarm', { scope: 'swarm' })],
      containers: [container('web', { state: 'running', networks: ['busy'] })],
    });
    assert.deepEqual(names(plan.items), ['free']);
  });

  it('lists a network of stopped containers, unticked, and says who needs it', () => {
    const plan = planOf('networks', { networks: [network('net')], containers: [container('job', { networks: ['net'] })] });
    assert.deepEqual(plan.items.map(({ ticked }) => ticked), [false]);
    assert.deepEqual(plan.items.map((item) => itemReason(item, new Map())), [ 'stopped containers need it to start: job']);
    assert.equal(tickedAtFirst(plan).size, 0);
    assert.equal(select(plan, whole(plan)).selected, 1);
  });

  it('leaves a network of one running and one stopped container', () => {
    const containers = [container('job', { networks: ['net'] }), container('web', { state: 'paused', networks: ['net-id'] })];
    assert.deepEqual(planOf('networks', { networks: [network('net')], containers }).items, []);
  });

  it('takes one whose age is not told for old, and filters by label', () => {
    const networks = [{ id: 'ageless-id', name: 'ageless', driver: 'bridge', scope: 'local', labels: {} }, network('new', { created: now, labels: { a: 'b' } })];
    assert.deepEqual(names(planOf('networks', { networks }, { filters: { until: ['1h'] } }).items), ['ageless']);
    assert.deepEqual(names(planOf('networks', { networks }, { filters: { label: ['a=b'] } }).items), ['new']);
  });
});

describe('the plan of a volume prune', () => {
  const volumes = [volume('data'), volume(hex), volume('marked', { labels: { 'com.docker.volume.anonymous': '' } }), volume('used'), volume('foreign')];
  const state: Partial<PruneState> = {
    volumes,
    volumeUsage: [{ name: 'data', size: 50, users: 0 }, { name: hex, size: 3, users: 0 }, { name: 'marked', size: -1, users: -1 }, { name: 'foreign', size: 1, users: 1 }],
    containers: [container('job', { mounts: mounting('used') })],
  };

  it('takes those without a name, or all that no container has, running or not', () => {
    assert.deepEqual(names(planOf('volumes', state, { scope: 'anonymous' }).items), [hex, 'marked']);
    const plan = planOf('volumes', state);
    assert.deepEqual(names(plan.items), ['data', hex, 'marked']);
    const { bytes, unknown } = select(plan, whole(plan));
    assert.deepEqual([bytes, unknown], [53, 1]);
  });

  it('leaves one of which the engine counts a user that it does not list', () => {
    assert.equal(planOf('volumes', state).items.some(({ id }) => id === 'foreign'), false);
  });

  it('knows the volume of a container also by its path, and no folder of the host for a volume', () => {
    const containers = [container('a', { mounts: [{ type: 'volume', source: '/v/data' }] }), container('b', { mounts: [{ type: 'bind', source: 'used' }] })];
    assert.deepEqual(names(planOf('volumes', { volumes: [volume('data'), volume('used')], containers }).items), ['used']);
  });

  it('has no filter by age', () => {
    assert.throws(() => planOf('volumes', state, { filters: { until: ['24h'] } }), /invalidInput/);
    assert.deepEqual(names(planOf('volumes', { volumes: [volume('a', { labels: { keep: '1' } }), volume('b')] }, { filters: { 'label!': ['keep'] } }).items), ['b']);
  });
});

describe('the plan of a build cache prune', () => {
  const records = [
    record('base', { shared: true, size: 100 }),
    record('middle', { parents: ['base'], shared: true }),
    record('top', { parents: ['middle'] }),
    record('front', { kind: 'frontend' }),
    record('busy', { inUse: true, parents: ['below'] }),
    record('below'),
    record('new', { lastUsed: now - 1000, parents: ['old'] }),
    record('old'),
  ];

  it('leaves what images share and the builder keeps, unless all is wanted', () => {
    assert.deepEqual(names(planOf('buildCache', { buildCache: records }, { scope: 'dangling' }).items), ['top', 'new', 'old']);
    assert.deepEqual(names(planOf('buildCache', { buildCache: records }).items), ['base', 'middle', 'top', 'front', 'new', 'old']);
  });

  it('leaves a record on which something stays that is in use, or that a filter keeps', () => {
    assert.deepEqual(names(planOf('buildCache', { buildCache: records }, { filters: { until: ['1h'] } }).items), ['base', 'middle', 'top', 'front', 'old'].filter((id) => id !== 'old'));
  });

  it('lets a record go only with all that are built on it', () => {
    const plan = planOf('buildCache', { buildCache: records });
    const without = new Set([...whole(plan)].filter((key) => key !== 'buildCache:top'));
    assert.deepEqual([...selectable(plan, without)], ['buildCache:front', 'buildCache:new', 'buildCache:old']);
    const blocked = select(plan, without).items.find(({ key }) => key === 'buildCache:middle');
    assert.deepEqual(blocked?.blockedBy, ['buildCache:top']);
  });

  it('counts nothing for layers that an image holds, and up to everything with the containerd store', () => {
    const plan = planOf('buildCache', { buildCache: records });
    assert.deepEqual([select(plan, whole(plan)).bytes, select(plan, whole(plan)).upperBound], [40, false]);
    const other = planOf('buildCache', { buildCache: records, containerdStore: true });
    assert.deepEqual([select(other, whole(other)).bytes, select(other, whole(other)).upperBound], [150, true]);
  });

  it('has no filter by label, and survives records that name each other', () => {
    assert.throws(() => planOf('buildCache', { buildCache: records }, { filters: { label: ['a'] } }), /invalidInput/);
    const circle = [record('x', { parents: ['y'] }), record('y', { parents: ['x'] }), record('z', { parents: ['gone'] })];
    const plan = planOf('buildCache', { buildCache: circle });
    assert.equal(select(plan, whole(plan)).selected, 3);
  });
});

describe('the plan of everything', () => {
  const state: Partial<PruneState> = {
    containers: [
      container('one', { imageId: 'shop', mounts: mounting(hex), networks: ['net'] }),
      container('two', { imageId: 'shop', mounts: mounting(hex, 'data') }),
      container('kept', { imageId: 'kept', created: now, mounts: mounting('kept'), networks: ['kept'] }),
      container('web', { imageId: 'web', state: 'running', mounts: mounting('web'), networks: ['web'] }),
    ],
    networks: ['net', 'kept', 'web', 'bridge'].map((name) => network(name)),
    volumes: [hex, 'data', 'kept', 'web'].map((name) => volume(name)),
    volumeUsage: [{ name: hex, size: 5, users: 2 }, { name: 'data', size: 6, users: 1 }],
    images: ['shop', 'kept', 'web', 'free'].map((id) => image(id)),
    layers: ['shop', 'kept', 'web', 'free'].map((id) => ({ id, layers: ['base', id], layerSizes: [1000, 10] })),
    buildCache: [record('c')],
  };
  const wide = { filters: {}, volumes: 'unused' as const };

  it('has in it what becomes unused through the containers that go', () => {
    const plan = planOf('everything', { ...state, containers: state.containers!.filter(({ name }) => name !== 'kept') }, wide);
    const needs = new Map(plan.items.map(({ key, needs: users }) => [key, users]));
    const both = ['containers:one-id', 'containers:two-id'];
    assert.deepEqual(needs.get('images:shop'), both);
    assert.deepEqual(needs.get(`volumes:${hex}`), both);
    assert.deepEqual(needs.get('volumes:data'), ['containers:two-id']);
    assert.deepEqual(needs.get('networks:net-id'), ['containers:one-id']);
    assert.deepEqual(needs.get('images:free'), []);
    for (const key of ['images:web', 'volumes:web', 'networks:web-id', 'networks:bridge-id']) assert.equal(needs.has(key), false, key);
    assert.deepEqual([...new Set(plan.items.map(({ kind }) => kind))], [...pruneKinds]);
  });

  it('keeps what a container uses that stays, ticked or filtered away', () => {
    const plan = planOf('everything', state, { ...wide, filters: { 'label!': ['nothing'] } });
    const without = select(plan, new Set([...whole(plan)].filter((key) => key !== 'containers:one-id')));
    const blocked = without.items.filter(({ blockedBy }) => blockedBy.length > 0).map(({ key }) => key);
    assert.deepEqual(blocked, ['networks:net-id', `volumes:${hex}`, 'images:shop']);
    assert.equal(without.items.find(({ key }) => key === 'images:shop')?.selected, false);
    const filtered = planOf('everything', state, { scope: 'unused', filters: { until: ['24h'] } });
    assert.equal(filtered.items.some(({ key }) => key === 'images:kept' || key === 'containers:kept-id'), false);
    // Its network would be missed by the container that stays, so it is there, unticked.
    assert.equal(filtered.items.find(({ key }) => key === 'networks:kept-id')?.ticked, false);
  });

  it('counts each layer once, and by kind', () => {
    const plan = planOf('everything', state, wide);
    const sums = select(plan, tickedAtFirst(plan));
    // The base layer stays for the image of the running container.
    assert.deepEqual(pruneKinds.map((kind) => sums.byKind.get(kind)?.bytes), [0, 0, 5, 30, 10]);
    assert.equal(sums.bytes, 45);
    // The volume of unknown size has a name, and is not ticked.
    assert.equal(sums.unknown, 0);
  });

  it('counts what went also where its user has gone without us', () => {
    const plan = planOf('everything', state, wide);
    assert.equal(freedBy(plan, new Set(['images:shop', 'volumes:data'])).bytes, 16);
  });

  it('leaves volumes alone by default, takes nameless ones or all', () => {
    const volumesOf = (volumes?: PruneRequest['volumes']) => names(planOf('everything', state, volumes ? { volumes } : {}).items.filter(({ kind }) => kind === 'volumes'));
    assert.deepEqual(volumesOf(), []);
    assert.deepEqual(volumesOf('anonymous'), [hex]);
    assert.deepEqual(volumesOf('unused'), [hex, 'data', 'kept']);
  });

  it('leaves out what has not the filter, instead of taking all of it, and says so', () => {
    const labelled = planOf('everything', state, { ...wide, filters: { label: ['a'] } });
    assert.deepEqual(labelled.kinds, ['containers', 'networks', 'volumes', 'images']);
    assert.deepEqual(labelled.notes, ['The build cache is not included: it has no filter “label”.']);
    const until = planOf('everything', state, { ...wide, filters: { until: ['24h'] } });
    assert.deepEqual(until.notes, ['Volumes are not included: they have no filter “until”.']);
    assert.equal(until.items.some(({ kind }) => kind === 'volumes'), false);
    assert.deepEqual(planOf('everything', { ...state, hasBuildCache: false }).notes, ['This engine has no build cache.']);
    assert.throws(() => planOf('everything', state, { filters: { name: ['x'] } as PruneRequest['filters'] }), /invalidInput/);
  });

  it('says up to, while build cache that stays holds layers of the images', () => {
    const shared = { ...state, buildCache: [record('held', { shared: true })] };
    const plan = planOf('everything', shared);
    const upTo = (keys: ReadonlySet<string>) => select(plan, keys).upperBound;
    assert.equal(upTo(whole(plan)), false);
    assert.equal(upTo(new Set([...whole(plan)].filter((key) => key !== 'buildCache:held'))), true);
    const narrow = planOf('everything', { ...shared, images: [image('d', { tags: [] })], layers: [{ id: 'd', layers: ['d'], layerSizes: [5] }] }, { scope: 'dangling' });
    assert.equal(select(narrow, whole(narrow)).upperBound, true);
  });

  it('is plain data and ignores keys that are no item', () => {
    const plan = planOf('everything', state, wide);
    assert.deepEqual(JSON.parse(JSON.stringify(plan)), plan);
    assert.equal(select(plan, new Set(['images:nothing'])).selected, 0);
  });
});

describe('what an engine with the containerd image store does not tell', () => {
  const child = image('child', { parentId: 'parent' });
  const silent = [image('parent', { tags: [] }), child];
  const noted = (images: readonly PruneImage[], containerdStore: boolean, subject: PruneSubject = 'images') => planOf(subject, { images, containerdStore, networks: [network('n')] }).notes.length;

  it('is said where an untagged image has others built on it', () => {
    assert.equal(noted(silent, true), 1);
    for (const [images, store, subject] of [[silent, false, 'images'], [[image('parent'), child], true, 'images'], [[image('other', { tags: [] }), child], true, 'images'], [[], true, 'images'], [silent, true, 'networks']] as const) {
      assert.equal(noted(images, store, subject), 0);
    }
  });

  it('makes the bytes of its images an upper bound, which those of others are only when layers are unknown', () => {
    const bound = (containerdStore: boolean, layers: PruneState['layers']) => planOf('images', { images: [image('a', { tags: [] })], layers, containerdStore }).items.map(({ upperBound }) => upperBound);
    const known = [{ id: 'a', layers: ['l'], layerSizes: [100] }];
    assert.deepEqual([bound(true, known), bound(true, []), bound(false, known), bound(false, [])], [[true], [true], [false], [true]]);
  });

  it('leaves what goes in each row a deletion, but for images that keep a name', () => {
    const plan = planOf('everything', { containers: [container('job')], networks: [network('n')], buildCache: [record('c')], images: [image('a', { tags: [] })] });
    assert.deepEqual(select(plan, whole(plan)).items.map(({ action }) => action), plan.items.map(() => 'delete'));
    assert.deepEqual(new Set(plan.items.map(({ kind }) => kind)), new Set(['containers', 'networks', 'images', 'buildCache']));
  });
});

describe('build cache below a record that stays', () => {
  it('stays down to its first record', () => {
    const chain = [record('a'), record('b', { parents: ['a'] }), record('c', { parents: ['b'] }), record('d', { parents: ['c'], inUse: true }), record('other'), record('leaf', { parents: ['a'] })];
    assert.deepEqual(names(planOf('buildCache', { buildCache: chain }).items), ['other', 'leaf']);
    assert.deepEqual(names(planOf('buildCache', { buildCache: [...chain].reverse() }).items), ['leaf', 'other']);
    assert.deepEqual(names(planOf('buildCache', { buildCache: [record('x', { parents: ['gone'], inUse: true }), record('y')] }).items), ['y']);
  });
});
