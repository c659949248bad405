import assert from 'node:assert/strict';
import { Limiter } from '../../../../src/engine/transport/limiter';

describe('engine/transport/limiter', () => {
  it('lets no more work run at a time than it may, in order, also when some fails', async () => {
    const limiter = new Limiter(3);
    const order: number[] = [];
    let running = 0;
    let most = 0;
    const work = (index: number) => async () => {
      running += 1;
      most = Math.max(most, running);
      order.push(index);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      if (index % 4 === 0) throw new Error(String(index));
      return index;
    };
    const results = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => limiter.run(work(index))));
    assert.equal(most, 3);
    assert.deepEqual(order, Array.from({ length: 20 }, (_, index) => index));
    assert.equal(results.filter(({ status }) => status === 'rejected').length, 5);
  });
});
