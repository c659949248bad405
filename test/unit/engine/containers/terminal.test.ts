import assert from 'node:assert/strict';
import { Duplex } from 'node:stream';
import { HijackedTerminal } from '../../../../src/engine/containers/terminal';

/** A connection that notes what is written to it, and whether it was ended. */
class NotedSocket extends Duplex {
  readonly written: string[] = [];
  halfClosed = false;

  override _read(): void {
    // A test pushes.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.written.push(chunk.toString());
    done();
  }

  override _final(done: () => void): void {
    this.halfClosed = true;
    done();
  }
}

describe('engine/terminal: the end of the input', () => {
  for (const pipe of [false, true]) {
    it(pipe ? 'is an empty message to a named pipe, which stays open' : 'closes half of a socket', () => {
      const socket = new NotedSocket();
      const calls = { resize: () => Promise.resolve(), exitCode: () => Promise.resolve(0) };
      const terminal = new HijackedTerminal({ socket, head: Buffer.alloc(0), contentType: '' }, { tty: false, pipe }, calls);
      terminal.write('a line\n');
      terminal.endInput();
      assert.deepEqual([socket.written, socket.halfClosed], [pipe ? ['a line\n', ''] : ['a line\n'], !pipe]);
      terminal.dispose();
      terminal.endInput();
    });
  }
});
