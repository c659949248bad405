import assert from 'node:assert/strict';
import { useEngine } from '../../../src/commands/engines/use';
import type { EngineStatus } from '../../../src/engine/connection/connection';
import { nodeType } from '../../../src/nodes/define';
import { engineNode } from '../../../src/nodes/engine';

describe('nodes/engine', () => {
  const candidate = { id: 'context:far', name: 'far', address: 'tcp://far:2375', source: 'docker context' };

  for (const status of [
    { candidate, current: false, state: 'connected' },
    { candidate, current: false, state: 'unreachable', reason: 'nothing listens there (ECONNREFUSED)' },
    { candidate, current: true, state: 'connected' },
  ] satisfies readonly EngineStatus[]) {
    it(`is only selected by a click: ${status.state}${status.current ? ', in use' : ''}`, () => {
      assert.equal(nodeType(engineNode.make(status)).view(status).command, undefined);
    });
  }

  it('is used by its button, its menu or Enter', () => {
    assert.deepEqual(useEngine.placement?.inline, ['engine']);
    assert.deepEqual(useEngine.key, { key: 'enter', views: ['engines'] });
  });
});
