import assert from 'node:assert/strict';
import { missingIn } from '../../../../src/engine/errors/missing';
import { isProxyRefusal, isUnreachable, networkReason, tlsCode } from '../../../../src/engine/errors/network-errors';
import { otherContainerIn, wrongStateIn } from '../../../../src/engine/errors/wrong-state';

/** What each text of an engine says is missing; a name of undefined where it does not tell. */
const missing: readonly (readonly [text: string, what: string | undefined, name?: string])[] = [
  ['error looking up logging plugin fancy: plugin "fancy" not found', 'logDriver', 'fancy'],
  ['invalid log driver', 'logDriver'],
  ['create v: error looking up volume plugin fast: plugin "fast" not found', 'volumeDriver', 'fast'],
  ['could not find plugin wide in v1 plugin registry: plugin not found', 'networkDriver', 'wide'],
  ['error looking up network plugin wide: not found', 'networkDriver', 'wide'],
  ['could not find a network driver wide: x', 'networkDriver', 'wide:'],
  ['plugin "odd" not found', 'plugin', 'odd'],
  ['could not select device driver "nvidia" with capabilities: [[gpu]]', 'deviceDriver', 'nvidia'],
  ['could not select device driver "" with capabilities: [[gpu]]', 'deviceDriver'],
  ['unknown runtime specified kata', 'runtime', 'kata'],
  ['unknown or invalid runtime name: kata', 'runtime', 'kata'],
  ['default OCI runtime "kata" not found: invalid argument', 'runtime', 'kata'],
  ['unresolvable CDI devices vendor.com/class=one', 'device', 'vendor.com/class=one'],
  ['unresolvable CDI device vendor.com/class=one', 'device', 'vendor.com/class=one'],
  ['error gathering device information while adding custom device "/dev/x": no such file or directory', 'device', '/dev/x'],
  ['stat /dev/x: no such file or directory', 'device', '/dev/x'],
  ['could not get throttle device at /dev/x: no such file or directory', 'device', '/dev/x'],
  ['unable to find user me: no matching entries in passwd file', 'user', 'me'],
  ['unable to find group us: no matching entries in group file', 'group', 'us'],
  ['invalid mount config for type "bind": bind source path does not exist: /a b', 'path', '/a b'],
  ['Could not find the file /a b in container web', 'path', '/a b'],
  ['cannot access path /a b: denied', 'path', '/a b'],
  ['statfs /a b: no such file or directory', 'path', '/a b'],
  ['Error: statfs /a: no such file or directory', 'path', '/a'],
  ['unable to find network with name or ID n: network not found', 'network', 'n'],
  ['network n not found', 'network', 'n'],
  ['network not found', 'network'],
  ['no such network: n', 'network', 'n'],
  ['no such network n', 'network', 'n'],
  ['No such container: web', 'container', 'web'],
  ['no container with name or ID "web" found: no such container', 'container', 'web'],
  ['no container with name or ID web found', 'container', 'web'],
  ['no such container', 'container'],
  ['get v: no such volume', 'volume', 'v'],
  ['no such volume: v', 'volume', 'v'],
  ['volume with name "v" found', 'volume', 'v'],
  ['volume with name v not found', 'volume', 'v'],
  ['no such volume', 'volume'],
  ['No such image: app:1', 'image', 'app:1'],
  ['no such image: app:1: more', 'image', 'app:1'],
  ['failed to find image app:1: docker.io/library/app:1: No such image', 'image', 'app:1'],
  ['r.io/app:1: image not known', 'image', 'r.io/app:1'],
  ['image with reference app:1 was found but does not match the specified platform', 'manifest', 'app:1'],
  ['tag does not exist: app:1', 'image', 'app:1'],
  ['An image does not exist locally with the tag: app', 'image', 'app'],
  ['no such image', 'image'],
  ['no image with that name', 'image'],
  ['image not known', 'image'],
  ['exec: "sh": executable file not found in $PATH', undefined],
  ['OCI runtime create failed: stat /dev/x: no such file', undefined],
  ['oci runtime attempted to invoke a command: no such container', undefined],
  ['everything is well', undefined],
];

