import type { App } from '../../app';
import { DisposableStore, toDisposable } from '../../core/disposable';
import { Emitter, type Event } from '../../core/emitter';
import { Gate } from '../../core/gate';
import { defined } from '../../core/records';
import type { Engine } from '../../engine/engine';
import type { LogChunk, TerminalStream } from '../../engine/containers/containers';
import { FollowedLog, type LogRequest } from '../logs/followed-log';
import { LinesLeftOut, LogResumption } from './log-resumption';
import { TerminalLines } from './terminal-lines';

export interface LogTerminalOptions {
  /** Id, so that a renamed container is still followed. */
  readonly container: string;
  readonly tail?: number;
  readonly timestamps?: boolean;
}

/**
 * The log of a container as a terminal that takes no input. It goes on when the container is started again and when the
 * engine comes back, and ends when the container is removed. Reading starts with the first listener of `onData`.
 */
export class LogTerminal implements TerminalStream {
  private readonly data = new Emitter<Uint8Array>();
  private readonly end = new Emitter<number | undefined>();
  private readonly owned = new DisposableStore();
  private readonly lines = new TerminalLines();
  private readonly gate = new Gate();
  private readonly resumption: LogResumption;
  private readonly followed: FollowedLog;
  private leftOut = new LinesLeftOut(0);
  private started = false;

  constructor(
    app: App,
    private readonly options: LogTerminalOptions,
  ) {
    const { timestamps, tail } = options;
    this.resumption = new LogResumption(defined({ timestamps }));
    this.owned.add(this.data);
    this.owned.add(this.end);
    this.owned.add(toDisposable(() => this.gate.set(true)));
    this.followed = this.owned.add(
      new FollowedLog(app, options.container, {
        // The tail is of what was there at the beginning; later everything counts.
        request: defined({ timestamps, tail }),
        resume: (engine, from) => this.resume(engine, from),
        take: (chunk) => this.take(chunk),
        remark: (text) => this.remark(text),
        finish: (text) => {
          this.remark(text);
          this.end.fire(undefined);
        },
      }),
    );
  }

  readonly onEnd: Event<number | undefined> = this.end.event;

  readonly onData: Event<Uint8Array> = (listener) => {
    const subscription = this.data.event(listener);
    if (!this.started) {
      this.started = true;
      this.followed.start();
    }
    return subscription;
  };

  write(): void {
    // A log takes no input.
  }

  flow(wanted: boolean): void {
    this.gate.set(wanted);
  }

  resize(): Promise<void> {
    return Promise.resolve();
  }

  dispose(): void {
    this.owned.dispose();
  }

  private async resume(engine: Engine, from: number): Promise<LogRequest> {
    const { container, timestamps } = this.options;
    const { since, shownLines } = await this.resumption.from(engine, container, from);
    this.leftOut = new LinesLeftOut(shownLines);
    return { ...defined({ timestamps }), since };
  }

  private async take({ data }: LogChunk): Promise<boolean> {
    const text = this.leftOut.next(data);
    if (text.length === 0) return false;
    this.resumption.remember(text);
    this.data.fire(this.lines.convert(text));
    await this.gate.passed();
    return true;
  }

  private remark(text: string): void {
    this.data.fire(this.lines.convert(Buffer.from(`${this.lines.atLineStart ? '' : '\n'}\u001b[2m— ${text}\u001b[0m\n`)));
  }
}
