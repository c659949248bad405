import assert from 'node:assert/strict';
import { Deferred } from '../../../src/core/deferred';
import { isCancelled } from '../../../src/core/errors';

/** A part that tells its end. */
class Part {
  ends = 0;
  dispose(): void {
    this.ends++;
  }
}

describe('core/deferred', () => {
  let makes: { readonly come: (part: Part) => void; readonly fail: (error: Error) => void }[];
  let made: Part[];
  let failures: unknown[];
  let deferred: Deferred<Part>;

  beforeEach(() => {
    makes = [];
    made = [];
    failures = [];
    deferred = new Deferred<Part>({
      name: 'part',
      make: () => new Promise((come, fail) => makes.push({ come, fail })),
      onMade: (part) => made.push(part),
      onFailed: (error) => failures.push(error),
    });
  });

  it('makes nothing until it is wanted, and one for all who want it, at once or later', async () => {
    assert.equal(makes.length, 0);
    assert.equal(deferred.made, undefined);
    const wants = [deferred.want(), deferred.want()];
    const part = new Part();
    makes[0]!.come(part);
    assert.deepEqual([...(await Promise.all(wants)), await deferred.want(), deferred.made], [part, part, part, part]);
    assert.deepEqual([makes.length, made, failures], [1, [part], []]);
  });

  it('has told that it is made before anybody gets it', async () => {
    const want = deferred.want().then(() => made.length);
    makes[0]!.come(new Part());
    assert.equal(await want, 1);
  });

  it('fails for all who want it, tells it once, and tries again for the next', async () => {
    const wants = [deferred.want(), deferred.want()];
    const gone = new Error('the file is gone');
    makes[0]!.fail(gone);
    for (const want of wants) await assert.rejects(want, gone);
    assert.deepEqual([failures, deferred.made], [[gone], undefined]);
    const again = deferred.want();
    const part = new Part();
    makes[1]!.come(part);
    assert.equal(await again, part);
    assert.deepEqual([makes.length, made], [2, [part]]);
  });

  it('ends what it has made, once', async () => {
    const want = deferred.want();
    const part = new Part();
    makes[0]!.come(part);
    await want;
    deferred.dispose();
    deferred.dispose();
    assert.equal(part.ends, 1);
    await assert.rejects(deferred.want(), isCancelled);
  });

  it('ends what comes after its own end, and nobody gets it', async () => {
    const want = deferred.want();
    deferred.dispose();
    const part = new Part();
    makes[0]!.come(part);
    await assert.rejects(want, isCancelled);
    assert.deepEqual([part.ends, made, failures], [1, [], []]);
  });

  it('tells no failure after its end', async () => {
    const want = deferred.want();
    deferred.dispose();
    makes[0]!.fail(new Error('the file is gone'));
    await assert.rejects(want, isCancelled);
    assert.deepEqual(failures, []);
  });

  it('makes nothing after its end', async () => {
    deferred.dispose();
    await assert.rejects(deferred.want(), isCancelled);
    assert.equal(makes.length, 0);
  });
});
