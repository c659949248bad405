import assert from 'node:assert/strict';
import type { Build } from '../../../src/builds/builds';
import type { BuildEvent } from '../../../src/core/build/build-progress';
import { failure } from '../../../src/core/errors';
import { buildNode } from '../../../src/nodes/build';
import { type Node, nodeType } from '../../../src/nodes/define';
import { buildNodeData, buildsTree } from '../../../src/nodes/trees/builds';
import type { TreeRow } from '../../../src/ui/trees/tree-row';
import { TreeRows } from '../../../src/ui/trees/tree-rows';
import { fakeApp } from '../../support/fake-app';
import { buildRequest } from '../../support/fake-builds';
import { graphOf, outputEvent, stepEvent } from '../../support/fake-steps';

const start = 1_000_000;

function build(events: readonly BuildEvent[], more: Partial<Build> = {}, toldAt = latest(events)): Build {
  return {
    number: 1, request: buildRequest('/w', { references: ['app:1'] }), title: 'app:1', engine: 'fake', state: 'running', started: start, ended: undefined,
    graph: graphOf(events, toldAt), outcome: undefined, failure: undefined, cancel: () => undefined, ...more,
  };
}

/** When the last step of them began. */
const latest = (events: readonly BuildEvent[]): number => Math.max(0, ...events.map((event) => (event.kind === 'step' ? (event.step.started ?? 0) : 0)));
const view = (node: Node) => nodeType(node).view(node.data);
const below = (node: Node): readonly Node[] => (nodeType(node).children?.(node.data, undefined as never, undefined as never) ?? []) as readonly Node[];
/** Label and description of each row, with those below. */
const outline = (nodes: readonly Node[]): unknown[] =>
  nodes.map((node) => {
    const { label, description = '' } = view(node);
    const rows = below(node);
    const words = description === '' ? label : `${label} (${description})`;
    return rows.length > 0 ? [words, outline(rows)] : words;
  });
const rowOf = (one: Build, now = start + 5_000): Node => buildNode.make(buildNodeData(one, now));

const single: readonly BuildEvent[] = [
  stepEvent('[internal] load build context', { started: start, completed: start + 100 }),
  { kind: 'transfer', transfer: { step: '[internal] load build context', id: 'context', name: 'transferring', current: 12_000_000, total: 12_000_000, completed: start + 100 } },
  stepEvent('[1/3] FROM alpine', { started: start + 100, completed: start + 100, cached: true }),
  stepEvent('[2/3] RUN make', { started: start + 1_000 }),
  outputEvent('[2/3] RUN make', 'cc a.c\ncc b.c\n'),
  stepEvent('[3/3] COPY . /app'),
];

