import assert from 'node:assert/strict';
import type { NetworkReason } from '../../../src/core/errors';
import { attemptWords, isPlainAnswer, networkWords, reasonOfCode, silent } from '../../../src/core/network-reason';

describe('reasons of the network', () => {
  const meanings: Readonly<Record<NetworkReason['why'], { readonly codes: readonly string[]; readonly alone: string; readonly withHost: string; readonly attempt?: string }>> = {
    unknownName: { codes: ['ENOTFOUND', 'EAI_NONAME', 'EAI_NODATA'], alone: 'its name is unknown', withHost: 'the host h:1 is unknown', attempt: 'the host name is unknown' },
    noNames: { codes: ['EAI_AGAIN', 'EAI_FAIL'], alone: 'the name server does not answer', withHost: 'the name server does not answer', attempt: 'the name server does not answer' },
    refused: { codes: ['ECONNREFUSED'], alone: 'nothing listens there', withHost: 'nothing listens at h:1', attempt: 'nothing listens there' },
    noAnswer: { codes: ['ETIMEDOUT', 'ESOCKETTIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'], alone: 'no answer in time', withHost: 'no answer from h:1 in time', attempt: 'no answer in time' },
    cut: { codes: ['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'UND_ERR_SOCKET'], alone: 'the connection was cut', withHost: 'the connection was cut', attempt: 'the connection was cut' },
    noRoute: { codes: ['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN', 'EADDRNOTAVAIL'], alone: 'the network has no route to it', withHost: 'the network has no route to h:1', attempt: 'the network has no route to it' },
    proxy: { codes: [], alone: 'the proxy does not let it through', withHost: 'the proxy h:1 cannot be reached' },
  };
  for (const [why, { codes, alone, withHost, attempt }] of Object.entries(meanings) as [NetworkReason['why'], (typeof meanings)['cut']][]) {
    it(`are said in words: ${why}`, () => {
      assert.equal(networkWords({ why, by: 'engine' }), alone);
      assert.equal(networkWords({ why, by: 'engine', host: 'h:1' }), withHost);
      for (const code of codes) {
        assert.equal(reasonOfCode(code), why);
        assert.equal(attemptWords(code), `${attempt ?? ''} (${code})`);
      }
    });
  }
  const attempts: Readonly<Record<string, readonly string[]>> = {
    'nothing is there ({0})': ['ENOENT'],
    'you do not have permission to open it; add your user to the group that owns it, often “docker” ({0})': ['EACCES', 'EPERM'],
    'this is not a socket ({0})': ['ENOTSOCK'],
    'it no longer answers': [silent],
    'its certificate is not trusted ({0}); name the file of its authority, ca.pem, in the context or in DOCKER_CERT_PATH': ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN'],
    'its certificate is expired or not valid yet ({0}); it has to be renewed there, or a clock is wrong': ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'],
    'its certificate is for another name ({0}); use a name or an address that stands in it': ['ERR_TLS_CERT_ALTNAME_INVALID'],
    'it does not use TLS ({0}); leave TLS out of its context, or turn it on there': ['EPROTO', 'HTTP_RESPONSE', ...['WRONG_VERSION_NUMBER', 'PACKET_LENGTH_TOO_LONG', 'UNEXPECTED_MESSAGE', 'HTTP_REQUEST', 'UNKNOWN_PROTOCOL'].map((name) => `ERR_SSL_${name}`)],
    'it takes only clients with a certificate that it trusts ({0}); name cert.pem and key.pem in the context or in DOCKER_CERT_PATH': ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE'],
    '{0}': ['EODD', 'a sentence of an engine', ''],
  };
  for (const [words, codes] of Object.entries(attempts)) {
    it(`of an engine's address: ${words}`, () => {
      for (const code of codes) {
        assert.equal(attemptWords(code), words.replace('{0}', code));
        assert.equal(isPlainAnswer(code), words.includes('TLS'));
        assert.equal(reasonOfCode(code), undefined);
      }
    });
  }
  it('are no plain answer when a code only resembles one', () => {
    for (const code of ['XEPROTO', 'EPROTOX', 'ERR_SSL_', 'ERR_SSL_WRONG', 'CERT_HAS_EXPIRED']) assert.equal(isPlainAnswer(code), false, code);
  });
});
