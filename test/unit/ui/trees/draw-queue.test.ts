import assert from 'node:assert/strict';
import { DrawQueue } from '../../../../src/ui/trees/draw-queue';
import { until } from '../../../support/conditions';

describe('what is to be drawn', () => {
  it('is told together, each row once, and everything instead of rows', async () => {
    const drawn: (readonly string[] | 'all')[] = [];
    const queue = new DrawQueue<string>(20, (rows) => drawn.push(rows));
    queue.add(['a', 'b']);
    queue.add(['b', 'c']);
    assert.deepEqual([drawn, queue.waits], [[], true]);
    await until('the first', () => drawn.length === 1);
    assert.deepEqual([drawn, queue.waits], [[['a', 'b', 'c']], false]);
    queue.add(['a']);
    queue.add('all');
    queue.add(['b']);
    await until('the second', () => drawn.length === 2);
    assert.deepEqual(drawn[1], 'all');
    queue.dispose();
  });

  it('waits for the interval since it was told last, and not at all for the first', async () => {
    const times: number[] = [];
    const queue = new DrawQueue<string>(60, () => times.push(Date.now()));
    const started = Date.now();
    queue.add(['a']);
    await until('the first', () => times.length === 1);
    queue.add(['b']);
    await until('the second', () => times.length === 2);
    assert.ok((times[1] ?? 0) - (times[0] ?? 0) >= 59, `${String(times)} since ${started}`);
    queue.dispose();
  });

  it('is forgotten when the view goes', async () => {
    const drawn: unknown[] = [];
    const queue = new DrawQueue<string>(1, (rows) => drawn.push(rows));
    queue.add(['a']);
    queue.dispose();
    const other = new DrawQueue<string>(1, (rows) => drawn.push(rows));
    other.add(['b']);
    await until('the other', () => drawn.length > 0);
    assert.deepEqual(drawn, [['b']]);
    other.dispose();
  });
});
