import { BuildGraph } from '../../src/core/build/build-graph';
import type { BuildEvent, BuildStep } from '../../src/core/build/build-progress';

/** A step by its name; its id is the name unless `more` says another. */
export function step(name: string, more: Partial<BuildStep> = {}): BuildStep {
  return { id: name, name, inputs: [], cached: false, ...more };
}

/** The event of a step. */
export function stepEvent(name: string, more: Partial<BuildStep> = {}): BuildEvent {
  return { kind: 'step', step: step(name, more) };
}

/** The event of a piece of output. */
export function outputEvent(of: string, text: string): BuildEvent {
  return { kind: 'output', output: { step: of, stream: 'output', text } };
}

/** What is known after these events, all told at once. */
export function graphOf(events: readonly BuildEvent[], received = 0): BuildGraph {
  const graph = new BuildGraph();
  for (const event of events) graph.add(event, received);
  return graph;
}
