import assert from 'node:assert/strict';
import { CookedTerminal } from '../../../src/commands/cooked-terminal';
import { hearing, PlayedTerminal } from './samples';

describe('commands: terminal of a process without one', () => {
  const setUp = (input: boolean) => {
    const played = new PlayedTerminal();
    const terminal = new CookedTerminal(played, { input });
    return { played, terminal, heard: hearing(terminal) };
  };

  it('begins each line at the left, also over pieces', () => {
    const { played, heard } = setUp(false);
    played.say('one\ntwo\r');
    played.say('\nthree\n');
    assert.equal(heard.text, 'one\r\ntwo\r\nthree\r\n');
  });

  it('shows what is typed, and sends it line by line', () => {
    const { played, terminal, heard } = setUp(true);
    terminal.write('lx\u007fs');
    assert.equal(played.written, '');
    terminal.write(' \u001b[A\u001bOP/\r');
    assert.equal(played.written, 'ls /\n');
    assert.equal(heard.text, 'lx\b \bs /\r\n');
    terminal.write('\u007f\u0007pasted\r\nlines\n');
    assert.equal(played.written, 'ls /\npasted\nlines\n');
  });

  it('takes no input where the process reads none', () => {
    const { played, terminal, heard } = setUp(false);
    terminal.write('ls\r');
    assert.deepEqual([played.written, heard.text], ['', '']);
  });

  it('takes Ctrl+C for an interruption, and forgets what was typed', () => {
    const played = new PlayedTerminal();
    let interrupted = 0;
    const terminal = new CookedTerminal(played, { input: true, interrupt: () => (interrupted += 1) });
    const heard = hearing(terminal);
    terminal.write('half a li\u0003');
    terminal.write('whole\r');
    assert.deepEqual([interrupted, played.written], [1, 'whole\n']);
    assert.match(heard.text, /\^C\r\n/);
  });

  it('passes the end on, and disposes the stream', () => {
    const { played, terminal } = setUp(true);
    const codes: unknown[] = [];
    terminal.onEnd((code) => codes.push(code));
    played.end.fire(3);
    terminal.dispose();
    assert.deepEqual([codes, played.disposed], [[3], true]);
  });
});
