import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describePruneReason, planImagePrune, type PruneImage, type PruneInput, type PruneLayers, imageOutcome } from '../../../../src/core/prune/images';

const now = Date.UTC(2026, 0, 31);
const day = 86_400_000;

function image(id: string, options: Partial<PruneImage> = {}): PruneImage {
  return { id, tags: [`${id}:1`], digests: [], created: now - 10 * day, size: 1000, labels: {}, parentId: '', ...options };
}

/** `layersOf('a', { base: 100, top: 5 })`: names are diff ids. */
function layersOf(id: string, sizes: Readonly<Record<string, number>>): PruneLayers {
  return { id, layers: Object.keys(sizes), layerSizes: Object.values(sizes) };
}

function plan(input: Partial<PruneInput>): ReturnType<typeof planImagePrune> {
  return planImagePrune({ images: [], layers: [], usedImageIds: [], scope: 'unused', now, ...input });
}

describe('the plan of an image prune', () => {
  it('takes untagged images only, or all that no container uses', () => {
    const images = [image('used'), image('free'), image('dangling', { tags: [] }), image('usedDangling', { tags: [] })];
    const usedImageIds = ['used', 'usedDangling'];
    assert.deepEqual(plan({ images, usedImageIds, scope: 'dangling' }).items.map(({ id, reason }) => [id, reason]), [['dangling', 'dangling']]);
    const unused = plan({ images, usedImageIds });
    assert.deepEqual(unused.items.map(({ id, reason }) => [id, reason]), [['free', 'unused'], ['dangling', 'dangling']]);
    assert.deepEqual(unused.items.map(describePruneReason), ['no container uses it', 'no tag points to it']);
  });

  it('filters by age and labels as the engine does', () => {
    const images = [
      image('old', { labels: { keep: 'no', stage: 'x' } }),
      image('new', { created: now - day / 2, labels: { keep: 'yes' } }),
      image('plain'),
    ];
    const ids = (filters: NonNullable<PruneInput['filters']>): string[] => plan({ images, filters }).items.map(({ id }) => id);
    assert.deepEqual(ids({ until: ['24h'] }), ['old', 'plain']);
    assert.deepEqual(ids({ until: ['2026-01-30'] }), ['old', 'plain']);
    assert.deepEqual(ids({ until: [String((now - 11 * day) / 1000)] }), []);
    assert.deepEqual(ids({ label: ['keep'] }), ['old', 'new']);
    assert.deepEqual(ids({ label: ['keep=yes'] }), ['new']);
    assert.deepEqual(ids({ label: ['keep', 'stage=x'] }), ['old']);
    assert.deepEqual(ids({ 'label!': ['keep=yes'] }), ['old', 'plain']);
    assert.deepEqual(ids({ 'label!': ['keep', 'stage'] }), ['new', 'plain']);
    for (const filters of [{ until: ['soon'] }, { until: ['1h', '2h'] }, { dangling: ['true'] }]) {
      assert.throws(() => ids(filters), /invalidInput/);
    }
  });

  it('counts shared layers once, and only when all their images go', () => {
    const images = [image('a'), image('b'), image('kept')];
    const layers = [
      layersOf('a', { base: 100, shared: 20, a: 3 }),
      layersOf('b', { base: 100, shared: 20, b: 4 }),
      layersOf('kept', { base: 100, k: 7 }),
    ];
    const made = plan({ images, layers, usedImageIds: ['kept'] });
    assert.equal(made.exact, true);
    const both = imageOutcome(made);
    assert.equal(both.bytes, 27);
    assert.deepEqual(both.items.map(({ bytes }) => bytes), [23, 24]);
    assert.deepEqual(both.deleted, ['a', 'b']);
    assert.deepEqual(both.untagged, ['a:1', 'b:1']);
    const one = imageOutcome(made, ['a']);
    assert.equal(one.bytes, 3);
    assert.deepEqual(one.items, [
      { id: 'a', selected: true, bytes: 3, action: 'delete' },
      { id: 'b', selected: false, bytes: 24, action: 'delete' },
    ]);
    assert.equal(imageOutcome(made, []).bytes, 0);
  });

  it('takes equal diff ids on different layers for different layers', () => {
    const images = [image('a'), image('kept')];
    const layers = [layersOf('a', { x: 10, same: 5 }), layersOf('kept', { y: 10, same: 5 })];
    assert.equal(imageOutcome(plan({ images, layers, usedImageIds: ['kept'] })).bytes, 15);
  });

  it('lets untagged parents go with their last child', () => {
    const images = [
      image('root', { tags: [] }),
      image('middle', { tags: [], parentId: 'root' }),
      image('x', { parentId: 'middle' }),
      image('y', { parentId: 'root' }),
    ];
    const layers = [layersOf('root', { r: 1 }), layersOf('middle', { r: 1, m: 2 }), layersOf('x', { r: 1, m: 2, x: 4 }), layersOf('y', { r: 1, y: 8 })];
    const made = plan({ images, layers });
    assert.deepEqual(made.items.map(({ id }) => id), ['x', 'y']);
    assert.deepEqual(imageOutcome(made).cascaded, ['root', 'middle']);
    assert.equal(imageOutcome(made).bytes, 15);
    const onlyX = imageOutcome(made, ['x']);
    assert.deepEqual(onlyX.cascaded, ['middle']);
    assert.equal(onlyX.bytes, 6);
    assert.deepEqual(onlyX.items[1], { id: 'y', selected: false, bytes: 9, action: 'delete' });
    const usedMiddle = plan({ images, layers, usedImageIds: ['middle'] });
    assert.deepEqual(imageOutcome(usedMiddle).deleted, ['x', 'y']);
    assert.equal(imageOutcome(usedMiddle).bytes, 12);
  });

  it('only untags a parent whose children stay', () => {
    const images = [image('base', { tags: ['base:1', 'base:2'] }), image('app', { parentId: 'base' })];
    const layers = [layersOf('base', { b: 50 }), layersOf('app', { b: 50, a: 5 })];
    const made = plan({ images, layers, usedImageIds: ['app'] });
    assert.deepEqual(imageOutcome(made), {
      items: [{ id: 'base', selected: true, bytes: 0, action: 'untag' }],
      bytes: 0,
      deleted: [],
      cascaded: [],
      untagged: ['base:1', 'base:2'],
    });
    const free = plan({ images, layers });
    assert.deepEqual(imageOutcome(free, ['base']).items.map(({ action, bytes }) => [action, bytes]), [['untag', 0], ['delete', 55]]);
    assert.equal(imageOutcome(free).bytes, 55);
  });

  it('removes by name so that no force is needed', () => {
    const images = [
      image('many', { tags: ['a:1', 'b:2'], digests: ['a@sha256:x'] }),
      image('digest', { tags: [], digests: ['c@sha256:y'] }),
      image('bare', { tags: [] }),
    ];
    assert.deepEqual(plan({ images }).items.map(({ targets }) => targets), [['a:1', 'b:2'], ['c@sha256:y'], ['bare']]);
  });

  it('says when bytes are not exact', () => {
    const images = [image('a', { size: 77 }), image('b')];
    const missing = plan({ images, layers: [layersOf('b', { b: 1 })] });
    assert.equal(missing.exact, false);
    assert.equal(imageOutcome(missing, ['a']).bytes, 77);
    const unknown = plan({ images: [image('b')], layers: [layersOf('b', { b: -1 })] });
    assert.equal(unknown.exact, false);
    assert.equal(imageOutcome(unknown).bytes, 0);
    const learned = plan({ images: [image('a'), image('b')], layers: [layersOf('a', { s: -1 }), layersOf('b', { s: 6 })] });
    assert.equal(learned.exact, true);
    assert.equal(imageOutcome(learned).bytes, 6);
  });

  it('survives a copy through JSON', () => {
    const made = plan({ images: [image('a')], layers: [layersOf('a', { x: 1 })] });
    assert.deepEqual(imageOutcome(JSON.parse(JSON.stringify(made)) as typeof made), imageOutcome(made));
  });

  it('agrees with removing one by one, for any images and any selection', () => {
    fc.assert(
      fc.property(worlds, ({ input, ticks }) => {
        const made = planImagePrune(input);
        const selected = made.items.filter((_, index) => ticks[index % ticks.length]).map(({ id }) => id);
        const outcome = imageOutcome(made, selected);
        assert.deepEqual(new Set(outcome.deleted), slowDeleted(input, new Set(selected)));
        assert.equal(outcome.bytes, slowBytes(input, new Set(outcome.deleted)));
        const chosen = outcome.items.filter((item) => item.selected);
        assert.ok(outcome.bytes <= chosen.reduce((sum, { bytes }) => sum + bytes, 0));
        for (const item of outcome.items) {
          const others = item.selected ? selected.filter((id) => id !== item.id) : [...selected, item.id];
          const difference = Math.abs(imageOutcome(made, others).bytes - outcome.bytes);
          assert.equal(item.bytes, difference, `bytes of ${item.id}`);
        }
        for (const id of outcome.deleted) assert.ok(!input.usedImageIds.includes(id));
      }),
      { numRuns: 300 },
    );
  });
});

