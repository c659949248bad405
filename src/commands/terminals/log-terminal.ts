import { setTimeout as pause } from 'node:timers/promises';
import type { App } from '../../app';
import { type Disposable, DisposableStore, toDisposable } from '../../core/disposable';
import { Emitter, type Event } from '../../core/emitter';
import { SlipwayError } from '../../core/errors';
import { failureReason } from '../../core/failure-reason';
import { Gate } from '../../core/gate';
import { t } from '../../core/localize';
import type { Engine } from '../../engine/engine';
import type { TerminalStream } from '../../engine/containers/containers';
import { LinesLeftOut, LogResumption, type Resumption } from './log-resumption';
import { TerminalLines } from './terminal-lines';
import { defined } from '../../core/records';

export interface LogTerminalOptions {
  /** Id, so that a renamed container is still followed. */
  readonly container: string;
  readonly tail?: number;
  readonly timestamps?: boolean;
}

const restartPatience = 250;

/** A log that says nothing for so long after the end of its container is over, in milliseconds, whether its end was told or not. */
const lastLinesPatience = 500;

/** For so long before the last line that came the log is read again after a loss, in milliseconds: clocks differ. */
const lostSlack = 2_000;

/** How long a log may say nothing before it is said that it does, in milliseconds. */
const silencePatience = 600;

interface ContainerRun {
  readonly running: boolean;
  readonly exitCode: number | undefined;
  /** When the last run ended, in milliseconds since 1970. */
  readonly finishedAt: number;
}

/**
 * The log of a container as a terminal that takes no input. It goes on when the container is started again and when the
 * engine comes back, and ends when the container is removed. Reading starts with the first listener of `onData`.
 */
export class LogTerminal implements TerminalStream {
  private readonly data = new Emitter<Uint8Array>();
  private readonly end = new Emitter<number | undefined>();
  private readonly owned = new DisposableStore();
  private readonly abort = new AbortController();
  private readonly lines = new TerminalLines();
  private readonly gate = new Gate();
  private readonly resumption: LogResumption;
  private started = false;
  /** When the last line came, or the log was opened, in milliseconds since 1970. */
  private heardAt = Date.now();

  constructor(
    private readonly app: App,
    private readonly options: LogTerminalOptions,
  ) {
    this.resumption = new LogResumption(options.timestamps === undefined ? {} : { timestamps: options.timestamps });
    this.owned.add(this.data);
    this.owned.add(this.end);
    this.owned.add(toDisposable(() => this.abort.abort()));
    this.owned.add(toDisposable(() => this.gate.set(true)));
  }

  readonly onEnd: Event<number | undefined> = this.end.event;

