import assert from 'node:assert/strict';
import { failure, type SlipwayErrorDetails, type SlipwayErrorKind } from '../../../../src/core/errors';
import { fromAnswer, fromNodeError, fromStreamError, type OperationContext } from '../../../../src/engine/errors/errors';

const base: OperationContext = { operation: 'remove', address: 'unix:///s', engine: 'Docker 20.10.24', what: 'image', name: 'app:1' };
const container: OperationContext = { ...base, what: 'container', name: 'web' };
const pull: OperationContext = { ...base, operation: 'pull', name: 'r.io/app:1', registry: 'r.io' };
const push: OperationContext = { ...pull, operation: 'push' };

interface Case<Kind extends SlipwayErrorKind = SlipwayErrorKind> {
  readonly from: string;
  readonly context: OperationContext;
  /** HTTP status, 200 for an error inside a stream. */
  readonly status: number;
  readonly text: string;
  readonly kind: Kind;
  readonly details?: Partial<SlipwayErrorDetails[Kind]>;
}

function given<Kind extends SlipwayErrorKind>(
  from: string,
  context: OperationContext,
  status: number,
  text: string,
  kind: Kind,
  details?: Partial<SlipwayErrorDetails[Kind]>,
): Case<Kind> {
  return { from, context, status, text, kind, ...(details && { details }) };
}