/** Random forests of images: each child has its parent's layers and some of its own. */
const worlds = fc
  .record({
    shape: fc.array(
      fc.record({ parent: fc.nat(), own: fc.nat({ max: 3 }), variant: fc.nat({ max: 2 }), tags: fc.nat({ max: 2 }), used: fc.nat({ max: 5 }), age: fc.nat({ max: 20 }) }),
      { minLength: 1, maxLength: 9 },
    ),
    scope: fc.constantFrom('dangling', 'unused'),
    ticks: fc.array(fc.boolean(), { minLength: 1, maxLength: 9 }),
  })
  .map(({ shape, scope, ticks }) => {
    const images: PruneImage[] = [];
    const layers: PruneLayers[] = [];
    shape.forEach((entry, index) => {
      const parent = entry.parent % (index + 1);
      const below = parent < index ? layers[parent] : undefined;
      const own = Array.from({ length: entry.own }, (_, position) => `layer${String(position)}-${String(entry.variant)}`);
      const id = `i${String(index)}`;
      const all = [...(below?.layers ?? []), ...own];
      layers.push({ id, layers: all, layerSizes: all.map((name, depth) => 2 ** depth + name.length + Number(name.at(-1))) });
      const tags = Array.from({ length: entry.tags }, (_, tag) => `${id}:${String(tag)}`);
      images.push(image(id, { tags, parentId: below ? below.id : '', created: now - entry.age * day }));
    });
    const usedImageIds = shape.flatMap(({ used }, index) => (used === 0 ? [`i${String(index)}`] : []));
    const input: PruneInput = { images, layers, usedImageIds, scope, filters: { until: ['48h'] }, now };
    return { input, ticks };
  });

