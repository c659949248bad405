import { setTimeout as pause } from 'node:timers/promises';
import type { App } from '../../app';
import { type Disposable, DisposableStore, toDisposable } from '../../core/disposable';
import { SlipwayError } from '../../core/errors';
import { failureReason } from '../../core/failure-reason';
import { t } from '../../core/localize';
import type { Engine } from '../../engine/engine';
import type { LogChunk, LogOptions } from '../../engine/containers/containers';
import { type ContainerRun, isPodman, runOf } from './container-run';

const restartPatience = 250;

/** A log that says nothing for so long after the end of its container is over, in milliseconds, whether its end was told or not. */
const lastLinesPatience = 500;

/** For so long before the last line that came the log is read again after a loss, in milliseconds: clocks differ. */
const lostSlack = 2_000;

/** How long a log may say nothing before it is said that it does, in milliseconds. */
const silencePatience = 600;

/** What a log is read with, besides whether it is followed. */
export type LogRequest = Omit<LogOptions, 'follow' | 'signal'>;

/** Who reads a log that is followed. */
export interface LogReader {
  /** What is asked for at first. */
  readonly request: LogRequest;
  /**
   * What is asked for to read on: what was not read yet of all that was written since `from`, a moment in milliseconds since
   * 1970 before which everything was read. Asked at the end of a run, before the next one writes.
   */
  resume(engine: Engine, from: number): Promise<LogRequest>;
  /** The next piece; false when it had nothing new. What it resolves with is waited for before more is read. */
  take(chunk: LogChunk): boolean | Promise<boolean>;
  /** A stream of the log is over; more may come by another one. */
  ended?(): void;
  /** Something that happened to the container or on the way, as a sentence. */
  remark(text: string): void;
  /** Nothing more comes, and why. */
  finish(text: string): void;
}

/**
 * Follows the log of one container: it goes on when the container is started again and when the engine comes back, and ends when
 * the container is removed.
 */
