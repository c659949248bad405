import assert from 'node:assert/strict';
import { askTheRest } from '../../../../src/core/ask-the-rest';
import { runOnEach } from '../../../../src/commands/targets/run-on-each';
import { describeError } from '../../../../src/ui/present';
import { failure, isCancelled, SlipwayError } from '../../../../src/core/errors';
import { severalFailed } from '../../../../src/core/several-failed';

const items = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `id${String(index)}`, name: `name${String(index)}` }));
const conflict = (id: string) => failure('conflict', { name: id, usedBy: [id], detail: 'it is running' });

describe('the same on each of several', () => {
  it('has at most eight in flight and does all', async () => {
    let now = 0;
    let most = 0;
    const done = await runOnEach(items(30), 'stop', async () => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setImmediate(resolve));
      now--;
    });
    assert.equal(most, 8);
    assert.equal(done.length, 30);
  });

  it('throws the only failure under the name that people know', async () => {
    const done: string[] = [];
    await assert.rejects(
      runOnEach(items(3), 'stop', ({ id }) => (id === 'id1' ? Promise.reject(conflict(id)) : Promise.resolve(void done.push(id)))),
      (error) => {
        assert.deepEqual(SlipwayError.details(error, 'conflict'), { name: 'name1', usedBy: [], detail: 'it is running' });
        return true;
      },
    );
    assert.deepEqual(done, ['id0', 'id2']);
  });

  it('sums several failures up', async () => {
    await assert.rejects(runOnEach(items(3), 'stop', ({ id }) => (id === 'id1' ? Promise.resolve() : Promise.reject(conflict(id)))), (error) => {
      const { operation, of, failures } = SlipwayError.details(error, 'severalFailed') ?? {};
      assert.deepEqual([operation, of], ['stop', 3]);
      assert.deepEqual(failures?.map(({ name, failure: one, reason }) => [name, one?.kind, reason]), [['name0', 'conflict', 'it is running'], ['name2', 'conflict', 'it is running']]);
      assert.deepEqual(describeError(error), { message: '2 of 3 failed: name0: it is running; name2: it is running' });
      return true;
    });
  });

  it('offers what helps all of several', () => {
    const refused = (registry: string) => failure('unauthorized', { registry });
    const several = (...registries: readonly string[]) => severalFailed('push', 5, registries.map((registry, index) => ({ name: `app:${String(index)}`, error: refused(registry) })));
    assert.deepEqual(describeError(several('ghcr.io', 'ghcr.io')).action?.arguments, [{ registry: 'ghcr.io' }, askTheRest]);
    assert.equal(describeError(several('ghcr.io', 'quay.io')).action, undefined);
    assert.match(describeError(several('a.io', 'a.io', 'a.io', 'a.io')).message, /^4 of 5 failed: app:0: .*; app:2: a.io does not allow it and 1 more$/);
    const nested = severalFailed('push', 2, [{ name: 'x', error: new Error('odd') }, { name: 'y', error: several('a.io', 'b.io') }]);
    assert.match(describeError(nested).message, /^2 of 2 failed: x: odd; y: app:0: a.io does not/);
  });

  it('begins nothing after a cancel', async () => {
    const abort = new AbortController();
    const begun: string[] = [];
    const work = runOnEach(items(20), 'stop', ({ id }) => {
      begun.push(id);
      abort.abort();
      return Promise.resolve();
    }, abort.signal);
    await assert.rejects(work, isCancelled);
    assert.equal(begun.length, 1);
  });
});
