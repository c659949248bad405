import assert from 'node:assert/strict';
import { SlipwayError } from '../../../../src/core/errors';
import { contextAddress } from '../../../../src/engine/contexts/context-address';

describe('engine/contexts/context-address', () => {
  const taken: readonly (readonly [string, string, string])[] = [
    ['far', 'tcp://far:2375', 'tcp://far:2376'],
    ['tcp://far', 'tcp://far:2375', 'tcp://far:2376'],
    ['tcp://far:99', 'tcp://far:99', 'tcp://far:99'],
    ['tcp://far:2375', 'tcp://far:2375', 'tcp://far:2375'],
    ['10.0.0.2:1', 'tcp://10.0.0.2:1', 'tcp://10.0.0.2:1'],
    ['tcp://[fd00::1]', 'tcp://[fd00::1]:2375', 'tcp://[fd00::1]:2376'],
    ['tcp://far/path/', 'tcp://far:2375/path', 'tcp://far:2376/path'],
    [' ssh://me@far ', 'ssh://me@far', 'ssh://me@far'],
    ['ssh://alias:22/run/docker.sock', 'ssh://alias:22/run/docker.sock', 'ssh://alias:22/run/docker.sock'],
    ['unix:///run/docker.sock', 'unix:///run/docker.sock', 'unix:///run/docker.sock'],
    ['npipe:////./pipe/docker_engine', 'npipe:////./pipe/docker_engine', 'npipe:////./pipe/docker_engine'],
  ];
  for (const [typed, plain, secured] of taken) {
    it(`completes ${typed} as docker means it`, () => {
      assert.equal(contextAddress(typed, false), plain);
      assert.equal(contextAddress(typed, true), secured);
    });
  }

  for (const typed of ['', 'tcp://', 'far:99999', 'a b', 'unix://', 'unix://relative', 'npipe://docker', 'http://far:2375', 'https://far', 'fd://', 'ssh://', 'ssh://me:hunter2@far', 'ssh://-oProxyCommand=x', 'ssh://far?x']) {
    it(`refuses ${JSON.stringify(typed)} and says why`, () => {
      assert.throws(() => contextAddress(typed, false), (error) => {
        const details = SlipwayError.details(error, 'invalidInput');
        assert.ok(details?.field === 'address' && details.reason !== '' && !JSON.stringify(details).includes('hunter2'));
        return true;
      });
    });
  }
});
