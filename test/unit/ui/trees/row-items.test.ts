import assert from 'node:assert/strict';
import type { TreeItem } from 'vscode';
import { RowItems } from '../../../../src/ui/trees/row-items';

describe('items of rows', () => {
  const item = (label: string) => ({ label }) as Pick<TreeItem, 'label'> as TreeItem;

  it('are made at once where there are few', () => {
    const items = new RowItems();
    for (let index = 0; index < 100; index++) assert.deepEqual(items.make(() => item(String(index))), item(String(index)));
  });

  it('of thousands let others have their turns, and each is the right one, in their order', async () => {
    const items = new RowItems();
    let turns = 0;
    let done = false;
    const others = (): void => {
      turns++;
      if (!done) setImmediate(others);
    };
    setImmediate(others);
    const order: number[] = [];
    const asked = Array.from({ length: 4_500 }, (_, index) => Promise.resolve(items.make(() => {
      order.push(index);
      return item(String(index));
    })));
    assert.ok(order.length <= 150);
    const made = await Promise.all(asked);
    done = true;
    assert.deepEqual(made.map(({ label }) => label), Array.from({ length: 4_500 }, (_, index) => String(index)));
    assert.deepEqual(order, order.toSorted((left, right) => left - right));
    assert.ok(turns >= 25, `${String(turns)} turns`);
    assert.deepEqual(items.make(() => item('later')), item('later'), 'and then as before');
  });
});