function slowDeleted({ images, usedImageIds }: PruneInput, selected: ReadonlySet<string>): Set<string> {
  const deleted = new Set<string>();
  for (let changed = true; changed; ) {
    changed = false;
    for (const { id, tags } of images) {
      const children = images.filter(({ parentId }) => parentId === id);
      const alive = children.filter((child) => !deleted.has(child.id));
      const free = selected.has(id) || (tags.length === 0 && children.length > 0 && !usedImageIds.includes(id));
      if (deleted.has(id) || alive.length > 0 || !free) continue;
      deleted.add(id);
      changed = true;
    }
  }
  return deleted;
}

function slowBytes({ layers }: PruneInput, deleted: ReadonlySet<string>): number {
  const chains = (entry: PruneLayers): (readonly [string, number])[] =>
    entry.layers.map((_, index) => [entry.layers.slice(0, index + 1).join('/'), entry.layerSizes[index] ?? 0]);
  const kept = new Set(layers.filter(({ id }) => !deleted.has(id)).flatMap((entry) => chains(entry).map(([chain]) => chain)));
  const gone = new Map(layers.filter(({ id }) => deleted.has(id)).flatMap(chains));
  return [...gone].reduce((sum, [chain, size]) => sum + (kept.has(chain) ? 0 : size), 0);
}
