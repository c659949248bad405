import assert from 'node:assert/strict';
import { failure } from '../../../../src/core/errors';
import type { Node } from '../../../../src/nodes/define';
import type { TreeDefinition } from '../../../../src/nodes/define-tree';
import { messageNode } from '../../../../src/nodes/message';
import { nodeType } from '../../../../src/nodes/define';
import { topRows } from '../../../../src/ui/trees/top-rows';
import { fakeApp } from '../../../support/fake-app';

const row = messageNode.make({ id: 'x', label: 'x', icon: 'info' });
const tree = (roots: TreeDefinition['roots'], more: Partial<TreeDefinition> = {}): TreeDefinition => ({ view: 'images', title: 'Images', icon: 'package', lists: [], welcome: '', filter: true, roots, ...more });
const labels = (nodes: readonly Node[]): readonly string[] => nodes.map((node) => nodeType(node).view(node.data).label);

describe('the first rows of a view', () => {
  it('are those of its definition, and the filter is told above them', async () => {
    const app = fakeApp();
    assert.deepEqual(await topRows(tree(() => [row]), app), { nodes: [row], message: '' });
    await app.views.setFilter('images', 'ng\nx');
    const asked: string[] = [];
    const filtered = await topRows(tree((_, text) => [row].slice(0, asked.push(text))), app);
    assert.deepEqual([asked, filtered?.nodes.length], [['ng\nx'], 1]);
    assert.match(filtered?.message ?? '', /^Filtered by “ng[^\n]*x”$/);
    const none = await topRows(tree(() => []), app);
    assert.deepEqual(labels(none?.nodes ?? []), ['Clear Filter']);
    assert.match(none?.message ?? '', /^Nothing matches “/);
  });

  it('tell what went wrong, and leave the text above as it was', async () => {
    const failed = await topRows(tree(() => Promise.reject(failure('engineFailed', { operation: 'list', status: 500, detail: 'no' }))), fakeApp());
    assert.deepEqual([failed?.nodes.length, failed?.message], [1, undefined]);
  });

  it('are not known before the lists are, and say what to do without an engine', async () => {
    const waiting = tree(() => assert.fail('not before the lists'), { lists: ['images'] });
    assert.equal(await topRows(waiting, fakeApp()), undefined);
    const away = await topRows(waiting, fakeApp({ unreachable: true }));
    assert.deepEqual(labels(away?.nodes ?? []), ['Try Again', 'Choose Another Engine…', 'How to Get an Engine']);
    assert.match(away?.message ?? '', /^No container engine answers\./);
  });
});
