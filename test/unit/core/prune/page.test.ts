import assert from 'node:assert/strict';
import { prunePageWish } from '../../../../src/core/prune/page';
import type { PruneSubject } from '../../../../src/core/prune/request';

const wish = (value: unknown, subject: PruneSubject = 'everything', keys: readonly string[] = []): unknown =>
  prunePageWish(value, { request: { subject }, plan: { items: keys.map((key) => ({ key })) } } as never);

describe('what the page of a prune plan wishes', () => {
  const request = { subject: 'everything', scope: 'unused', volumes: 'anonymous', filters: { until: ['24h'], label: ['a', 'b=c'] } };
  const planned = (more: object): unknown => wish({ kind: 'plan', request: { ...request, ...more } });

  it('is a plan of its own subject with what that offers', () => {
    assert.deepEqual(planned({}), { kind: 'plan', request });
    assert.deepEqual(planned({ filters: {} }), { kind: 'plan', request: { ...request, filters: {} } });
    assert.deepEqual(planned({ more: 1 }), { kind: 'plan', request });
  });
  for (const more of [
    { subject: 'images' }, { subject: undefined }, { scope: 'nothing' }, { scope: undefined }, { volumes: 'all' }, { volumes: null }, { filters: { no: ['a'] } }, { filters: { until: '24h' } }, { filters: { until: [1] } },
    { filters: { label: ['a', 1] } }, { filters: { label: ['x'.repeat(1001)] } }, { filters: { label: Array.from({ length: 101 }, () => 'a') } }, { filters: { until: ['1h'], no: [] } },
  ]) it(`is nothing with ${JSON.stringify(more).slice(0, 60)}`, () => assert.equal(planned(more), undefined));
  it('may be as much as its limits', () => {
    for (const label of [['x'.repeat(1000)], Array.from({ length: 100 }, () => 'a')]) assert.notEqual(planned({ filters: { label } }), undefined);
  });
  it('is the removal of what the plan lists', () => {
    assert.deepEqual(wish({ kind: 'remove', items: ['b', 'x', 'a'] }, 'images', ['a', 'b', 'c']), { kind: 'remove', items: ['a', 'b'] });
    for (const items of [[], ['x'], 'a', undefined, { a: 1 }]) assert.equal(wish({ kind: 'remove', items }, 'images', ['a']), undefined);
  });
  it('is that it is ready, and nothing else', () => {
    assert.deepEqual(wish({ kind: 'ready', more: 1 }), { kind: 'ready' });
    for (const value of [undefined, null, 'ready', {}, { kind: 'run' }, ['ready']]) assert.equal(wish(value), undefined);
  });
});
