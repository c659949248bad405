import type { App } from '../../app';
import type { Build } from '../../builds/builds';
import { toDisposable } from '../../core/disposable';
import { isCancelled } from '../../core/errors';
import { failureReason } from '../../core/failure-reason';
import { type BuildNodeData, buildNode } from '../build';
import { defineTree } from '../define-tree';

/** Times of what runs are told so often, in milliseconds. */
const tickMilliseconds = 1_000;

/** A build as its row shows it now. */
export function buildNodeData(build: Build, now: number): BuildNodeData {
  const { number, title, engine, state, started, ended, request, graph, outcome, failure } = build;
  return {
    number,
    title,
    engine,
    state,
    started,
    ended,
    now,
    builderNow: (ended ?? now) - graph.clockSkew,
    builder: graph.builder,
    reason: failure === undefined || isCancelled(failure) ? '' : failureReason(failure),
    imageId: outcome?.imageId,
    references: request.references ?? [],
    file: request.dockerfile.kind === 'file' && request.source.kind !== 'none' ? request.dockerfile.file : undefined,
    steps: graph.steps,
  };
}

/** The builds of this session, the newest first, each with its stages and steps. */
export const buildsTree = defineTree({
  view: 'builds',
  title: 'Builds',
  icon: 'tools',
  lists: [],
  filter: false,
  welcome: 'Builds of this window: their steps while they run, and what they printed.\n[Build Image…](command:slipway.dockerfile.build)',
  live: (app) => app.builds.onChange,
  whileVisible: (app) => {
    const timer = setInterval(() => {
      if (isBuilding(app)) app.views.redraw('builds');
    }, tickMilliseconds);
    return toDisposable(() => clearInterval(timer));
  },
  roots: (app) => {
    const now = Date.now();
    return app.builds.all.map((build) => buildNode.make(buildNodeData(build, now)));
  },
});

function isBuilding(app: App): boolean {
  return app.builds.all.some(({ state }) => state === 'running');
}
