import assert from 'node:assert/strict';
import { failure } from '../../../../src/core/errors';
import { takenPort } from '../../../../src/engine/errors/taken-port';

describe('a port that is taken', () => {
  const told: readonly (readonly [detail: string, port: number | undefined])[] = [
    ['driver failed programming external connectivity on endpoint web (0f): Bind for 0.0.0.0:8080 failed: port is already allocated', 8080],
    ['driver failed programming external connectivity on endpoint web (0f): Error starting userland proxy: listen tcp4 0.0.0.0:80: bind: address already in use', 80],
    ['failed to set up container networking: driver failed programming external connectivity on endpoint web (0f): failed to bind host port for 0.0.0.0:8080:172.17.0.2:80/tcp: address already in use', 8080],
    ['failed to bind host port [::]:8081/tcp: address already in use', 8081],
    ['rootlessport listen tcp 0.0.0.0:8080: bind: address already in use', 8080],
    ['cannot listen on the TCP port: listen tcp4 :5000: bind: address already in use', 5000],
    ['no such file: /a:80', undefined],
  ];
  for (const [detail, port] of told) {
    it(detail, () => assert.equal(takenPort(failure('engineFailed', { operation: 'start', status: 500, detail })), port));
  }

  it('is no one’s where something else failed', () => {
    assert.equal(takenPort(new Error('Bind for 0.0.0.0:80 failed: port is already allocated')), undefined);
    assert.equal(takenPort(failure('cancelled', { operation: 'start' })), undefined);
  });
});
