import assert from 'node:assert/strict';
import { CookedTerminal } from '../../../../src/commands/terminals/cooked-terminal';
import { hearing, PlayedTerminal } from '../samples';

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
    assert.deepEqual([interrupted, played.written, played.inputEnded], [1, '', true]);
    assert.match(heard.text, /\^C\r\n/);
  });

  it('ends the input by Ctrl+D, and takes none after it', () => {
    const { played, terminal, heard } = setUp(true);
    terminal.write('one\r\u0004two\r');
    assert.deepEqual([played.written, played.inputEnded, heard.text], ['one\n', true, 'one\r\n']);
  });

  it('sends what was typed by Ctrl+D in the middle of a line, and ends the input by the second', () => {
    const { played, terminal } = setUp(true);
    terminal.write('no line feed\u0004');
    assert.deepEqual([played.written, played.inputEnded], ['no line feed', false]);
    terminal.write('\u0004');
    assert.equal(played.inputEnded, true);
  });

  it('takes a line back by Ctrl+U', () => {
    const { played, terminal, heard } = setUp(true);
    terminal.write('abc\u0015d\r');
    assert.deepEqual([played.written, heard.text], ['d\n', 'abc\b \b\b \b\b \bd\r\n']);
  });

  it('takes long pastes, line by line and in order', () => {
    const { played, terminal, heard } = setUp(true);
    const lines = Array.from({ length: 2_000 }, (_, index) => `line ${String(index)} ${'x'.repeat(50)}`);
    const long = 'y'.repeat(300_000);
    terminal.write(`\u001b[200~${lines.join('\r')}\r${long}\r\u001b[201~\u0004`);
    assert.equal(played.written, `${lines.join('\n')}\n${long}\n`);
    assert.equal(heard.text, `${lines.join('\r\n')}\r\n${long}\r\n`);
    assert.equal(played.inputEnded, true);
  });

  it('interrupts and ends the input by Ctrl+C, says when that did nothing, and kills at the third', () => {
    const played = new PlayedTerminal();
    const signals: string[] = [];
    const terminal = new CookedTerminal(played, { input: true, interrupt: (signal) => signals.push(signal) });
    const heard = hearing(terminal);
    terminal.write('\u0003');
    assert.deepEqual([signals, played.inputEnded, heard.text], [['SIGINT'], true, '^C\r\n']);
    terminal.write('\u0003');
    assert.match(heard.text, /again to kill it/);
    terminal.write('\u0003');
    assert.deepEqual(signals, ['SIGINT', 'SIGINT', 'SIGKILL']);
  });

  it('leaves by Ctrl+C a process that cannot be interrupted', () => {
    const { played, terminal } = setUp(true);
    const codes: unknown[] = [];
    terminal.onEnd((code) => codes.push(code));
    terminal.write('\u0003');
    assert.deepEqual([codes, played.disposed], [[130], true]);
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
