import assert from 'node:assert/strict';
import type { BuildRequest } from '../../../../../src/core/build/build-request';
import { namedFolders, solveRequest } from '../../../../../src/engine/builder/buildkit/solve-request';
import { buildRequest } from '../../../../support/fake-builds';

const facts = { session: 's', ref: 'r', filename: 'Dockerfile', remote: undefined };
const attributes = (more: Partial<BuildRequest>, given: Partial<typeof facts> = {}): Readonly<Record<string, string>> => {
  const { filename, ...rest } = solveRequest(buildRequest('/app', more), { ...facts, ...given }).frontendAttributes ?? {};
  assert.equal(filename, 'Dockerfile');
  return rest;
};

describe('what BuildKit is told', () => {
  it('is nothing but the name of the Dockerfile for a build without options', () => {
    assert.deepEqual(attributes({}), {});
    const { exporter, exporterAttributes, cache, entitlements } = solveRequest(buildRequest('/app'), facts);
    assert.deepEqual([exporter, exporterAttributes, cache, entitlements], ['moby', {}, { imports: [], exports: [] }, []]);
  });

  const cases: readonly (readonly [Partial<BuildRequest>, Readonly<Record<string, string>>])[] = [
    [{ target: 'a' }, { target: 'a' }],
    [{ platform: 'linux/arm64' }, { platform: 'linux/arm64' }],
    [{ buildArguments: { A: '1', __proto__: 'x', EMPTY: '' } }, { 'build-arg:A': '1', 'build-arg:EMPTY': '' }],
    [{ labels: { 'a.b': 'c=d' } }, { 'label:a.b': 'c=d' }],
    [{ noCache: true }, { 'no-cache': '' }],
    [{ noCache: ['a', 'b'] }, { 'no-cache': 'a,b' }],
    [{ noCache: [] }, {}],
    [{ pull: true }, { 'image-resolve-mode': 'pull' }],
    [{ network: 'none' }, { 'force-network-mode': 'none' }],
    [{ network: 'default' }, {}],
    [{ extraHosts: ['a:1.2.3.4', 'b=fd00::1', 'c:[fd00::2]'] }, { 'add-hosts': 'a=1.2.3.4,b=fd00::1,c=fd00::2' }],
    [{ shmSize: 1024 }, { 'shm-size': '1024' }],
    [{ ulimits: ['nofile=1:2', 'nproc=3'] }, { ulimit: 'nofile=1:2,nproc=3' }],
    [{ cacheFrom: ['user/app:1', 'type=registry,ref=a/b:2'] }, { 'cache-from': 'user/app:1,a/b:2', 'cache-imports': '[{"Type":"registry","Attrs":{"ref":"user/app:1"}},{"Type":"registry","Attrs":{"ref":"a/b:2"}}]' }],
    [{ contexts: { more: '/folder', base: 'docker-image://alpine', code: 'https://a.example/b.git', win: 'C:\\folder', context: '/x' } }, { 'context:more': 'local:more', 'context:base': 'docker-image://alpine', 'context:code': 'https://a.example/b.git', 'context:win': 'local:win', 'context:context': 'local:_context' }],
  ];
  for (const [more, wanted] of cases) it(`says ${JSON.stringify(more)}`, () => assert.deepEqual(attributes(more), wanted));

  it('names images in full, and files instead of an image', () => {
    assert.deepEqual(solveRequest(buildRequest('/app', { references: ['app', 'r.example:5000/a/b:2'] }), facts).exporterAttributes, { name: 'docker.io/library/app:latest,r.example:5000/a/b:2' });
    assert.equal(solveRequest(buildRequest('/app', { output: { kind: 'archive', file: '/x.tar' }, references: ['app'] }), facts).exporter, 'tar');
  });

  it('asks for the right of the network of the host, and for cache in the image', () => {
    const { entitlements, cache } = solveRequest(buildRequest('/app', { network: 'host', inlineCache: true }), facts);
    assert.deepEqual([entitlements, cache?.exports], [['network.host'], [{ type: 'inline', attributes: {} }]]);
  });

  it('leads to a context elsewhere, with a Dockerfile of its own or of this machine', () => {
    assert.deepEqual(attributes({}, { remote: 'https://a.example/x.tar.gz' as unknown as undefined }), { context: 'https://a.example/x.tar.gz', dockerfilekey: 'dockerfile' });
    assert.deepEqual(attributes({ dockerfile: { kind: 'inside', path: 'Dockerfile' } }, { remote: 'https://a.example/x.tar.gz' as unknown as undefined }), { context: 'https://a.example/x.tar.gz' });
  });

  it('asks for folders of named contexts by names that nothing else has', () => {
    assert.deepEqual([...namedFolders(buildRequest('/app', { contexts: { a: '/a', dockerfile: '/b', c: 'docker-image://x' } }))], [['a', '/a'], ['_dockerfile', '/b']]);
  });
});
