import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { baseImage, describeWithEngine, engineUnderTest, fresh } from './slipway';

describeWithEngine('A command that a program calls', () => {
  const call = async (command: string, ...given: readonly unknown[]): Promise<unknown> => vscode.commands.executeCommand(command, ...given);
  const refused = async (command: string, given: unknown, problem: string, ...words: readonly string[]): Promise<void> => {
    const error = await call(command, given).then(() => assert.fail(`${command} took it`), (failed: unknown) => failed);
    assert.ok(error instanceof Error);
    for (const word of [`wrongAnswer: {"command":"${command}"`, `"problem":"${problem}"`, ...words]) assert.ok(error.message.includes(word), `${error.message} has no ${word}`);
  };

  it('refuses what is wrong, missing and unknown, and names it', async () => {
    await refused('slipway.images.pull', { reference: 7 }, 'wrong', '"answer":"reference"', '"takes":"string"', '"given":"number"');
    await refused('slipway.images.remove', { images: [baseImage, 7] }, 'wrong', '"answer":"images[1]"');
    await refused('slipway.images.sort', { by: 'colour' }, 'wrong', `'name' | 'size' | 'age'`);
    await refused('slipway.images.save', {}, 'missing', '"answer":"images"');
    await refused('slipway.images.tag', { image: baseImage }, 'missing', '"answer":"image + reference | images"');
    await refused('slipway.containers.stop', { container: 'a' }, 'unknown', '"instead":"containers"');
    await refused('slipway.registries.logIn', { registry: 'ghcr.io', username: 'ada', password: 12_345 }, 'wrong', '"answer":"password"', '"given":"number"');
    await refused('slipway.images.pull', 'alpine:3', 'noObject', '"given":"string"');
    await refused('slipway.images.pull', ['alpine:3'], 'noObject', '"given":"array"');
  });

  it('asks nothing and opens no page', async () => {
    await refused('slipway.images.prune', {}, 'missing', '"answer":"items | apply"');
    await refused('slipway.images.help', {}, 'asked');
    await assert.rejects(Promise.resolve(vscode.commands.executeCommand('slipway.images.pullAgain', { images: [] })), /invalidInput.*images/);
    assert.deepEqual(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ input }) => input instanceof vscode.TabInputWebview), []);
  });

  it('does what it is told, and takes the defaults', async () => {
    const engine = await engineUnderTest();
    const reference = `${fresh('answers')}:1`;
    try {
      await call('slipway.images.tag', { image: baseImage, reference });
      assert.ok((await engine.images.list()).some(({ tags }) => tags.includes(reference)));
      await call('slipway.images.remove', { images: [reference] });
      assert.ok(!(await engine.images.list()).some(({ tags }) => tags.includes(reference)));
    } finally {
      engine.dispose();
    }
  });
});