const cases: readonly Case[] = [
  given('Docker 20.10', base, 404, 'No such image: app:1', 'notFound', { what: 'image', name: 'app:1' }),
  given('Podman', base, 404, 'failed to find image app:1: docker.io/library/app:1: No such image', 'notFound', { what: 'image' }),
  given('Docker', container, 404, 'No such container: web', 'notFound', { what: 'container', name: 'web' }),
  given('Podman', container, 404, 'no container with name or ID "web" found: no such container', 'notFound', { what: 'container' }),
  given('Docker', { ...base, what: 'volume', name: 'v' }, 404, 'get v: no such volume', 'notFound', { what: 'volume' }),
  given('Docker', { ...base, what: 'network', name: 'n' }, 404, 'network n not found', 'notFound', { what: 'network' }),
  given('Docker 20.10', pull, 404, 'manifest for r.io/app:1 not found: manifest unknown: manifest unknown', 'notFound', { what: 'manifest' }),
  given('Docker 28.5', pull, 404, 'failed to copy: httpReadSeeker: failed open: could not fetch content descriptor sha256:50c2 (text/html) from remote: not found', 'registryUnreachable', { registry: 'r.io' }),
  given('Docker 28.5', pull, 404, 'failed to resolve reference "r.io/app:1": r.io/app:1: not found', 'notFound', { what: 'manifest' }),
  given('Podman', pull, 200, 'initializing source docker://r.io/app:1: reading manifest 1 in r.io/app: name unknown: repository name not known to registry', 'notFound', { what: 'repository' }),
  given('Docker 20.10', push, 200, 'An image does not exist locally with the tag: r.io/app', 'notFound', { what: 'image' }),
  given('Docker 20.10', push, 200, 'tag does not exist: r.io/app:1', 'notFound', { what: 'image' }),
  given('Podman', push, 404, 'r.io/app:1: image not known', 'notFound', { what: 'image' }),

  given('Docker 20.10', base, 409, 'conflict: unable to remove repository reference "app:1" (must force) - container 0fe0de2f6b0c is using its referenced image 5d6db84aaaaa', 'conflict', { name: 'app:1', usedBy: ['0fe0de2f6b0c'] }),
  given('Docker 20.10', base, 409, 'conflict: unable to delete 5d6db84aaaaa (must be forced) - image is referenced in multiple repositories', 'conflict', { usedBy: [] }),
  given('Docker 28.5', base, 409, 'conflict: unable to delete app:1 (must be forced) - container 0fe0de2f6b0c is using its referenced image 5d6db84aaaaa', 'conflict', { usedBy: ['0fe0de2f6b0c'] }),
  given('Podman', base, 409, 'image used by 9e4c6a3b7f0d5a1c2b3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293: image is in use by a container', 'conflict', { usedBy: ['9e4c6a3b7f0d5a1c2b3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293'] }),
  given('Podman', base, 500, 'unable to delete image "3b8a6b22" by ID with more than one tag ([localhost/a:1 localhost/a:two]): please force removal', 'conflict'),
  given('Docker', container, 409, 'You cannot remove a running container 0fe0de2f6b0c. Stop the container before attempting removal or force remove', 'conflict', { name: 'web' }),
  given('Podman', container, 500, 'cannot remove container 0fe0de2f6b0c as it is running - running or paused containers cannot be removed without force: container state improper', 'conflict'),
  given('Docker', container, 409, 'Container 0fe0de2f6b0c is already paused', 'conflict'),
  given('Docker', { ...base, conflictName: 'web' }, 409, 'Conflict. The container name "/web" is already in use by container "0fe0de2f6b0c0fe0de2f6b0c". You have to remove (or rename) that container to be able to reuse that name.', 'conflict', { name: 'web', usedBy: ['0fe0de2f6b0c0fe0de2f6b0c'] }),
  given('Podman', { ...base, conflictName: 'web' }, 500, 'creating container storage: the container name "web" is already in use by 0fe0de2f6b0c0fe0de2f6b0c. You have to remove that container to be able to reuse that name: that name is already in use', 'conflict', { name: 'web' }),
  given('Docker', { ...base, what: 'volume', name: 'v' }, 409, 'remove v: volume is in use - [0fe0de2f6b0c, 1fe0de2f6b0c]', 'conflict', { usedBy: ['0fe0de2f6b0c', '1fe0de2f6b0c'] }),
  given('Docker', { ...base, what: 'network', name: 'n' }, 403, 'error while removing network: network n id 12 has active endpoints', 'conflict'),
  given('Docker 28.5', { ...base, what: 'network', name: 'n' }, 403, 'error while removing network: network n has active endpoints (name:"web" id:"0fe0de2f6b0c")', 'conflict', { usedBy: ['web'] }),

  given('Docker 20.10', pull, 500, 'Head "https://r.io/v2/app/manifests/1": no basic auth credentials', 'unauthorized', { registry: 'r.io' }),
  given('Docker 28.5', pull, 500, 'failed to resolve reference "r.io/app:1": pulling from host r.io failed with status code [manifests 1]: 401 Unauthorized', 'unauthorized', { registry: 'r.io' }),
  given('Docker 28.5', push, 200, 'failed to authorize: failed to fetch anonymous token: unexpected status from GET request to http://r.io/token: 401 Unauthorized', 'unauthorized'),
  given('Podman', pull, 200, 'initializing source docker://r.io/app:1: reading manifest 1 in r.io/app: authentication required', 'unauthorized'),
  given('Docker', { ...push, operation: 'log in' }, 401, 'Get "https://r.io/v2/": unauthorized: incorrect username or password', 'unauthorized'),
  given('Docker', pull, 404, "pull access denied for app, repository does not exist or may require 'docker login': denied: requested access to the resource is denied", 'unauthorized'),
  given('Docker', { ...pull, withCredentials: true }, 404, "pull access denied for app, repository does not exist or may require 'docker login': denied: requested access to the resource is denied", 'notFound', { what: 'repository' }),
  given('Docker', push, 200, 'denied: requested access to the resource is denied', 'unauthorized'),
  given('Docker', { ...push, withCredentials: true }, 200, 'denied: requested access to the resource is denied', 'forbidden', { registry: 'r.io', name: 'r.io/app:1' }),
  given('Docker', pull, 429, 'toomanyrequests: You have reached your pull rate limit.', 'rateLimited', { registry: 'r.io' }),
  given('Docker', pull, 500, 'Get "https://r.io/v2/": x509: certificate signed by unknown authority', 'tlsFailed', { address: 'r.io', code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }),
  given('Docker', pull, 500, 'Get "https://r.io/v2/": http: server gave HTTP response to HTTPS client', 'tlsFailed', { code: 'HTTP_RESPONSE' }),
  given('Docker', pull, 500, 'Get "https://r.io/v2/": dial tcp: lookup r.io on 10.0.0.1:53: no such host', 'registryUnreachable', { registry: 'r.io' }),
  given('Podman', pull, 200, 'initializing source docker://r.io/app:1: pinging container registry r.io: Get "https://r.io/v2/": dial tcp 1.2.3.4:443: connect: connection refused', 'registryUnreachable'),
  given('Docker', push, 200, 'received unexpected HTTP status: 500 Internal Server Error', 'registryUnreachable'),
  given('Docker', pull, 500, 'Get "https://r.io/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)', 'registryUnreachable'),

  given('Docker', base, 404, 'page not found', 'unsupported', { operation: 'remove', engine: 'Docker 20.10.24' }),
  given('Podman', base, 404, 'Not Found', 'unsupported'),
  given('Docker', container, 501, 'checkpoint is only supported on experimental daemons', 'unsupported'),
  given('Docker', { ...base, operation: 'tag' }, 400, 'invalid reference format: repository name must be lowercase', 'invalidInput', { field: 'reference' }),
  given('Docker', { ...container, operation: 'commit' }, 400, 'run is not a valid change command', 'invalidInput', { field: 'changes' }),
  given('Docker', base, 400, "invalid filter 'nonsense'", 'invalidInput', { field: 'filters' }),
  given('Docker', container, 400, 'failed to create task for container: OCI runtime create failed: exec: "nope": executable file not found in $PATH: unknown', 'engineFailed', { status: 400 }),
  given('Docker', base, 500, 'write /var/lib/docker/x: no space left on device', 'engineFailed', { status: 500 }),
];