export class FollowedLog implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly abort = new AbortController();
  /** When the last line came, or the log was opened, in milliseconds since 1970. */
  private heardAt = Date.now();
  private hasRead = false;

  /** `container` is an id, so that a renamed container is still followed. */
  constructor(
    private readonly app: App,
    private readonly container: string,
    private readonly reader: LogReader,
  ) {
    this.owned.add(toDisposable(() => this.abort.abort()));
  }

  start(): void {
    // A watched connection reconnects by itself and tells of starts.
    this.owned.add(this.app.connection.watch());
    void this.follow();
  }

  dispose(): void {
    this.owned.dispose();
  }

  private async follow(): Promise<void> {
    let { request } = this.reader;
    let lostAt: number | undefined;
    let announced = -1;
    while (!this.stopped()) {
      const change = this.nextChange();
      let reading = false;
      try {
        const engine = await this.app.connection.engine(this.abort.signal);
        reading = true;
        if (lostAt !== undefined) request = await this.reader.resume(engine, lostAt);
        lostAt = undefined;
        const cut = await this.readOnce(engine, request, change.died);
        const run = await runOf(engine, this.container);
        const over = run.finishedAt > 0 ? run.finishedAt : Date.now();
        request = await this.reader.resume(engine, over);
        if ((cut || isPodman(engine)) && !run.running) {
          // Podman's stream may end before the last lines, and so does one that was given up.
          await this.readOnce(engine, request);
          request = await this.reader.resume(engine, over);
        }
        if (run.running) {
          // The log of a container that keeps restarting ends again and again.
          await pause(restartPatience);
        } else {
          if (announced !== run.finishedAt) this.reader.remark(stoppedWords(run));
          announced = run.finishedAt;
          await change.started;
        }
      } catch (error) {
        if (this.stopped()) return;
        if (SlipwayError.details(error, 'notFound')) {
          this.reader.finish(t('The container has been removed.'));
          return;
        }
        if (!(error instanceof SlipwayError) || !isPassing(error)) {
          this.reader.finish(failureReason(error));
          return;
        }
        // What was written while the connection was silent comes once it is back; what was read of it is left out.
        if (reading) lostAt ??= this.heardAt - lostSlack;
        this.reader.remark(t('The engine is disconnected. Waiting for it to return.'));
        await change.returned;
      } finally {
        change.dispose();
      }
    }
  }

  /**
   * Follows the log until the container has ended. Podman may go on for ever then, and a pipe of Windows may lose the end, so
   * silence after `died` ends it too: true when it did.
   */
  private async readOnce(engine: Engine, request: LogRequest, died?: Promise<void>): Promise<boolean> {
    const { container, reader } = this;
    const follow = died !== undefined && (await runOf(engine, container)).running;
    const over = new AbortController();
    let last: NodeJS.Timeout | undefined;
    if (follow) void died.then(() => (last ??= setTimeout(() => over.abort(), lastLinesPatience)));
    // A log that stays silent looks like one that does not work.
    const silence = this.hasRead
      ? undefined
      : setTimeout(() => reader.remark(t('Nothing has been written to the log yet.')), silencePatience);
    try {
      const chunks = await engine.containers.logs(container, {
        ...request,
        follow,
        signal: AbortSignal.any([this.abort.signal, over.signal]),
      });
      for await (const chunk of chunks) {
        clearTimeout(silence);
        last?.refresh();
        if (this.stopped()) break;
        if (await reader.take(chunk)) this.heardAt = Date.now();
      }
    } finally {
      clearTimeout(silence);
      clearTimeout(last);
      this.hasRead = true;
      reader.ended?.();
    }
    return over.signal.aborted;
  }

  /** Subscribed before the log is read, so that a start in between is not missed. */
  private nextChange(): Disposable & { readonly started: Promise<void>; readonly died: Promise<void>; readonly returned: Promise<void> } {
    const owned = new DisposableStore();
    const { connection } = this.app;
    const returned = new Promise<void>((resolve) => {
      owned.add(connection.onReset(resolve));
      const stop = (): void => resolve();
      this.abort.signal.addEventListener('abort', stop, { once: true });
      owned.add(toDisposable(() => this.abort.signal.removeEventListener('abort', stop)));
    });
    const started = new Promise<void>((resolve) => {
      owned.add(
        connection.onEvent(({ type, action, id }) => {
          const ours = type === 'container' && id.startsWith(this.container);
          if (ours && (action === 'start' || action === 'restart' || action === 'destroy')) resolve();
        }),
      );
      void returned.then(resolve);
    });
    const died = new Promise<void>((resolve) => {
      owned.add(
        connection.onEvent(
          ({ type, action, id }) => type === 'container' && action === 'die' && id.startsWith(this.container) && resolve(),
        ),
      );
      // Before events are told, and while the connection was lost, it may have ended unnoticed.
      owned.add(connection.onReset(() => void this.hasStopped().then((stopped) => stopped && resolve())));
    });
    return { started, died, returned, dispose: () => owned.dispose() };
  }

  private async hasStopped(): Promise<boolean> {
    try {
      const engine = await this.app.connection.engine(this.abort.signal);
      return !(await runOf(engine, this.container)).running;
    } catch {
      // The log's own requests tell what is wrong.
      return false;
    }
  }

  private stopped(): boolean {
    return this.abort.signal.aborted;
  }
}

function stoppedWords({ exitCode, finishedAt }: ContainerRun): string {
  if (finishedAt <= 0) return t('It has not run yet. Waiting for it to start.');
  return exitCode === undefined
    ? t('It stopped. Waiting for it to start again.')
    : t('It stopped with exit code {0}. Waiting for it to start again.', exitCode);
}

function isPassing(error: SlipwayError): boolean {
  return error.kind === 'connectionLost' || error.kind === 'engineUnreachable';
}
