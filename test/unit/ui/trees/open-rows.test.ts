import assert from 'node:assert/strict';
import { nodeType } from '../../../../src/nodes/define';
import { registryNode } from '../../../../src/nodes/registry';
import { registryTagNode } from '../../../../src/nodes/registry-tag';
import { registriesTree } from '../../../../src/nodes/trees/registries';
import { OpenRows } from '../../../../src/ui/trees/open-rows';
import type { TreeRow } from '../../../../src/ui/trees/tree-row';
import { TreeRows } from '../../../../src/ui/trees/tree-rows';
import { fakeApp } from '../../../support/fake-app';

const entry = { address: 'ghcr.io', name: 'ghcr.io', builtin: false, repositories: [] };
const whole = <Entry>(entries: readonly Entry[]) => ({ entries, complete: true, next: undefined });

/** Rows of a registry with one repository, as the view holds them. */
async function setUp() {
  const asked: string[] = [];
  const signals: AbortSignal[] = [];
  const app = fakeApp({
    engine: { images: { list: () => Promise.resolve([]) } },
    registries: {
      repositoryList: () => Promise.resolve({ ...whole(['app']), refusal: undefined }),
      tagList: () => Promise.resolve(whole([{ name: '1' }])),
      tag: (_registry, _repository, name, { signal } = {}) => {
        asked.push(name);
        if (signal) signals.push(signal);
        return Promise.resolve({ name, size: 5, platforms: [] });
      },
    },
  });
  const rows = new TreeRows(registriesTree);
  const drawn: string[] = [];
  const opened = new OpenRows(rows, (row) => void drawn.push(nodeType(row.node).view(row.node.data).description ?? ''));
  const [root] = rows.reconcile([], [registryNode.make({ entry, user: undefined })], { app, prefix: '', away: undefined }, []);
  const read = async (row: TreeRow): Promise<TreeRow> => {
    row.children = await rows.load(row);
    opened.wasRead(row);
    for (const child of row.children) assert.ok(child.view, 'VS Code draws it');
    return row.children[0] ?? assert.fail();
  };
  assert.ok(root);
  const repository = await read(root);
  await read(repository);
  const fold = (row: TreeRow, folded: boolean): void => {
    if (folded) rows.open.delete(row.node.id);
    else rows.open.add(row.node.id);
    opened.update();
  };
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
  };
  return { rows, opened, drawn, asked, signals, root, repository, read, fold, settle };
}

describe('what goes on below open rows', () => {
  it('begins when the row, all above it and the view are to be seen, and draws what it learns', async () => {
    const { opened, drawn, asked, root, repository, fold, settle } = await setUp();
    await settle();
    fold(repository, false);
    opened.setShown(true);
    assert.deepEqual(asked, []);
    fold(root, false);
    await settle();
    assert.deepEqual([asked, drawn], [['1'], ['5B']]);
    opened.update();
    await settle();
    assert.deepEqual(asked, ['1']);
    opened.dispose();
  });

  it('ends when any of them is not, and asks for nothing again that is known', async () => {
    const { opened, asked, signals, root, repository, fold, settle } = await setUp();
    opened.setShown(true);
    for (const [hide, show] of [
      [() => fold(repository, true), () => fold(repository, false)],
      [() => fold(root, true), () => fold(root, false)],
      [() => opened.setShown(false), () => opened.setShown(true)],
    ] as const) {
      fold(root, false);
      fold(repository, false);
      await settle();
      hide();
      assert.equal(signals.at(-1)?.aborted, true);
      show();
      await settle();
    }
    assert.deepEqual(asked, ['1']);
    opened.dispose();
  });

  it('begins anew when rows are read again, and ends with the view', async () => {
    const { rows, opened, asked, signals, root, repository, read, fold, settle } = await setUp();
    opened.setShown(true);
    fold(root, false);
    fold(repository, false);
    await settle();
    rows.dropOthers();
    opened.update();
    assert.equal(signals[0]?.aborted, true);
    const again = await read(root);
    assert.equal(again.node.id, repository.node.id);
    const tag = await read(again);
    opened.update();
    await settle();
    assert.ok(registryTagNode.is(tag.node));
    assert.deepEqual(asked, ['1', '1']);
    opened.dispose();
    assert.equal(signals[1]?.aborted, true);
  });
});