  readonly onData: Event<Uint8Array> = (listener) => {
    const subscription = this.data.event(listener);
    if (!this.started) {
      this.started = true;
      // A watched connection reconnects by itself and tells of starts.
      this.owned.add(this.app.connection.watch());
      void this.follow();
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

  private async follow(): Promise<void> {
    let since: Resumption | undefined;
    let lostAt: number | undefined;
    let announced = -1;
    while (!this.stopped()) {
      const change = this.nextChange();
      let reading = false;
      try {
        const engine = await this.app.connection.engine(this.abort.signal);
        reading = true;
        if (lostAt !== undefined) since = await this.resumption.from(engine, this.options.container, lostAt);
        lostAt = undefined;
        const cut = await this.readOnce(engine, since, change.died);
        const run = await runOf(engine, this.options.container);
        const over = run.finishedAt > 0 ? run.finishedAt : Date.now();
        since = await this.resumption.from(engine, this.options.container, over);
        if ((cut || isPodman(engine)) && !run.running) {
          // Podman's stream may end before the last lines, and so does one that was given up.
          await this.readOnce(engine, since);
          since = await this.resumption.from(engine, this.options.container, over);
        }
        if (run.running) {
          // The log of a container that keeps restarting ends again and again.
          await pause(restartPatience);
        } else {
          if (announced !== run.finishedAt) this.remark(stoppedWords(run));
          announced = run.finishedAt;
          await change.started;
        }
      } catch (error) {
        if (this.stopped()) return;
        if (SlipwayError.details(error, 'notFound')) {
          this.finish(t('The container has been removed.'));
          return;
        }
        if (!(error instanceof SlipwayError) || !isPassing(error)) {
          this.finish(failureReason(error));
          return;
        }
        // What was written while the connection was silent comes once it is back; what was shown of it is left out.
        if (reading) lostAt ??= this.heardAt - lostSlack;
        this.remark(t('The engine is disconnected. Waiting for it to return.'));
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
  private async readOnce(engine: Engine, since: Resumption | undefined, died?: Promise<void>): Promise<boolean> {
    const { container, tail, timestamps } = this.options;
    const follow = died !== undefined && (await runOf(engine, container)).running;
    const over = new AbortController();
    let last: NodeJS.Timeout | undefined;
    if (follow) void died.then(() => (last ??= setTimeout(() => over.abort(), lastLinesPatience)));
    // A log that stays silent looks like one that does not work.
    const silence =
      since === undefined ? setTimeout(() => this.remark(t('Nothing has been written to the log yet.')), silencePatience) : undefined;
    try {
      const chunks = await engine.containers.logs(container, {
        follow,
        signal: AbortSignal.any([this.abort.signal, over.signal]),
        ...defined({ timestamps }),
        // The tail is of what was there at the beginning; later everything counts.
        ...(since === undefined ? (tail === undefined ? {} : { tail }) : { since: since.since }),
      });
      const leftOut = new LinesLeftOut(since?.shownLines ?? 0);
      for await (const { data } of chunks) {
        clearTimeout(silence);
        last?.refresh();
        if (this.stopped()) break;
        const text = leftOut.next(data);
        if (text.length === 0) continue;
        this.heardAt = Date.now();
        this.resumption.remember(text);
        this.data.fire(this.lines.convert(text));
        await this.gate.passed();
      }
    } finally {
      clearTimeout(silence);
      clearTimeout(last);
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
          const ours = type === 'container' && id.startsWith(this.options.container);
          if (ours && (action === 'start' || action === 'restart' || action === 'destroy')) resolve();
        }),
      );
      void returned.then(resolve);
    });
    const died = new Promise<void>((resolve) => {
      owned.add(
        connection.onEvent(
          ({ type, action, id }) => type === 'container' && action === 'die' && id.startsWith(this.options.container) && resolve(),
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
      return !(await runOf(engine, this.options.container)).running;
    } catch {
      // The log's own requests tell what is wrong.
      return false;
    }
  }

  private stopped(): boolean {
    return this.abort.signal.aborted;
  }

  private remark(text: string): void {
    this.data.fire(this.lines.convert(Buffer.from(`${this.lines.atLineStart ? '' : '\n'}\u001b[2m— ${text}\u001b[0m\n`)));
  }

  private finish(text: string): void {
    this.remark(text);
    this.end.fire(undefined);
  }
}

function stoppedWords({ exitCode, finishedAt }: ContainerRun): string {
  if (finishedAt <= 0) return t('It has not run yet. Waiting for it to start.');
  return exitCode === undefined
    ? t('It stopped. Waiting for it to start again.')
    : t('It stopped with exit code {0}. Waiting for it to start again.', exitCode);
}

function isPodman(engine: Engine): boolean {
  return engine.information.kind === 'podman';
}

function isPassing(error: SlipwayError): boolean {
  return error.kind === 'connectionLost' || error.kind === 'engineUnreachable';
}

async function runOf(engine: Engine, container: string): Promise<ContainerRun> {
  const { State } = await engine.containers.inspect(container);
  const state = (State ?? {}) as { readonly Running?: boolean; readonly ExitCode?: number; readonly FinishedAt?: string };
  return {
    running: state.Running === true,
    exitCode: state.ExitCode,
    finishedAt: timeOf(state.FinishedAt),
  };
}

/** 0 for never, for which engines say the year 1. */
function timeOf(text: string | undefined): number {
  const time = Date.parse(text ?? '');
  return Number.isFinite(time) ? Math.max(0, time) : 0;
}
