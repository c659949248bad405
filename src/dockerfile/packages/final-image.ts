import type { Dockerfile, Stage } from '../model';

const known = new WeakMap<Dockerfile, ReadonlySet<Stage>>();

/** The stages whose layers are in the image that the file is built for: the last one and those it is built from. */
export function finalStages(file: Dockerfile): ReadonlySet<Stage> {
  let stages = known.get(file);
  if (stages === undefined) {
    const found = new Set<Stage>();
    for (let stage = file.stages.at(-1); stage !== undefined; stage = stage.parent) found.add(stage);
    stages = found;
    known.set(file, stages);
  }
  return stages;
}
