import assert from 'node:assert/strict';
import { failure, type SlipwayErrorDetails, type SlipwayErrorKind } from '../../../src/core/errors';
import { failureReason } from '../../../src/core/failure-reason';

type Told = { readonly [Kind in SlipwayErrorKind]: readonly (readonly [details: SlipwayErrorDetails[Kind], phrase: string])[] };

/** Why one of several could not be done; names of objects stand before it already. */
const told: Told = {
  engineUnreachable: [[{ tried: [] }, 'no engine answers']],
  permissionDenied: [[{ address: 'unix:///x' }, 'permission denied']],
  notFound: [
    [{ what: 'image', name: 'a' }, 'it no longer exists'],
    [{ what: 'network', name: 'net', needed: true }, 'There is no network named net.'],
  ],
  conflict: [
    [{ name: 'a', usedBy: ['web', 'db'], detail: 'd' }, 'in use by web, db'],
    [{ name: 'a', usedBy: ['a\nb'], detail: 'd' }, 'in use by a⏎b'],
    [{ name: 'a', usedBy: [], detail: 'the engine\nsays' }, 'the engine⏎says'],
    [{ name: 'a', usedBy: ['web'], detail: '', state: 'running' }, 'it is running'],
    [{ name: 'a', usedBy: [], detail: '', state: 'notRunning' }, 'it is not running'],
    [{ name: 'a', usedBy: [], detail: 'frozen by hand', state: 'paused' }, 'it is paused: frozen by hand'],
    [{ name: 'a', usedBy: [], detail: '', state: 'notPaused' }, 'it is not paused'],
  ],
  lastName: [[{ references: ['a:1'] }, 'the image would be deleted with its last name']],
  unauthorized: [[{ registry: 'r.io' }, 'r.io does not allow it'], [{ registry: 'r.io', detail: 'log in' }, 'log in']],
  forbidden: [[{ registry: 'r.io', name: 'a' }, 'r.io does not allow it'], [{ registry: 'r.io', name: 'a', detail: 'no' }, 'no']],
  rateLimited: [[{ registry: 'r.io' }, 'r.io accepts no more requests for now']],
  registryUnreachable: [
    [{ registry: 'r.io', detail: 'HTTP 500' }, 'HTTP 500'],
    [{ registry: 'r.io', detail: 'x', reason: { why: 'refused', by: 'slipway', host: 'r.io:443' } }, 'nothing listens at r.io:443'],
  ],
  tlsFailed: [
    [{ address: 'r.io', code: 'HTTP_RESPONSE' }, 'r.io uses plain HTTP'],
    [{ address: 'r.io', code: 'CERT_HAS_EXPIRED' }, 'the certificate of r.io is not trusted'],
  ],
  restrictedMode: [[{ name: 'a' }, 'not in Restricted Mode']],
  wrongAnswer: [[{ command: 'slipway.images.pull', problem: 'missing', answer: 'reference', takes: 'string' }, 'slipway.images.pull cannot be called like this']],
  invalidInput: [[{ field: 'tag', value: 'a b', reason: 'A tag has no blanks.' }, 'A tag has no blanks.']],
  unsupported: [[{ operation: 'o', engine: 'Podman 4' }, 'Podman 4 cannot do this'], [{ operation: 'o', engine: 'e', detail: 'It has none.' }, 'It has none.']],
  buildFailed: [[{ step: 'RUN x', detail: 'exit 1' }, 'exit 1']],
  limitExceeded: [[{ limit: 'changes', from: 'e', most: 5 }, 'the limit for changed files is exceeded: 5B']],
  fileFailed: [[{ file: '/a', code: 'ENOSPC', detail: 'no space' }, 'no space']],
  connectionLost: [[{ operation: 'o' }, 'the connection to the engine ended']],
  engineFailed: [[{ operation: 'o', status: 500, detail: 'two\nlines' }, 'two⏎lines']],
  severalFailed: [
    [{ operation: 'o', of: 3, failures: [{ name: 'a', failure: undefined, reason: 'r' }, { name: 'b', failure: undefined, reason: 's' }] }, 'a: r; b: s'],
    [{ operation: 'o', of: 99, failures: Array.from({ length: 12 }, (_, index) => ({ name: String(index), failure: undefined, reason: 'r' })) }, '0: r; 1: r; 2: r; 3: r; 4: r; 5: r; 6: r; 7: r; 8: r; 9: r'],
  ],
  cancelled: [[{ operation: 'o' }, 'stopped']],
};

describe('why one of several failed', () => {
  for (const kind of Object.keys(told) as SlipwayErrorKind[]) {
    for (const [details, phrase] of told[kind]) {
      it(`${kind}: ${phrase}`, () => assert.equal(failureReason(failure(kind, details)), phrase));
    }
  }
  for (const [error, phrase] of [[new Error('broken\npipe'), 'broken⏎pipe'], ['text', 'text'], [undefined, 'undefined'], [{ toString: () => 'own' }, 'own']] as const) {
    it(`of no kind: ${phrase}`, () => assert.equal(failureReason(error), phrase));
  }
});
