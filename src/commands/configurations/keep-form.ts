import type { App } from '../../app';
import { t } from '../../core/localize';
import { tryParseReference } from '../../core/reference';
import { editedConfiguration, sharedConfiguration } from '../../core/run/edited-configuration';
import { launchOf, withLaunch } from '../../core/run/launch-form';
import { readRunForm } from '../../core/run/read-run-form';
import { formOfRun, runFormFrom } from '../../core/run/run-form';
import { configurationLabel, configurationOfRun, type RunConfiguration, wordsOfConfiguration } from '../../core/run/run-configuration';
import type { RunForm, RunFormLaunch } from '../../core/run/run-form-fields';
import { type LineSurroundings, parseRunWords, type RunLine } from '../../core/run-line';
import { oneLine } from '../../core/untrusted';
import { failure } from '../../core/errors';
import type { KeptFor } from '../../nodes/kept-configurations';
import { keptConfiguration } from './chosen-configuration';
import { askConfigurationName, askKeptFor, freeConfigurationName, keepConfiguration } from './keep-configuration';

/** A configuration by its name. */
export interface NamedConfiguration {
  readonly name: string;
  readonly keptFor: KeptFor;
}

/** The form that says what a configuration says of its run. Throws what is wrong with it, and `invalidInput` for what no form holds. */
export function formOfConfiguration(configuration: RunConfiguration, surroundings: LineSurroundings): RunForm {
  const run = parseRunWords(wordsOfConfiguration(configuration, surroundings), surroundings);
  const form = runFormFrom(formOfRun(run));
  if (!form)
    throw failure('invalidInput', { field: 'configuration', value: configuration.name, reason: t('It is too long for the form.') });
  return {
    ...form,
    launch: launchOf(configuration),
    rows: { ...form.rows, labels: form.rows.labels.filter(([label]) => label !== configurationLabel) },
  };
}

/** Keeps a run of the form as a configuration: as the one that is edited, or as a new one whose name and place are asked for. */
export async function keepForm(
  app: App,
  run: RunLine,
  edited: NamedConfiguration | undefined,
  surroundings: LineSurroundings,
  launch?: RunFormLaunch,
): Promise<NamedConfiguration> {
  if (edited) {
    const { configuration: before } = await keptConfiguration(app, edited.name, edited.keptFor);
    const reading = readRunForm(formOfConfiguration(before, surroundings), surroundings);
    const after = configurationOfRun(edited.name, run);
    const merged = 'run' in reading ? editedConfiguration(before, configurationOfRun(edited.name, reading.run), after) : after;
    await keepShared(app, launch ? withLaunch(merged, launch, before) : merged, edited.keptFor, before);
    return edited;
  }
  const title = t('Save as Run Configuration');
  const proposed = await freeConfigurationName(
    app,
    run.specification.name ?? tryParseReference(run.image)?.path.split('/').at(-1) ?? run.image,
  );
  const name = await askConfigurationName(app, title, t('Name of the run configuration of {0}', oneLine(run.image)), proposed);
  const keptFor = await askKeptFor(app, title);
  const made = configurationOfRun(name, run);
  await keepShared(app, launch ? withLaunch(made, launch) : made, keptFor);
  return { name, keptFor };
}

/** Keeps a configuration; for a project without values that look secret, of which it tells. */
export async function keepShared(app: App, configuration: RunConfiguration, keptFor: KeptFor, before?: RunConfiguration): Promise<void> {
  if (keptFor === 'user') return keepConfiguration(app, configuration, keptFor);
  const shared = sharedConfiguration(configuration, before);
  await keepConfiguration(app, shared.configuration, keptFor);
  if (shared.leftOut.length > 0)
    app.show.status(t('The values of {0} are not written: null passes those of this computer on.', oneLine(shared.leftOut.join(', '))));
}