describe('Builds view', () => {
  it('has the steps of a Dockerfile with one stage below its build', () => {
    assert.deepEqual(outline([rowOf(build(single))]), [
      ['app:1 (building · 5.0 s)', [
        ['Preparation (1 of 1 · 0.1 s)', ['load build context (12MB · 0.1 s)']],
        'FROM alpine (cached)',
        ['RUN make (4.0 s)', ['cc a.c', 'cc b.c']],
        'COPY . /app (waiting)',
      ]],
    ]);
  });

  it('has stages where there are several', () => {
    const events = [stepEvent('[a 1/2] FROM x', { cached: true, started: start, completed: start }), stepEvent('[a 2/2] RUN a', { started: start }), stepEvent('[b 1/1] FROM y'), stepEvent('exporting to image')];
    assert.deepEqual(outline([rowOf(build(events))]), [
      ['app:1 (building · 5.0 s)', [['a (1 of 2 · 5.0 s)', ['FROM x (cached)', 'RUN a (5.0 s)']], ['b (waiting)', ['FROM y (waiting)']], 'exporting to image (waiting)']],
    ]);
  });

  it('says how a build ended, in words and by its icon', () => {
    const failed = failure('buildFailed', { step: '[2/3] RUN make', detail: 'exit code: 2' });
    const ended = { ended: start + 61_000 };
    const states: readonly (readonly [Partial<Build>, string, string, readonly string[]])[] = [
      [{ state: 'running' }, 'building · 1 min 2 s', 'loading~spin', ['running', 'hasFile']],
      [{ state: 'done', outcome: { imageId: `sha256:${'a'.repeat(64)}` }, ...ended }, 'built · 1 min 1 s', 'pass', ['ended', 'built', 'tagged', 'hasFile']],
      [{ state: 'done', outcome: {}, ...ended }, 'built · 1 min 1 s', 'pass', ['ended', 'hasFile']],
      [{ state: 'failed', failure: failed, ...ended }, 'failed · 1 min 1 s', 'error', ['ended', 'failed', 'hasFile']],
      [{ state: 'cancelled', failure: failure('cancelled', { operation: 'build' }), ...ended }, 'cancelled · 1 min 1 s', 'circle-slash', ['ended', 'hasFile']],
    ];
    const rows = states.map(([more]) => rowOf(build(single, more), start + 62_000));
    for (const [index, [, description, icon, flags]] of states.entries()) {
      const row = view(rows[index] ?? assert.fail());
      assert.deepEqual([row.description, row.icon, row.flags], [description, icon, flags]);
    }
    assert.match(view(rows[3] ?? assert.fail()).accessibleLabel, /^Build of app:1, failed, 1 min 1 s, exit code: 2$/);
    assert.equal(new Set(rows.map(({ id }) => id)).size, 1, 'no state in the identity');
  });

  it('tells ended steps of a failed build from those that nobody reached', () => {
    const events = [stepEvent('[1/4] FROM x', { started: start, completed: start }), stepEvent('[2/4] RUN a', { started: start, completed: start + 1_000, error: 'exit code: 1' }), stepEvent('[3/4] RUN b', { started: start }), stepEvent('[4/4] RUN c')];
    const rows = below(rowOf(build(events, { state: 'failed', ended: start + 1_000 })));
    assert.deepEqual(rows.map((row) => [view(row).icon, view(row).description]), [['check', '0.0 s'], ['error', '1.0 s'], ['circle-slash', 'cancelled · 1.0 s'], ['circle', 'not reached']]);
    assert.deepEqual(view(rows[1] ?? assert.fail()).flags, ['failed', 'failedRun', 'hasFile']);
  });

  it('tells times by the clock of the builder, which may be another one', () => {
    const events = [stepEvent('[1/1] RUN a', { started: start - 3_600_000 })];
    const [row] = below(rowOf(build(events, {}, start)));
    assert.equal(view(row ?? assert.fail()).description, '5.0 s');
  });

  it('keeps rows as a build goes on, and draws only those that look different', async () => {
    const rows = new TreeRows(buildsTree);
    const app = fakeApp();
    const one = build(single);
    let shown: readonly TreeRow[] = [];
    const show = (now: number): readonly string[] => {
      const touched: TreeRow[] = [];
      shown = rows.reconcile(shown, [rowOf(one, now)], { app, prefix: '', away: undefined }, touched);
      for (const row of rows.byKey.values()) assert.ok(row.view, 'VS Code draws it');
      return touched.map(({ view: { label } }) => label);
    };
    const open = async (row: TreeRow): Promise<readonly TreeRow[]> => (row.children = await rows.load(row));
    show(start);
    const top = shown[0] ?? assert.fail();
    const steps = await open(top);
    const make = steps.find(({ view: { label } }) => label === 'RUN make') ?? assert.fail();
    await open(make);
    assert.deepEqual(show(start + 20), [], 'nothing looks different');
    one.graph.add(outputEvent('[2/3] RUN make', 'cc c.c\n'), start);
    assert.deepEqual(show(start + 20), ['RUN make'], 'a line came below it');
    assert.deepEqual(make.children?.map(({ view: { label } }) => label), ['cc a.c', 'cc b.c', 'cc c.c']);
    one.graph.add(stepEvent('[2/3] RUN make', { started: start + 1_000, completed: start + 2_000 }), start);
    one.graph.add(stepEvent('[3/3] COPY . /app', { started: start + 2_000 }), start);
    assert.deepEqual(show(start + 2_000).toSorted(), ['COPY . /app', 'RUN make', 'app:1']);
    assert.ok(top.children?.includes(make), 'the row is the same');
  });

  it('lists the builds of the session, the newest first', async () => {
    const app = fakeApp();
    await app.builds.run({ request: buildRequest('/a'), title: 'a', engine: 'e' }, () => Promise.resolve({}));
    await app.builds.run({ request: buildRequest('/b'), title: 'b', engine: 'e' }, () => Promise.resolve({}));
    assert.deepEqual((await buildsTree.roots(app, '')).map((row) => view(row).label), ['b', 'a']);
  });
});
