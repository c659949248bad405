import assert from 'node:assert/strict';
import { hubServerAddress, invalidRegistryAddress, isHub, isLoopback, registryAddress, serverAddressOf } from '../../../src/registry/address';

describe('addresses of registries', () => {
  it('are the same however they are written', () => {
    for (const text of ['docker.io', 'https://index.docker.io/v1/', 'registry-1.docker.io', 'HUB.docker.com']) {
      assert.equal(registryAddress(text), 'docker.io');
      assert.equal(serverAddressOf(text), hubServerAddress);
      assert.equal(isHub(text), true);
    }
    assert.equal(serverAddressOf('https://GHCR.io/v2/'), 'ghcr.io');
    assert.equal(isHub('docker.io.evil.example'), false);
    assert.equal(registryAddress('https://me:pass/word@r.example:5000/v2/'), 'r.example:5000');
  });
  it('are of this machine or not', () => {
    for (const text of ['localhost', 'localhost:5000', '127.0.0.1:5000', '127.9.9.9', '[::1]:5000', 'http://x.localhost:1/']) assert.equal(isLoopback(text), true, text);
    for (const text of ['ghcr.io', '127.0.0.1.evil.example', 'localhost.evil.example', '10.0.0.1:5000', 'user@evil.example', '[::2]:5000']) assert.equal(isLoopback(text), false, text);
  });
  it('are checked', () => {
    for (const text of ['ghcr.io', 'localhost:5000', '[::1]:5000', 'https://a.b/']) assert.equal(invalidRegistryAddress(text), undefined, text);
    for (const text of ['', '  ', 'https://', 'https:///v2/']) assert.equal(invalidRegistryAddress(text), 'The address of the registry is empty.', text);
    for (const text of ['no-dot', 'a b.c', '-', 'a_b/c']) assert.equal(invalidRegistryAddress(text), 'A registry is addressed by its host and port: registry.example.com:5000', text);
  });
});
