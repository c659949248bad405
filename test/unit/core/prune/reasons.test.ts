import assert from 'node:assert/strict';
import type { PruneItem } from '../../../../src/core/prune/items';
import { blockedReason, countOf, itemLabel, itemReason, pruneTitle } from '../../../../src/core/prune/reasons';

const id = '0123456789ab'.padEnd(64, 'c');
const item = (fields: object): PruneItem => ({ key: 'k', id, names: ['one'], created: 0, bytes: 0, upperBound: false, needs: [], ticked: true, ...fields }) as unknown as PruneItem;

describe('rows of a prune plan in words', () => {
  const labels: readonly (readonly [fields: object, label: string])[] = [
    [{ kind: 'containers' }, 'one'],
    [{ kind: 'containers', names: [] }, '0123456789ab'],
    [{ kind: 'images', names: [] }, '0123456789ab'],
    [{ kind: 'volumes', names: [id] }, '0123456789ab'],
    [{ kind: 'volumes', names: [`${id}c`] }, `${id}c`],
    [{ kind: 'volumes', names: [`x${id}`] }, `x${id}`],
    [{ kind: 'containers', names: ['a\nb'] }, 'a⏎b'],
    [{ kind: 'buildCache', names: ['mount / from exec /bin/sh -c make'] }, 'RUN make'],
    [{ kind: 'buildCache', names: ['mount / from exec make'] }, 'RUN make'],
    [{ kind: 'buildCache', names: ['x mount / from exec make'] }, 'x mount / from exec make'],
    [{ kind: 'containers', names: ['mount / from exec make'] }, 'mount / from exec make'],
  ];
  for (const [fields, label] of labels) it(`are called ${label}: ${JSON.stringify(fields).slice(0, 60)}`, () => assert.equal(itemLabel(item(fields)), label));

  const reasons: readonly (readonly [fields: object, reason: string])[] = [
    [{ kind: 'containers', state: 'created' }, 'it was never started'],
    [{ kind: 'containers', state: 'exited' }, 'it has ended'],
    [{ kind: 'containers', state: 'dead' }, 'an earlier removal has failed'],
    [{ kind: 'networks', stopped: [] }, 'no container is attached'],
    [{ kind: 'networks', stopped: [{ id: '1', name: 'a' }, { id: '2', name: 'b\n' }] }, 'stopped containers need it to start: a, b⏎'],
    [{ kind: 'volumes', anonymous: true }, 'unused and without a name'],
    [{ kind: 'volumes', anonymous: false }, 'no container uses it'],
    [{ kind: 'buildCache', shared: true }, 'an image shares it; no build uses it'],
    [{ kind: 'buildCache', shared: false }, 'no build uses it'],
    [{ kind: 'buildCache', shared: false, needs: ['a'] }, 'no build uses it'],
    [{ kind: 'volumes', anonymous: true, needs: ['a'] }, 'unused once A is removed'],
    [{ kind: 'volumes', anonymous: true, needs: ['a', 'b', 'gone'] }, 'unused once A, B, gone is removed'],
    [{ kind: 'volumes', anonymous: true, needs: ['a', 'b', 'c', 'd', 'e'] }, 'unused once A, B, c and 2 more is removed'],
  ];
  const others = new Map([['a', item({ kind: 'containers', names: ['A'] })], ['b', item({ kind: 'containers', names: ['B'] })]]);
  for (const [fields, reason] of reasons) it(`can go: ${reason}`, () => assert.equal(itemReason(item(fields), others), reason));

  it('cannot go while another is kept', () => {
    assert.equal(blockedReason(item({ kind: 'buildCache' }), ['a'], others), 'kept, because cache built on it is kept');
    assert.equal(blockedReason(item({ kind: 'volumes' }), ['a', 'b'], others), 'kept, because A, B is kept');
  });

  const subjects = {
    containers: ['Prune Containers', '1 container', '2 containers'], networks: ['Prune Networks', '1 network', '2 networks'], volumes: ['Prune Volumes', '1 volume', '2 volumes'],
    images: ['Prune Images', '1 image', '2 images'], buildCache: ['Prune Build Cache', '1 cache record', '2 cache records'], everything: ['Prune Everything', '1 object', '2 objects'],
  } as const;
  for (const [subject, words] of Object.entries(subjects) as [keyof typeof subjects, readonly string[]][]) {
    it(`are counted: ${subject}`, () => assert.deepEqual([pruneTitle(subject), countOf(subject, 1), countOf(subject, 2)], words));
  }
});
