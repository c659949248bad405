import assert from 'node:assert/strict';
import { failure, SlipwayError } from '../../../src/core/errors';
import { fromAnswer, fromNodeError, type OperationContext } from '../../../src/engine/errors/errors';
import { RegistryTransport } from '../../../src/registry/transport';
import { describeError } from '../../../src/ui/present';

const pull: OperationContext = { operation: 'pull', address: 'unix:///s', engine: 'Docker 20.10.24', name: 'r.io/app:1', registry: 'r.io' };

describe('ui/present: the network', () => {
  const get = 'Get "https://r.io/v2/": ';
  // What an engine says of a registry that it does not reach, and what people read.
  for (const [text, sentence] of [
    [`${get}dial tcp: lookup r.io on 10.0.0.1:53: no such host`, 'The engine cannot reach r.io: the host r.io is unknown.'],
    [`${get}dial tcp: lookup r.io: no such host`, 'The engine cannot reach r.io: the host r.io is unknown.'],
    [`${get}dial tcp: lookup auth.r.io on [::1]:53: no such host`, 'The engine cannot reach r.io: the host auth.r.io is unknown.'],
    [`${get}dial tcp: lookup r.io on 10.0.0.1:53: read udp 10.0.0.2:4->10.0.0.1:53: i/o timeout`, 'The engine cannot reach r.io: the name server does not answer.'],
    [`${get}dial tcp: lookup r.io on 10.0.0.1:53: server misbehaving`, 'The engine cannot reach r.io: the name server does not answer.'],
    [`${get}dial tcp: lookup r.io: Temporary failure in name resolution`, 'The engine cannot reach r.io: the name server does not answer.'],
    [`${get}dial tcp 1.2.3.4:443: connect: connection refused`, 'The engine cannot reach r.io: nothing listens at 1.2.3.4:443.'],
    [`${get}dial tcp [2001:db8::1]:443: connect: connection refused`, 'The engine cannot reach r.io: nothing listens at [2001:db8::1]:443.'],
    [`${get}dial tcp 1.2.3.4:443: connect: no route to host`, 'The engine cannot reach r.io: the network has no route to 1.2.3.4:443.'],
    [`${get}dial tcp 1.2.3.4:443: connect: network is unreachable`, 'The engine cannot reach r.io: the network has no route to 1.2.3.4:443.'],
    [`${get}dial tcp 1.2.3.4:443: i/o timeout`, 'The engine cannot reach r.io: no answer from 1.2.3.4:443 in time.'],
    [`${get}dial tcp 1.2.3.4:443: connect: connection timed out`, 'The engine cannot reach r.io: no answer from 1.2.3.4:443 in time.'],
    [`${get}net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)`, 'The engine cannot reach r.io: no answer in time.'],
    [`${get}context deadline exceeded`, 'The engine cannot reach r.io: no answer in time.'],
    [`${get}net/http: TLS handshake timeout`, 'The engine cannot reach r.io: no answer in time.'],
    [`${get}read tcp 10.0.0.2:1->1.2.3.4:443: read: connection reset by peer`, 'The engine cannot reach r.io: the connection was cut.'],
    [`${get}EOF`, 'The engine cannot reach r.io: the connection was cut.'],
    [`${get}unexpected EOF`, 'The engine cannot reach r.io: the connection was cut.'],
    [`${get}proxyconnect tcp: dial tcp 10.0.0.9:3128: connect: connection refused`, 'The engine cannot reach r.io: the proxy 10.0.0.9:3128 cannot be reached.'],
    [`${get}proxyconnect tcp: dial tcp: lookup proxy.corp on 10.0.0.1:53: no such host`, 'The engine cannot reach r.io: the proxy proxy.corp cannot be reached.'],
    [`${get}Proxy Authentication Required`, 'The engine cannot reach r.io: the proxy does not let it through.'],
    [`${get}http: server gave HTTP response to HTTPS client`, /^r\.io uses plain HTTP.*insecure-registries.*daemon\.json/],
    [`${get}x509: certificate has expired or is not yet valid: current time 2026`, 'The certificate of r.io is expired or not valid yet (CERT_HAS_EXPIRED).'],
    [`${get}x509: certificate is valid for other.io, not r.io`, 'The certificate of r.io is for another name (ERR_TLS_CERT_ALTNAME_INVALID).'],
    [`${get}x509: certificate signed by unknown authority`, 'The certificate of r.io is not trusted (UNABLE_TO_VERIFY_LEAF_SIGNATURE).'],
    [`${get}remote error: tls: handshake failure`, `No secure connection to r.io: ${get}remote error: tls: handshake failure`],
  ] as const) {
    it(`engine: ${text}`, () => {
      const error = fromAnswer(500, JSON.stringify({ message: text }), pull);
      const { message, again } = describeError(error);
      if (sentence instanceof RegExp) assert.match(message, sentence);
      else assert.equal(message, sentence);
      assert.equal(again, true);
      // The engine's own words are in what Show Details opens.
      assert.ok(error.message.includes(JSON.stringify(text).slice(1, -1)), error.message);
    });
  }

  it('tells Podman’s own file for a registry of plain HTTP', () => {
    const text = 'pinging container registry r.io: Get "https://r.io/v2/": http: server gave HTTP response to HTTPS client';
    assert.match(describeError(fromAnswer(500, JSON.stringify({ message: text }), { ...pull, engine: 'Podman 4.3.1' })).message, /registries\.conf/);
  });

  // What Node says of a registry to Slipway itself.
  for (const [cause, sentence] of [
    [{ code: 'ENOTFOUND', hostname: 'r.io' }, 'Slipway cannot reach r.io: the host r.io is unknown.'],
    [{ code: 'EAI_AGAIN', hostname: 'r.io' }, 'Slipway cannot reach r.io: the name server does not answer.'],
    [{ code: 'ECONNREFUSED', address: '127.0.0.1', port: 9 }, 'Slipway cannot reach r.io: nothing listens at 127.0.0.1:9.'],
    [{ code: 'ECONNREFUSED', address: '::1', port: 9 }, 'Slipway cannot reach r.io: nothing listens at [::1]:9.'],
    [{ code: 'ETIMEDOUT' }, 'Slipway cannot reach r.io: no answer in time.'],
    [{ code: 'UND_ERR_CONNECT_TIMEOUT' }, 'Slipway cannot reach r.io: no answer in time.'],
    [{ code: 'ECONNRESET' }, 'Slipway cannot reach r.io: the connection was cut.'],
    [{ code: 'UND_ERR_SOCKET' }, 'Slipway cannot reach r.io: the connection was cut.'],
    [{ code: 'EHOSTUNREACH', address: '1.2.3.4', port: 443 }, 'Slipway cannot reach r.io: the network has no route to 1.2.3.4:443.'],
    [{ code: 'ENETUNREACH' }, 'Slipway cannot reach r.io: the network has no route to it.'],
    [{ code: 'ERR_SSL_WRONG_VERSION_NUMBER' }, /^r\.io uses plain HTTP/],
    [{ code: 'ERR_SSL_PACKET_LENGTH_TOO_LONG' }, /^r\.io uses plain HTTP/],
    [{ code: 'EPROTO' }, /^r\.io uses plain HTTP/],
    [{ code: 'CERT_HAS_EXPIRED' }, 'The certificate of r.io is expired or not valid yet (CERT_HAS_EXPIRED).'],
    [{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'The certificate of r.io is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT).'],
  ] as const) {
    it(`Slipway: ${cause.code}`, async () => {
      const fetch = () => Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(cause.code), cause) }));
      const error: unknown = await new RegistryTransport({ fetch }).send({ url: 'https://r.io/v2/', registry: 'r.io' }).catch((failed: unknown) => failed);
      const { message, again } = describeError(error);
      if (sentence instanceof RegExp) assert.match(message, sentence);
      else assert.equal(message, sentence);
      assert.equal(again, true);
    });
  }

  for (const [code, words] of [
    ['ECONNREFUSED', 'nothing listens there (ECONNREFUSED)'],
    ['ENOENT', 'nothing is there (ENOENT)'],
    ['ETIMEDOUT', 'no answer in time (ETIMEDOUT)'],
    ['ENOTFOUND', 'the host name is unknown (ENOTFOUND)'],
    ['EHOSTUNREACH', 'the network has no route to it (EHOSTUNREACH)'],
  ] as const) {
    it(`an engine's address: ${code}`, () => {
      const error = fromNodeError(Object.assign(new Error(code), { code }), { ...pull, address: 'tcp://far:2375' });
      assert.ok(error instanceof SlipwayError);
      const { message, again, action } = describeError(error);
      assert.equal(message, `No container engine answers at tcp://far:2375: ${words}`);
      assert.deepEqual([again, action?.command], [true, 'slipway.engines.use']);
    });
  }

  it('says what an engine that fell silent may have done', () => {
    const error = failure('engineUnreachable', { tried: [{ address: 'tcp://far:2375', source: '', reason: 'SILENT' }] });
    assert.match(describeError(error).message, /may or may not have completed/);
  });
});

describe('ui/present: input that cannot be used', () => {
  it('names the value where there is one, and never shows empty quotes', () => {
    assert.equal(describeError(failure('invalidInput', { field: 'tag', value: 'a b', reason: 'It holds a blank.' })).message, '“a b” cannot be used: It holds a blank.');
    assert.equal(describeError(failure('invalidInput', { field: 'uri', value: '', reason: 'No Dockerfile is open in the editor.' })).message, 'No Dockerfile is open in the editor.');
  });
});
