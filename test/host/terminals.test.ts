import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Emitter } from '../../src/core/emitter';
import type { TerminalStream } from '../../src/engine/containers/containers';
import { describeWithEngine, slipway, until } from './slipway';

/** A session whose process ends with a given code at `exit`. */
class Session implements TerminalStream {
  private readonly data = new Emitter<Uint8Array>();
  private readonly end = new Emitter<number | undefined>();
  readonly onData = this.data.event;
  readonly onEnd = this.end.event;

  constructor(private readonly code: number) {}

  write(data: string): void {
    if (data.includes('exit')) this.finish();
  }

  finish(): void {
    this.end.fire(this.code);
  }

  resize(): Promise<void> {
    return Promise.resolve();
  }

  dispose(): void {
    this.data.dispose();
  }
}

describeWithEngine('Terminals', () => {
  const named = (name: string): readonly vscode.Terminal[] => vscode.window.terminals.filter((terminal) => terminal.name === name);
  const open = async (name: string, session: Session, more: object = {}): Promise<vscode.Terminal> => {
    const { app } = await slipway();
    let opened = false;
    await app.show.terminal({ name, open: () => Promise.resolve(session).finally(() => (opened = true)), ...more });
    await until(`the stream of ${name} is asked for`, () => opened);
    const terminal = named(name).at(-1);
    assert.ok(terminal, `no terminal ${name} among ${vscode.window.terminals.map((each) => each.name).join(', ')}`);
    return terminal;
  };

  afterEach(() => {
    for (const terminal of vscode.window.terminals) terminal.dispose();
  });

  it('close themselves when somebody worked in them and they ended well', async () => {
    const terminal = await open('Shell: well', new Session(0));
    terminal.sendText('exit');
    await until('the terminal is closed', () => named('Shell: well').length === 0);
  });

  it('stay with what they have shown when the process failed, or when nobody typed', async () => {
    const failed = await open('Shell: failed', new Session(3));
    failed.sendText('exit');
    const quick = new Session(0);
    await open('Run: quick', quick);
    quick.finish();
    const witness = await open('Shell: witness', new Session(0));
    witness.sendText('exit');
    await until('a later one is closed', () => named('Shell: witness').length === 0);
    assert.deepEqual([named('Shell: failed').length, named('Run: quick').length], [1, 1]);
  });

  it('are used again for the same thing once it has ended, and not before', async () => {
    const first = new Session(1);
    const before = await open('Build: one', first, { reuse: 'build /a', tellsEnd: true });
    await open('Build: other', new Session(1), { reuse: 'build /b', tellsEnd: true });
    await open('Build: meanwhile', new Session(1), { reuse: 'build /a', tellsEnd: true });
    const count = vscode.window.terminals.length;
    assert.equal(count, 3);
    // The newest of a kind is the one that is used again.
    first.finish();
    const { app } = await slipway();
    const second = new Session(1);
    let opened = 0;
    const again = { name: 'Build: again', open: () => Promise.resolve(second).finally(() => opened++), reuse: 'build /c', tellsEnd: true };
    await app.show.terminal(again);
    await until('its stream is asked for', () => opened === 1);
    // VS Code hears of a new name once the terminal is drawn; nobody builds again before.
    await named('Build: again').at(-1)?.processId;
    second.finish();
    await app.show.terminal({ ...again, name: 'Build: again 2' });
    await until('the same terminal asks for a stream again', () => opened === 2);
    assert.equal(vscode.window.terminals.length, count + 1);
    await until('it has the new name', () => named('Build: again 2').length === 1);
    assert.ok(vscode.window.terminals.includes(before));
  });
});
