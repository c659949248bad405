import assert from 'node:assert/strict';
import { applyTemplate, isRegistry, nameTemplate, planNames } from '../../../src/core/name-template';

const source = (reference: string | undefined, id = reference ?? 'none') => ({ reference, id });

function named(typed: string, reference: string): string {
  const planned = applyTemplate(nameTemplate(typed), source(reference));
  return 'reason' in planned ? planned.reason : planned.target;
}

describe('templates of names', () => {
  it('puts a registry or a namespace before the name', () => {
    assert.equal(named('registry.example/team/', 'alpine:3'), 'registry.example/team/alpine:3');
    assert.equal(named('registry.example/team', 'ghcr.io/o/app:1'), 'registry.example/team/app:1');
    assert.equal(named('nas:5000', 'ghcr.io/o/app:1'), 'nas:5000/o/app:1');
    assert.equal(named('localhost', 'alpine'), 'localhost/alpine:latest');
    assert.equal(named(' me/ ', 'docker.io/library/alpine:3'), 'me/alpine:3');
  });

  it('fills in placeholders and keeps the tag unless the template has one', () => {
    assert.equal(named('nas:5000/{name}', 'o/app:1'), 'nas:5000/app:1');
    assert.equal(named('nas:5000/{path}:v2', 'o/app:1'), 'nas:5000/o/app:v2');
    assert.equal(named('nas:5000/{registry}/{path}:{tag}-old', 'ghcr.io/o/app:1'), 'nas:5000/ghcr.io/o/app:1-old');
    assert.match(named('nas/{digest}', 'app:1'), /\{digest\} is not one of/);
    assert.match(named('nas/{constructor}', 'app:1'), /\{constructor\} is not one of/);
  });

  it('says why there is no name', () => {
    assert.match(named('', 'app:1'), /begin|missing|empty/i);
    assert.match(named('Nas/Team', 'app:1'), /lower case|begin|registry/);
    assert.ok('reason' in applyTemplate('x/{name}:{tag}', source(undefined)));
    assert.match(named('nas:5000', `app@sha256:${'a'.repeat(64)}`), /has no tag/);
    assert.deepEqual(planNames('  ', [source('app:1')]), { reason: 'This cannot be empty.' });
  });

  it('finds two images that would get one name, and says a name once for one image', () => {
    const collision = planNames('nas:5000/team', [source('a/app:1'), source('b/app:1')]);
    assert.ok('reason' in collision);
    assert.match(collision.reason, /nas:5000\/team\/app:1 .*a\/app:1.*b\/app:1/);
    const same = planNames('nas:5000/team', [source('a/app:1', 'one'), source('b/app:1', 'one')]);
    assert.ok('names' in same);
    assert.equal(same.names.length, 1);
  });

  it('tells registries from names', () => {
    for (const text of ['localhost', 'ghcr.io', 'nas:5000', '127.0.0.1:5000', 'localhost:5000', '[::1]:5000']) assert.ok(isRegistry(text), text);
    for (const text of ['me', 'ghcr.io/me', 'app:v1', '', 'a b.c']) assert.ok(!isRegistry(text), text);
  });
});
