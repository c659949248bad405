import assert from 'node:assert/strict';
import type { AnyCommand } from '../../../src/commands/define';
import { attachToContainer } from '../../../src/commands/containers/attach';
import { showContainerLogsInTerminal } from '../../../src/commands/containers/logs-in-terminal';
import { openContainerShell } from '../../../src/commands/containers/shell';
import { runImage } from '../../../src/commands/images/run';
import { failure } from '../../../src/core/errors';
import { describeError } from '../../../src/ui/present';
import { fakeApp } from '../../support/fake-app';

describe('verbs that need a terminal, in Restricted Mode', () => {
  const verbs: readonly (readonly [AnyCommand, Record<string, unknown>])[] = [
    [openContainerShell, { container: 'web' }],
    [showContainerLogsInTerminal, { container: 'web' }],
    [attachToContainer, { container: 'web' }],
    [runImage, { line: '-it alpine' }],
    [runImage, { line: 'alpine true' }],
  ];
  for (const [command, answers] of verbs) {
    for (const programmatic of [false, true]) {
      it(`${command.id} ${JSON.stringify(answers)} says so before anything is begun${programmatic ? ', to a program too' : ''}`, async () => {
        // Every method of this engine fails the test.
        const app = fakeApp({ restricted: true, engine: {} });
        await assert.rejects(command.run(app, { nodes: [], answers, programmatic }), { kind: 'restrictedMode' });
        assert.deepEqual([app.record.terminals, app.record.work, app.record.questions], [[], [], []]);
      });
    }
  }

  it('is a sentence that leads to the trust of the workspace', () => {
    const { message, action, again } = describeError(failure('restrictedMode', { name: 'Open Shell' }));
    assert.match(message, /^Open Shell needs a terminal/);
    assert.deepEqual([action?.command, again], ['workbench.trust.manage', true]);
  });
});
