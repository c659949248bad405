import assert from 'node:assert/strict';
import type { ProgressReport } from '../../../../src/core/progress';
import { LayerProgress } from '../../../../src/engine/images/layer-progress';

/** Reports of a sequence of lines, with so much time between them that each may report. */
function reports(direction: 'pull' | 'push' | 'load', lines: readonly object[], step = 1000): readonly ProgressReport[] {
  const said: ProgressReport[] = [];
  let now = 0;
  const progress = new LayerProgress(direction, (report) => said.push(report), () => (now += step));
  for (const line of lines) progress.add(line as Readonly<Record<string, unknown>>);
  return said;
}

const line = (id: string, status: string, current?: number, total?: number) => ({ id, status, progressDetail: { current, total } });
const a = 'aaaaaaaaaaaa';
const b = 'bbbbbbbbbbbb';

describe('engine/images/layer-progress', () => {
  it('sums the bytes of all layers of a pull, then what is extracted', () => {
    const said = reports('pull', [
      { status: 'Pulling from app', id: '1' },
      line(a, 'Pulling fs layer'),
      line(b, 'Already exists'),
      line(a, 'Downloading', 30, 100),
      line(a, 'Verifying Checksum'),
      line(a, 'Download complete'),
      line(a, 'Extracting', 60, 100),
      line(a, 'Pull complete'),
    ]);
    assert.deepEqual(said, [
      { message: 'Downloading 1 of 1 layers', current: 0, total: 0 },
      { message: 'Downloading 1 of 2 layers', current: 0, total: 0 },
      { message: 'Downloading 1 of 2 layers', current: 30, total: 100 },
      { message: 'Extracting 1 of 2 layers', current: 0, total: 100 },
      { message: 'Extracting 1 of 2 layers', current: 0, total: 100 },
      { message: 'Extracting 1 of 2 layers', current: 60, total: 100 },
      { message: 'Extracting 0 of 2 layers', current: 100, total: 100 },
    ]);
  });

  it('never tells more bytes than there are, as a push does that compresses', () => {
    const [, , last] = reports('push', [line(a, 'Preparing'), line(a, 'Pushing', 50, 100), line(a, 'Pushing', 105, 100)]);
    assert.deepEqual(last, { message: 'Uploading 1 of 1 layers', current: 100, total: 100 });
  });

  it('reports at most every 100 ms', () => {
    const many = Array.from({ length: 1000 }, (_, index) => line(a, 'Downloading', index, 1000));
    assert.equal(reports('pull', many, 1).length, 10);
  });

  it('takes each word of each engine for what it means', () => {
    const last = (direction: 'pull' | 'push' | 'load', lines: readonly object[]) => reports(direction, lines).at(-1);
    const half = [line(a, 'Downloading', 30, 100), line(b, 'Waiting')];
    for (const word of ['Downloading', 'Copying', 'Loading layer', 'Pushing']) {
      assert.deepEqual(last('load', [line(a, word, 30, 100)]), { message: 'Loading 1 of 1 layers', current: 30, total: 100 }, word);
      assert.deepEqual(last('load', [line(a, word, 30, 100), line(a, word, 40)]), { message: 'Loading 1 of 1 layers', current: 40, total: 100 }, 'a total stays known');
      assert.deepEqual(last('load', [line(a, word, 40)]), { message: 'Loading 1 of 1 layers', current: 40, total: 0 }, 'bytes without a total');
    }
    for (const word of ['Download complete', 'Verifying Checksum']) assert.deepEqual(last('pull', [...half, line(a, word)]), { message: 'Downloading 1 of 2 layers', current: 100, total: 100 }, word);
    for (const word of ['Pull complete', 'Pushed', 'Layer already exists', 'Already exists', 'Mounted from app']) {
      assert.deepEqual(last('push', [...half, line(a, word)]), { message: 'Uploading 1 of 2 layers', current: 100, total: 100 }, word);
      assert.deepEqual(last('push', [...half, line(a, `Not ${word}`)]), { message: 'Uploading 2 of 2 layers', current: 30, total: 100 }, word);
    }
    const fetched = [line(a, 'Downloading', 30, 100), line(a, 'Download complete')];
    assert.deepEqual(last('pull', [...fetched, line(a, 'Extracting', 20, 90)]), { message: 'Extracting 1 of 1 layers', current: 20, total: 90 });
    assert.deepEqual(last('pull', [...fetched, line(a, 'Extracting', 5)]), { message: 'Extracting 1 of 1 layers', current: 0, total: 100 }, 'seconds are no bytes');
    assert.deepEqual(last('pull', [...fetched, line(a, 'Pull complete')]), { message: 'Extracting 0 of 1 layers', current: 100, total: 100 });
  });

  it('passes over lines of no layer, and needs nobody to report to', () => {
    for (const id of ['', 'latest', 'aaaaaaaaaaa', 'AAAAAAAAAAAA', `x${a}`]) assert.deepEqual(reports('pull', [line(id, 'Downloading', 1, 2)]), [], id);
    new LayerProgress('pull', undefined).add(line(a, 'Downloading', 1, 2));
  });
});