const states: readonly (readonly [text: string, state: string | undefined])[] = [
  ['Container 1 is not paused', 'notPaused'],
  ['Container 1 is not running', 'notRunning'],
  ['cannot link to a non running container: /a AS /b', 'notRunning'],
  ['can only kill running containers. 1 is in state exited', 'notRunning'],
  ['can only create exec sessions on running containers', 'notRunning'],
  ['unable to pause: container 1 is exited', 'notRunning'],
  ['unable to pause: container 1 is created', 'notRunning'],
  ['unable to pause: container 1 is dead', 'notRunning'],
  ['unable to pause: container 1 is exited now', undefined],
  ['Container 1 is already paused', 'paused'],
  ['Container 1 is paused, unpause it', 'paused'],
  ['You cannot remove a paused container', 'paused'],
  ['You cannot remove a running container 1', 'running'],
  ['container is running', 'running'],
  ['cannot remove container 1 as it is running', 'running'],
  ['container 1 is using its referenced image, a running container', undefined],
  ['image is being used by a running container', undefined],
  ['image is in use by a running container', undefined],
  ['volume in use by a running container', undefined],
  ['used by a running container', undefined],
  ['everything is well', undefined],
];

const others: readonly (readonly [text: string, operation: string, name: string | undefined])[] = [
  ['cannot link to a non running container: /db AS /web/db', 'start', 'db'],
  ['Cannot link to a non running container: db AS x', 'remove', 'db'],
  ['cannot join network of a non running container: 0123456789ab', 'start', '0123456789ab'],
  ['cannot join pid of a non running container: container db', 'stop', 'db'],
  ['container db is not running', 'start', 'db'],
  ['container 0123456789ab is not running', 'create', '0123456789ab'],
  ['container db is not running', 'restart', 'db'],
  ['container db is not running', 'stop', undefined],
  ['everything is well', 'start', undefined],
];

const reasons: readonly (readonly [text: string, why: string | undefined, host?: string])[] = [
  ['proxyconnect tcp: dial tcp: lookup proxy.example on 1.1.1.1:53: no such host', 'proxy', 'proxy.example'],
  ['proxyconnect tcp: dial tcp 10.0.0.1:3128: connect: connection refused', 'proxy', '10.0.0.1:3128'],
  ['proxyconnect tcp: dial tcp [::1]:3128: connect: connection refused', 'proxy', '[::1]:3128'],
  ['proxyconnect tcp: EOF', 'proxy'],
  ['Proxy Authentication Required', 'proxy'],
  ['dial tcp: lookup r.example on 1.1.1.1:53: no such host', 'unknownName', 'r.example'],
  ['dial tcp: lookup r.example: no answer from DNS', 'unknownName', 'r.example'],
  ['dial tcp: lookup r.example: Name or service not known', 'unknownName', 'r.example'],
  ['lookup r.example: server misbehaving: NXDOMAIN', 'unknownName', 'r.example'],
  ['lookup r.example: server misbehaving', 'noNames', 'r.example'],
  ['lookup r.example on 1.1.1.1:53: read udp 1.2.3.4:5->1.1.1.1:53: i/o timeout', 'noNames', 'r.example'],
  ['no such host', 'unknownName'],
  ['dial tcp 10.0.0.1:443: connect: connection refused', 'refused', '10.0.0.1:443'],
  ['dial tcp6 [::1]:443: connectex: No connection could be made because the target machine actively refused it', 'refused', '[::1]:443'],
  ['connection refused', 'refused'],
  ['dial tcp 10.0.0.1:443: connect: no route to host', 'noRoute', '10.0.0.1:443'],
  ['dial udp4 10.0.0.1:443: connect: network is unreachable', 'noRoute', '10.0.0.1:443'],
  ['dial tcp 10.0.0.1:443: connectex: A socket operation was attempted to an unreachable host', 'noRoute', '10.0.0.1:443'],
  ['dial tcp 10.0.0.1:443: connectex: attempted to an unreachable network', 'noRoute', '10.0.0.1:443'],
  ['no route to host', 'noRoute'],
  ['network is unreachable', 'noRoute'],
  ['dial tcp 10.0.0.1:443: i/o timeout', 'noAnswer', '10.0.0.1:443'],
  ['dial tcp 10.0.0.1:443: connect: connection timed out', 'noAnswer', '10.0.0.1:443'],
  ['dial tcp 10.0.0.1:443: context deadline exceeded', 'noAnswer', '10.0.0.1:443'],
  ...['i/o timeout', 'Client.Timeout exceeded', 'deadline exceeded', 'request canceled', 'TLS handshake timeout', 'timed out'].map((text) => [text, 'noAnswer'] as const),
  ...['connection reset by peer', 'broken pipe', 'unexpected EOF', 'Get "https://r/": EOF', 'an existing connection was forcibly closed'].map((text) => [text, 'cut'] as const),
  ['EOF of the file', undefined],
  ['everything is well', undefined],
];

