import assert from 'node:assert/strict';
import { Code, ConnectError } from '@connectrpc/connect';
import { SlipwayError } from '../../../../../src/core/errors';
import { buildFailure } from '../../../../../src/engine/builder/buildkit/build-failure';
import { type FailedStep, StatusReader } from '../../../../../src/engine/builder/buildkit/status';

/** What is told of a build in which these steps have failed, in this order, and which ended with this. */
function told(message: string, failed: readonly (readonly [name: string, error: string])[]): unknown {
  const status = new StatusReader(() => undefined);
  status.failed.push(...failed.map(([name, error]): FailedStep => ({ step: { id: name, name, inputs: [], cached: false }, error })));
  const error = buildFailure(new ConnectError(message, Code.Unknown), status, { operation: 'build', address: '', engine: 'docker' });
  return SlipwayError.details(error, 'buildFailed') ?? SlipwayError.details(error, 'registryUnreachable') ?? error;
}

describe('the step at which a build failed', () => {
  const lookup = (image: string): string => `[internal] load metadata for ${image}`;
  const local = [lookup('docker.io/library/base:1'), 'failed to do request: Head "https://hub.example/v2/library/base/manifests/1": dial tcp: lookup hub.example: no such host'] as const;
  const missing = [lookup('127.0.0.1:1/nothing:1'), 'failed to do request: Head "https://127.0.0.1:1/v2/nothing/manifests/1": dial tcp 127.0.0.1:1: connect: connection refused'] as const;

  for (const failed of [[local, missing], [missing, local]]) it(`is that of which the error tells, whichever was told first: ${failed[0]?.[0] ?? ''}`, () => {
    const message = `failed to solve: 127.0.0.1:1/nothing:1: failed to resolve source metadata for 127.0.0.1:1/nothing:1: ${missing[1]}`;
    assert.match(JSON.stringify(told(message, failed)), /"registry":"127\.0\.0\.1:1".*connection refused/);
  });

  it('is the first one where the error tells of none', () => {
    assert.match(JSON.stringify(told('failed to solve: something else', [['[1/2] RUN false', 'exit code: 1'], ['[2/2] RUN true', 'exit code: 2']])), /RUN false/);
  });
});
