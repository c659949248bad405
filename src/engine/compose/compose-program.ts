import { type ChildProcess, spawn } from 'node:child_process';
import type { Disposable } from '../../core/disposable';
import { Emitter, type Event } from '../../core/emitter';
import { failure, type SlipwayError } from '../../core/errors';
import { LateEvent } from '../../core/late-event';
import { findProgram, type ProgramHost } from '../../core/program-path';
import type { TerminalStream } from '../containers/containers';

/** An installed program that knows Compose projects. */
export interface ComposeProgram {
  readonly file: string;
  /** Words before all others. */
  readonly words: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** After so many milliseconds a program that was asked to end is ended. */
const patience = 10_000;

const programs = [['docker', 'compose'], ['docker-compose'], ['podman', 'compose']] as const;

/** `docker compose`, `docker-compose` or `podman compose`, whichever answers first; undefined where none is installed. */
export async function findCompose(host: ProgramHost, environment: Environment): Promise<ComposeProgram | undefined> {
  for (const [name, ...words] of programs) {
    const file = await findProgram(name, host);
    // Windows would read the words of a batch file once more.
    if (file === undefined || /\.(?:cmd|bat)$/i.test(file)) continue;
    if (await answers({ file, words }, environment)) return { file, words };
  }
  return undefined;
}

/** A docker command line without the plugin says no. */
function answers({ file, words }: ComposeProgram, environment: Environment): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(file, [...words, 'version'], { env: environment, shell: false, stdio: 'ignore', windowsHide: true });
    child.once('error', () => resolve(false));
    child.once('close', (code) => resolve(code === 0));
  });
}

/** Starts it in a folder; what it prints comes as from a process of a container that has no terminal of its own. */
export function startCompose(
  { file, words }: ComposeProgram,
  more: readonly string[],
  { environment, folder }: { readonly environment: Environment; readonly folder?: string },
): TerminalStream {
  return new ProgramStream(
    file,
    spawn(file, [...words, ...more], {
      env: environment,
      shell: false,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      ...(folder !== undefined && { cwd: folder }),
    }),
  );
}

class ProgramStream implements TerminalStream {
  private readonly data = new Emitter<Uint8Array>();
  private readonly end = new LateEvent<number | undefined>();
  private readonly held: Uint8Array[] = [];
  private killing: NodeJS.Timeout | undefined;
  failure: SlipwayError | undefined;

  constructor(
    file: string,
    private readonly child: ChildProcess,
  ) {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (piece: Uint8Array) => {
        if (this.listening) this.data.fire(piece);
        else this.held.push(piece);
      });
    child.once('error', (error: NodeJS.ErrnoException) => {
      this.failure = failure('fileFailed', { file, code: error.code ?? 'EIO', detail: error.message }, error);
      this.finish(undefined);
    });
    child.once('close', (code) => this.finish(code ?? undefined));
  }

  private listening = false;

  readonly onData: Event<Uint8Array> = (listener): Disposable => {
    const subscription = this.data.event(listener);
    if (!this.listening) {
      this.listening = true;
      for (const piece of this.held.splice(0)) this.data.fire(piece);
    }
    return subscription;
  };

  readonly onEnd: Event<number | undefined> = this.end.event;

  write(): void {
    // It has no input.
  }

  resize(): Promise<void> {
    return Promise.resolve();
  }

  /** Asks the program to end, as Ctrl+C does. */
  dispose(): void {
    if (this.end.happened || this.killing) return;
    this.child.kill('SIGINT');
    this.killing = setTimeout(() => this.child.kill('SIGKILL'), patience);
  }

  private finish(code: number | undefined): void {
    if (this.end.happened) return;
    clearTimeout(this.killing);
    this.end.fire(code);
  }
}
