import type { Event } from '../../core/emitter';
import type { TerminalStream } from '../../engine/containers/containers';

/** A terminal that stands before another: what is typed, its size and its flow go there. */
export abstract class ForwardedTerminal implements TerminalStream {
  abstract readonly onData: Event<Uint8Array>;
  abstract readonly onEnd: Event<number | undefined>;

  constructor(protected readonly stream: TerminalStream) {}

  get failure(): TerminalStream['failure'] {
    return this.stream.failure;
  }

  write(data: string): void {
    this.stream.write(data);
  }

  endInput(): void {
    this.stream.endInput?.();
  }

  flow(wanted: boolean): void {
    this.stream.flow?.(wanted);
  }

  resize(columns: number, rows: number): Promise<void> {
    return this.stream.resize(columns, rows);
  }

  dispose(): void {
    this.stream.dispose();
  }
}
