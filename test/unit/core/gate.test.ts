import assert from 'node:assert/strict';
import { Gate } from '../../../src/core/gate';

describe('core/gate', () => {
  it('holds up whoever passes while it is shut', async () => {
    const gate = new Gate();
    assert.equal(gate.passed(), undefined);
    gate.set(false);
    gate.set(false);
    let passed = 0;
    const pass = async (): Promise<void> => {
      await gate.passed();
      passed += 1;
    };
    const waiting = [pass(), pass()];
    await Promise.resolve();
    assert.equal(passed, 0);
    gate.set(true);
    await Promise.all(waiting);
    assert.equal(passed, 2);
    assert.equal(gate.passed(), undefined);
  });
});
