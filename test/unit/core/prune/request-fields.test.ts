import assert from 'node:assert/strict';
import type { PruneSubject } from '../../../../src/core/prune/request';
import { pruneRequestOf } from '../../../../src/core/prune/request-fields';

describe('a prune request of unknown origin', () => {
  const request = { subject: 'everything', scope: 'unused', volumes: 'anonymous', filters: { until: ['24h'], label: ['a', 'b=c'] } };
  const read = (more: object, subjects: readonly PruneSubject[] = ['everything']): unknown => pruneRequestOf({ ...request, ...more }, subjects);

  it('is one of the subjects asked for, with what that offers', () => {
    assert.deepEqual(read({}), request);
    assert.deepEqual(read({ filters: {} }), { ...request, filters: {} });
    assert.deepEqual(read({ more: 1 }), request);
    assert.deepEqual(read({ subject: 'networks', volumes: 'none' }, ['images', 'networks']), { subject: 'networks', scope: 'unused', filters: request.filters });
  });
  for (const more of [
    { subject: 'images' }, { subject: undefined }, { scope: 'nothing' }, { scope: undefined }, { volumes: 'all' }, { volumes: null }, { filters: { no: ['a'] } }, { filters: { until: '24h' } }, { filters: { until: [1] } },
    { filters: { label: ['a', 1] } }, { filters: { label: ['x'.repeat(1001)] } }, { filters: { label: Array.from({ length: 101 }, () => 'a') } }, { filters: { until: ['1h'], no: [] } },
  ]) it(`is nothing with ${JSON.stringify(more).slice(0, 60)}`, () => assert.equal(read(more), undefined));
  it('may have as much as its limits', () => {
    for (const label of [['x'.repeat(1000)], Array.from({ length: 100 }, () => 'a')]) assert.notEqual(read({ filters: { label } }), undefined);
  });
  it('is an object', () => {
    for (const value of [undefined, null, 'everything', 1, [], [request]]) assert.equal(pruneRequestOf(value, ['everything']), undefined);
  });
});
