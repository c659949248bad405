import type { ContainerSummary, TerminalStream } from '../../../src/engine/containers/containers';
import type { ImageSummary } from '../../../src/engine/images/images';
import { Emitter } from '../../../src/core/emitter';

/** A container as the engine lists it. */
export function container(name: string, changes: Partial<ContainerSummary> = {}): ContainerSummary {
  return {
    id: `${name}-id`, name, image: 'app:1', imageId: 'sha256:a', command: 'sh', created: 0, state: 'running', health: 'none', status: 'Up 3 hours',
    ports: [], labels: {}, mounts: [], networks: [], ...changes,
  };
}

/** An image as the engine lists it. */
export function image(id: string, tags: readonly string[], changes: Partial<ImageSummary> = {}): ImageSummary {
  return { id: `sha256:${id.padEnd(64, '0')}`, tags, digests: [], created: 0, size: 100, labels: {}, parentId: '', dangling: tags.length === 0, ...changes };
}

/** A terminal that the test plays. */
export class PlayedTerminal implements TerminalStream {
  readonly data = new Emitter<Uint8Array>();
  readonly end = new Emitter<number | undefined>();
  readonly onData = this.data.event;
  readonly onEnd = this.end.event;
  disposed = false;
  written = '';
  inputEnded = false;

  say(text: string): void {
    this.data.fire(Buffer.from(text));
  }

  write(data: string): void {
    this.written += data;
  }

  endInput(): void {
    this.inputEnded = true;
  }

  resize(): Promise<void> {
    return Promise.resolve();
  }

  dispose(): void {
    this.disposed = true;
  }
}

/** All that a terminal says from now on. */
export function hearing(stream: TerminalStream): { text: string } {
  const heard = { text: '' };
  stream.onData((data) => (heard.text += Buffer.from(data).toString('utf8')));
  return heard;
}