describe('engine/errors/errors', () => {
  for (const { from, context, status, text, kind, details } of cases) {
    it(`${from}: ${text.slice(0, 90)} → ${kind}`, () => {
      const error = status === 200 ? fromStreamError(text, context) : fromAnswer(status, JSON.stringify({ message: text }), context);
      assert.equal(error.kind, kind, error.message);
      const found = Object.fromEntries(Object.entries(error.failure.details).filter(([key]) => key in (details ?? {})));
      assert.deepEqual(found, details ?? {});
    });
  }

  it('reads bodies that are no JSON, and bounds them', () => {
    const error = fromAnswer(502, `<html>${'x'.repeat(100_000)}`, base);
    assert.equal(error.kind, 'engineFailed');
    assert.ok(error.message.length < 11_000);
  });

  it('takes passwords out of addresses', () => {
    const { details } = fromAnswer(500, JSON.stringify({ message: 'Get "https://me:secret@r.io/v2": nothing' }), base).failure;
    assert.equal(JSON.stringify(details).includes('secret'), false);
  });

  it('names what Node says', () => {
    const of = (code: string, message = code) => fromNodeError(Object.assign(new Error(message), { code }), base);
    assert.deepEqual(of('ENOENT').failure.details, { tried: [{ address: 'unix:///s', source: '', reason: 'ENOENT' }] });
    assert.equal(of('ECONNREFUSED').kind, 'engineUnreachable');
    assert.deepEqual(of('EACCES').failure, { kind: 'permissionDenied', details: { address: 'unix:///s' } });
    for (const code of ['ECONNRESET', 'EPIPE', 'HPE_INVALID_CHUNK_SIZE']) assert.equal(of(code).kind, 'connectionLost');
    assert.equal(of('', 'socket hang up').kind, 'connectionLost');
    assert.equal(of('EWHATEVER').kind, 'engineFailed');
  });

  it('knows each of Node\'s codes', () => {
    const kindOf = (code: string, message = code): string => fromNodeError(Object.assign(new Error(message), { code }), base).kind;
    for (const code of ['ENOENT', 'ECONNREFUSED', 'ENOTSOCK', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN', 'ENOTFOUND', 'EAI_AGAIN']) assert.equal(kindOf(code), 'engineUnreachable', code);
    for (const code of ['EACCES', 'EPERM']) assert.equal(kindOf(code), 'permissionDenied', code);
    for (const code of ['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_DESTROYED', 'HPE_X']) assert.equal(kindOf(code), 'connectionLost', code);
    for (const message of ['socket hang up', 'the request was aborted']) assert.equal(kindOf('', message), 'connectionLost', message);
    for (const code of ['', 'X_HPE_', 'EX']) assert.equal(kindOf(code, 'odd'), 'engineFailed', code);
    assert.deepEqual(fromNodeError('odd', base).failure.details, { operation: 'remove', status: 0, detail: 'odd' });
    assert.deepEqual(fromNodeError(null, base).failure.details, { operation: 'remove', status: 0, detail: 'null' });
  });

  it('takes the text from wherever the engine puts it, without who was asked', () => {
    const detailOf = (body: string): unknown => (fromAnswer(500, body, base).failure.details as { readonly detail?: string }).detail;
    for (const [body, detail] of [
      ['{"message":"m","cause":"c","error":"e"}', 'm'], ['{"message":"","cause":"c","error":"e"}', 'c'], ['{"error":"e"}', 'e'], ['{"odd":1}', '{"odd":1}'], [' plain \n', 'plain'], ['', ''],
      ['https://u:p@r.io/v2 and HTTP://me@r.io, ssh://a@b', 'https://r.io/v2 and HTTP://r.io, ssh://b'], ['https://r.io/a@b', 'https://r.io/a@b'],
    ] as const) assert.equal(detailOf(body), detail, body);
  });

  it('says all that is known of a registry that is not reached', () => {
    for (const [text, reason] of [
      ['Get "https://r.io/v2/": proxyconnect tcp: dial tcp 10.0.0.1:3128: connect: connection refused', { why: 'proxy', by: 'engine', host: '10.0.0.1:3128' }],
      ['Proxy Authentication Required', { why: 'proxy', by: 'engine' }],
      ['dial tcp 1.2.3.4:443: connect: connection refused', { why: 'refused', by: 'engine', host: '1.2.3.4:443' }],
      ['received unexpected HTTP status: 500', undefined],
    ] as const) {
      assert.deepEqual(fromAnswer(500, text, pull).failure, { kind: 'registryUnreachable', details: { registry: 'r.io', detail: text, ...(reason && { reason }) } });
    }
    assert.deepEqual(fromAnswer(500, 'x509: odd', pull).failure, { kind: 'tlsFailed', details: { address: 'r.io', code: 'TLS', detail: 'x509: odd', engine: base.engine } });
    assert.equal(fromAnswer(500, 'dial tcp 1.2.3.4:443: connect: connection refused', base).kind, 'engineFailed', 'no registry, no word of it');
  });

  it('goes by the status where the text says nothing', () => {
    const of = (status: number, context: OperationContext): unknown => fromAnswer(status, 'odd', context).failure;
    assert.deepEqual(of(401, pull), { kind: 'unauthorized', details: { registry: 'r.io', detail: 'odd' } });
    assert.deepEqual(of(403, pull), { kind: 'forbidden', details: { registry: 'r.io', name: 'r.io/app:1', detail: 'odd' } });
    assert.deepEqual(of(429, pull), { kind: 'rateLimited', details: { registry: 'r.io' } });
    assert.deepEqual(of(404, pull), { kind: 'notFound', details: { what: 'manifest', name: 'r.io/app:1', detail: 'odd' } });
    assert.deepEqual(of(404, push), { kind: 'notFound', details: { what: 'image', name: 'r.io/app:1', detail: 'odd' } });
    assert.deepEqual(of(404, base), { kind: 'notFound', details: { what: 'image', name: 'app:1', detail: 'odd' } });
    assert.equal(fromAnswer(404, 'odd', { ...base, operation: 'start' }).kind, 'engineFailed');
    assert.deepEqual(of(409, base), { kind: 'conflict', details: { name: 'app:1', usedBy: [], detail: 'odd' } });
    assert.deepEqual(of(501, base), { kind: 'unsupported', details: { operation: 'remove', engine: base.engine, detail: 'odd' } });
    for (const [status, text] of [[404, ''], [404, '404 page not found'], [405, 'Method Not Allowed']] as const) {
      assert.deepEqual(fromAnswer(status, text, base).failure, { kind: 'unsupported', details: { operation: 'remove', engine: base.engine } });
    }
    for (const status of [400, 401, 403, 429, 500]) assert.deepEqual(of(status, base), { kind: 'engineFailed', details: { operation: 'remove', status, detail: 'odd' } });
  });

  it('calls what the caller stopped cancelled, whatever Node calls it', () => {
    const reset = Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
    assert.deepEqual(fromNodeError(reset, base, true).failure, { kind: 'cancelled', details: { operation: 'remove' } });
    const typed = failure('invalidInput', { field: 'a', value: 'b', reason: 'c' });
    assert.equal(fromNodeError(typed, base, true), typed);
  });
});
