import { BuildGraph } from '../core/build/build-graph';
import type { BuildEvent } from '../core/build/build-progress';
import type { BuildRequest } from '../core/build/build-request';
import type { BuildState } from '../core/build/step-state';
import type { Disposable } from '../core/disposable';
import { Emitter, type Event } from '../core/emitter';
import { isCancelled } from '../core/errors';
import type { BuildOutcome } from '../engine/builder/builder';

/** One build of this session. */
export interface Build {
  /** Counts from 1. */
  readonly number: number;
  readonly request: BuildRequest;
  /** As people know it: the image's name or the Dockerfile's. */
  readonly title: string;
  /** Of the engine that builds, as it tells its own name: `EngineInformation.id`, or its address. */
  readonly engine: string;
  readonly state: BuildState;
  /** In milliseconds since 1970. */
  readonly started: number;
  readonly ended: number | undefined;
  readonly graph: BuildGraph;
  readonly outcome: BuildOutcome | undefined;
  /** Why it failed or was cancelled. */
  readonly failure: unknown;
  /** Ends it in the engine; nothing for one that has ended. */
  cancel(): void;
}

/** Ended builds that are kept. */
const mostKept = 20;

/** The builds of this session, the newest first. */
export class Builds implements Disposable {
  private readonly changed = new Emitter<Build>();
  private list: OpenBuild[] = [];
  private count = 0;

  /** Fires with each thing that becomes known of a build; many times a second. */
  readonly onChange: Event<Build> = this.changed.event;

  constructor(private readonly now: () => number = Date.now) {}

  get all(): readonly Build[] {
    return this.list;
  }

  find(number: number): Build | undefined {
    return this.list.find((build) => build.number === number);
  }

  /** The last build of a Dockerfile before this one. */
  before(build: Build): Build | undefined {
    const same = JSON.stringify(build.request.dockerfile);
    return this.list.find(({ number, request }) => number < build.number && JSON.stringify(request.dockerfile) === same);
  }

  /** Runs `work` as a build: what it tells is kept and shown. Gives, or throws, what `work` does. */
  async run<T extends BuildOutcome>(
    { request, title, engine }: Pick<Build, 'request' | 'title' | 'engine'>,
    work: (onEvent: (event: BuildEvent) => void, signal: AbortSignal, build: Build) => Promise<T>,
  ): Promise<T> {
    this.count += 1;
    const build = new OpenBuild(this.count, request, title, engine, this.now());
    this.list = [build, ...this.list];
    this.changed.fire(build);
    try {
      const outcome = await work(
        (event) => {
          build.graph.add(event, this.now());
          this.changed.fire(build);
        },
        build.abort.signal,
        build,
      );
      build.outcome = outcome;
      build.state = 'done';
      return outcome;
    } catch (error) {
      build.failure = error;
      build.state = isCancelled(error) ? 'cancelled' : 'failed';
      throw error;
    } finally {
      build.ended = this.now();
      this.forget();
      this.changed.fire(build);
    }
  }

  /** Takes an ended build from the list. */
  remove(number: number): void {
    const build = this.list.find((entry) => entry.number === number && entry.state !== 'running');
    if (!build) return;
    this.list = this.list.filter((entry) => entry !== build);
    this.changed.fire(build);
  }

  dispose(): void {
    for (const build of this.list) build.cancel();
    this.changed.dispose();
  }

  private forget(): void {
    let kept = 0;
    this.list = this.list.filter(({ state }) => state === 'running' || ++kept <= mostKept);
  }
}

class OpenBuild implements Build {
  readonly graph = new BuildGraph();
  readonly abort = new AbortController();
  state: BuildState = 'running';
  ended: number | undefined;
  outcome: BuildOutcome | undefined;
  failure: unknown;

  constructor(
    readonly number: number,
    readonly request: BuildRequest,
    readonly title: string,
    readonly engine: string,
    readonly started: number,
  ) {}

  cancel(): void {
    this.abort.abort();
  }
}
