import assert from 'node:assert/strict';
import type { Node } from '../../../../src/nodes/define';
import { imageGroupNode } from '../../../../src/nodes/image-group';
import { imagesTree } from '../../../../src/nodes/trees/images';
import { volumeNode } from '../../../../src/nodes/volume';
import type { TreeRow } from '../../../../src/ui/trees/tree-row';
import { sameIds, TreeRows } from '../../../../src/ui/trees/tree-rows';
import { fakeApp } from '../../../support/fake-app';

const volume = (name: string, ...usedBy: readonly string[]): Node => volumeNode.make({ volume: { name, driver: 'local', mountpoint: '', created: undefined, labels: {} }, usedBy });
const group = (...nodes: readonly Node[]): Node => imageGroupNode.make({ id: 'all', label: 'All', icon: 'layers', nodes });
const ids = (rows: readonly TreeRow[]): readonly string[] => rows.map(({ view }) => view.label);

describe('rows of a view', () => {
  function setUp() {
    const rows = new TreeRows(imagesTree);
    let shown: readonly TreeRow[] = [];
    const scope = { app: fakeApp(), prefix: '', away: undefined };
    const show = (...nodes: readonly Node[]): readonly string[] => {
      const touched: TreeRow[] = [];
      shown = rows.reconcile(shown, nodes, scope, touched);
      // VS Code draws them.
      for (const row of rows.byKey.values()) assert.ok(row.view);
      return touched.map(({ view }) => view.label);
    };
    return { rows, show, shown: () => shown };
  }

  it('stay the same objects while their ids do, and only those that look different are drawn', () => {
    const { show, shown, rows } = setUp();
    assert.deepEqual(show(volume('a'), volume('b')), [], 'new rows are drawn with what holds them');
    const [a, b] = shown();
    assert.deepEqual(show(volume('a'), volume('b', 'web')), ['b']);
    assert.deepEqual(show(volume('a'), volume('b', 'web')), []);
    assert.deepEqual([shown()[0] === a, shown()[1] === b], [true, true]);
    assert.deepEqual(show(volume('c'), volume('b', 'web'), volume('a')), []);
    assert.deepEqual([ids(shown()), shown()[1] === b, shown()[2] === a], [['c', 'b', 'a'], true, true]);
    assert.equal(sameIds([a ?? assert.fail(), b ?? assert.fail()], shown()), false);
    show(volume('c'));
    assert.deepEqual([...rows.byKey.keys()], shown().map(({ node }) => node.id));
  });

  it('bring what was opened below them up to date, at any order and number', async () => {
    const { rows, show, shown } = setUp();
    show(group(volume('a'), volume('b')));
    const [top] = shown();
    assert.ok(top);
    assert.equal(top.children, undefined, 'what nobody has opened is not made');
    top.children = await rows.load(top);
    const [a] = top.children;
    assert.deepEqual([ids(top.children), a?.parent === top], [['a', 'b'], true]);
    assert.deepEqual(show(group(volume('a', 'web'), volume('b'))), ['a']);
    assert.deepEqual(show(group(volume('c'), volume('a', 'web'))), ['All'], 'one came, one went');
    assert.deepEqual([ids(top.children), top.children[1] === a], [['c', 'a'], true]);
    show();
    assert.equal(rows.byKey.size, 0, 'nothing below a row that went is kept');
  });

  it('are found by their ids also where nothing is open', async () => {
    const { rows, show, shown } = setUp();
    show(group(volume('a'), volume('b')));
    const found = await rows.findBelow(shown(), volume('b').id);
    assert.equal(found?.view.label, 'b');
    assert.equal(await rows.findBelow(shown(), volume('x').id), undefined);
  });

  it('are as many as the nodes, whatever came and went', () => {
    const { rows, show, shown } = setUp();
    for (let turn = 0; turn < 200; turn++) {
      const names = Array.from({ length: 8 }, (_, index) => String(index)).filter((_, index) => ((turn * 2_654_435_761) >>> (index + 3)) % 3 !== 0);
      const ordered = turn % 2 === 0 ? names : names.toReversed();
      show(...ordered.map((name) => volume(name)));
      assert.deepEqual(ids(shown()), ordered);
      assert.deepEqual([...rows.byKey.values()].toSorted((x, y) => (x.node.id < y.node.id ? -1 : 1)), [...shown()].toSorted((x, y) => (x.node.id < y.node.id ? -1 : 1)));
    }
  });
});
