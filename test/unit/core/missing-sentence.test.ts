import assert from 'node:assert/strict';
import { failure } from '../../../src/core/errors';
import { failureReason } from '../../../src/core/failure-reason';
import { missingSentence, statePhrase, stateSentence } from '../../../src/core/missing-sentence';
import { describeError } from '../../../src/ui/present';

const id = 'a9b07309ed084683e54e293929d0514275143cfc940da79e23290e1587b6658a';

describe('core/missing-sentence', () => {
  it('says once what the engine says in other words', () => {
    assert.equal(missingSentence({ what: 'image', name: 'app:1', detail: 'No such image: app:1' }), 'There is no image named app:1.');
    assert.equal(missingSentence({ what: 'container', name: 'c7', detail: 'no container with name or ID "c7" found: no such container' }), 'There is no container named c7.');
    assert.equal(stateSentence('c7', 'notRunning', `Cannot kill container: c7: Container ${id} is not running`), 'c7 is not running.');
    assert.equal(stateSentence('c7', 'paused', `Container ${id} is already paused`), 'c7 is paused.');
  });

  it('keeps the reason of the engine where it says more', () => {
    const detail = 'failed to set up container networking: network n not found';
    assert.equal(missingSentence({ what: 'network', name: 'n', detail }), `There is no network named n: ${detail}`);
    const running = `You cannot remove a running container ${id}. Stop the container before attempting removal or force remove`;
    assert.equal(stateSentence('c7', 'running', running), `c7 is running. ${running}`);
    assert.equal(missingSentence({ what: 'logDriver', name: '', detail: 'invalid log driver' }), 'There is no such log driver: invalid log driver');
  });

  it('does not say of an object that it is away when it needs another', () => {
    assert.equal(failureReason(failure('notFound', { what: 'container', name: 'c7', detail: 'No such container: c7' })), 'it no longer exists');
    assert.equal(failureReason(failure('notFound', { what: 'network', name: 'n', detail: 'network n not found', needed: true })), 'There is no network named n.');
    assert.equal(failureReason(failure('conflict', { name: 'c7', usedBy: [], detail: `container ${id} is not running`, state: 'notRunning' })), 'it is not running');
  });

  it('tells a build that is refused before its first step', () => {
    assert.equal(describeError(failure('buildFailed', { step: '', detail: 'the Dockerfile cannot be empty' })).message, 'The build failed: the Dockerfile cannot be empty');
  });

  it('has a word for each kind of object', () => {
    const wordsOf = {
      image: 'image', container: 'container', volume: 'volume', network: 'network', manifest: 'manifest', file: 'file', context: 'docker context', repository: 'repository', path: 'path', user: 'user',
      group: 'group', device: 'device', runtime: 'runtime', plugin: 'plugin', logDriver: 'log driver', volumeDriver: 'volume driver', networkDriver: 'network driver', deviceDriver: 'device driver',
    } as const;
    for (const [what, word] of Object.entries(wordsOf) as [keyof typeof wordsOf, string][]) {
      assert.equal(missingSentence({ what, name: 'x' }), `There is no ${word} named x.`);
      assert.equal(missingSentence({ what, name: '' }), `There is no such ${word}.`);
      assert.equal(missingSentence({ what, name: 'x', detail: 'because of odd weather' }), `There is no ${word} named x: because of odd weather`);
    }
  });

  it('says the state with and without a name', () => {
    for (const [state, words] of [['running', 'running'], ['notRunning', 'not running'], ['paused', 'paused'], ['notPaused', 'not paused']] as const) {
      assert.equal(stateSentence('c7', state, ''), `c7 is ${words}.`);
      assert.equal(statePhrase(state, ''), `it is ${words}`);
      assert.equal(statePhrase(state, 'odd weather'), `it is ${words}: odd weather`);
    }
  });
});
