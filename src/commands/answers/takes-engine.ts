import type { EngineIdentity } from '../../engines';

/** Commands that touch no engine, or all of them, or docker's contexts alone: they do not say which. */
const withoutEngine: readonly string[] = [
  'slipway.builds.clear',
  'slipway.builds.copyDockerCommand',
  'slipway.builds.copyOutput',
  'slipway.builds.openDockerfile',
  'slipway.builds.remove',
  'slipway.compose.showFile',
  'slipway.configurations.copyComposeService',
  'slipway.configurations.copyRunLine',
  'slipway.configurations.create',
  'slipway.configurations.delete',
  'slipway.configurations.duplicate',
  'slipway.configurations.edit',
  'slipway.configurations.save',
  'slipway.configurations.showFile',
  'slipway.dockerfile.example',
  'slipway.dockerfile.fixWorkspace',
  'slipway.dockerfile.ignore',
  'slipway.dockerfile.mergeRuns',
  'slipway.dockerfile.proposeIgnore',
  'slipway.dockerfile.showContext',
  'slipway.dockerfile.showRule',
  'slipway.engines.add',
  'slipway.engines.edit',
  'slipway.engines.export',
  'slipway.engines.install',
  'slipway.engines.remove',
  'slipway.registries.add',
  'slipway.registries.addRepository',
  'slipway.registries.copyReference',
  'slipway.registries.logIn',
  'slipway.registries.logOut',
  'slipway.registries.refresh',
  'slipway.registries.remove',
];

/** What a view itself does, whichever engines it shows. */
const ofViews = /\.(?:help|filter|clearFilter|refresh|group|groupByProject|sort|toggle[A-Z]\w*)$/;

/** Whether a command can be told on which engine it works. */
export function takesEngine({ id }: { readonly id: string }): boolean {
  return !withoutEngine.includes(id) && !ofViews.test(id);
}

/** What a command is called with that acts on the engine of a row: the given answers, with the engine where that is not the one in use. */
export function answersFor(
  { identity }: { readonly identity: EngineIdentity },
  command: string,
  answers: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { id, inUse } = identity;
  return inUse || id === undefined || !takesEngine({ id: command }) ? answers : { ...answers, engine: id };
}
