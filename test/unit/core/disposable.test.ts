import assert from 'node:assert/strict';
import * as disposable from '../../../src/core/disposable';

describe('owners of disposables', () => {
  const ended: string[] = [];
  beforeEach(() => { ended.length = 0; });
  const item = (name: string): disposable.Disposable => ({ dispose: () => { ended.push(name); } });

  it('end what they own, the last first, once', () => {
    const store = new disposable.DisposableStore();
    const items = ['a', 'b', 'c'].map((name) => store.add(item(name)));
    assert.equal(items.length, 3);
    assert.deepEqual(ended, []);
    store.dispose();
    store.dispose();
    assert.deepEqual(ended, ['c', 'b', 'a']);
  });
  it('end one item early, once, and none that is not theirs', () => {
    const store = new disposable.DisposableStore();
    const owned = store.add(item('owned'));
    store.delete(item('stranger'));
    assert.deepEqual(ended, []);
    store.delete(owned);
    store.delete(owned);
    assert.deepEqual(ended, ['owned']);
    store.dispose();
    assert.deepEqual(ended, ['owned']);
  });
  it('end at once what comes too late', () => {
    const store = new disposable.DisposableStore();
    store.dispose();
    store.add(item('late'));
    store.dispose();
    assert.deepEqual(ended, ['late']);
  });
  it('end a function once', () => {
    let times = 0;
    const one = disposable.toDisposable(() => { times += 1; });
    assert.equal(times, 0);
    one.dispose();
    one.dispose();
    assert.equal(times, 1);
  });
});