const tls: readonly (readonly [text: string, code: string | undefined])[] = [
  ['http: server gave HTTP response to HTTPS client', 'HTTP_RESPONSE'],
  ['tls: first record does not look like a TLS handshake', 'HTTP_RESPONSE'],
  ['x509: certificate has expired or is not yet valid', 'CERT_HAS_EXPIRED'],
  ['x509: certificate is not yet valid', 'CERT_HAS_EXPIRED'],
  ['x509: certificate is valid for a, not b', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ['x509: cannot validate certificate for 10.0.0.1 because it doesn\'t contain any IP SANs', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ['x509: certificate is not valid for any names', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ['x509: certificate signed by unknown authority', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ['x509: odd', 'TLS'],
  ['remote error: tls: bad certificate', 'TLS'],
  ['everything is well', undefined],
];

describe('texts of engines', () => {
  for (const [text, what, name] of missing) {
    it(`say that ${what === undefined ? 'nothing' : `${what} ${name ?? ''}`} is missing: ${text}`, () => assert.deepEqual(missingIn(text), what === undefined ? undefined : { what, name }));
  }
  for (const [text, state] of states) it(`say ${String(state)}: ${text}`, () => assert.equal(wrongStateIn(text), state));
  for (const [text, operation, name] of others) it(`speak of ${String(name)} at ${operation}: ${text}`, () => assert.equal(otherContainerIn(text, operation), name));
  for (const [text, why, host] of reasons) {
    it(`say ${String(why)} ${host ?? ''}: ${text}`, () => {
      assert.deepEqual(networkReason(text), why === undefined ? {} : { reason: { why, by: 'engine', ...(host === undefined ? {} : { host }) } });
      assert.equal(isProxyRefusal(text), text === 'Proxy Authentication Required');
    });
  }
  for (const [text, code] of tls) it(`say ${String(code)} of TLS: ${text}`, () => assert.equal(tlsCode(text), code));
  for (const text of ['dial tcp 1.2.3.4:5: x', 'dial udp x', 'proxyconnect x', 'lookup x on y', 'unexpected HTTP status: 502', 'unexpected status code [manifests 1]: 503 Bad', 'unexpected status from HEAD: 500', 'received unexpected HTTP status', 'invalid character \'<\' looking for beginning of value', 'error parsing HTTP 200 response body', 'invalid status code from registry 502', 'content descriptor sha256:1 (text/html)']) {
    it(`say that the registry is not reached: ${text}`, () => assert.equal(isUnreachable(text), true));
  }
  it('say nothing of the network otherwise', () => {
    for (const text of ['', 'everything is well', 'unexpected status code 404', 'invalid status code from registry 302', 'content descriptor sha256:1 (text/plain)']) assert.equal(isUnreachable(text), false, text);
  });
});
