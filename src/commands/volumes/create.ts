import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import { t } from '../../core/localize';
import { defined } from '../../core/records';
import type { VolumeSpecification } from '../../engine/volumes/volumes';
import { name, optional, text, textsByName } from '../answers/takes';
import { assignmentsOf, assignmentWords } from '../asking/assignments';
import { askInSteps } from '../asking/steps';
import { textSteps } from '../asking/text-steps';
import { defineCommand } from '../define';
import { checkedVolumeName, wrongVolumeName } from './new-volume';

/** Makes an empty volume. */
export const createVolume = defineCommand({
  id: 'slipway.volumes.create',
  title: 'Create Volume…',
  summary: 'Creates an empty volume; asks for its name, driver, the options of that and labels.',
  icon: 'add',
  on: [{ node: 'shownEngine', with: ['ofVolumes'] }],
  placement: { group: '1_run', order: 1 },
  palette: true,
  titleBar: { views: ['volumes'] },
  key: { key: 'n', views: ['volumes'], wholeView: true },
  answers: {
    name: name('Name of the volume.'),
    driver: optional(text('Driver; `local` without it.')),
    options: optional(textsByName('Options of the driver, such as `{ type: "tmpfs", device: "tmpfs" }`.')),
    labels: optional(textsByName('Labels.')),
  },
  result: '{ readonly name: string }',
  run: async (app, call): Promise<{ readonly name: string }> => {
    const { name: given, ...rest } = call.answers;
    const specification: VolumeSpecification =
      call.programmatic && given !== undefined
        ? { name: checkedVolumeName(given, 'name'), ...defined(rest) }
        : await askSpecification(app, t('Create Volume'));
    app.log.command(dockerLine(createWords(specification), app.terminalShell()));
    const engine = await app.connection.engine();
    const made = await engine.volumes.create(specification);
    if (!call.programmatic) await app.show.reveal(`volume/${made.name}`, 'volumes');
    return made;
  },
});

function createWords({ name: volume, driver, options = {}, labels = {} }: VolumeSpecification): readonly string[] {
  return [
    'volume',
    'create',
    ...(driver === undefined ? [] : ['--driver', driver]),
    ...assignmentWords('--opt', options),
    ...assignmentWords('--label', labels),
    volume,
  ];
}

async function askSpecification(app: App, title: string): Promise<VolumeSpecification> {
  const typed = { name: '', driver: 'local', options: '', labels: '' };
  const taken = await app.inventory.read('volumes');
  const ask = textSteps(app, title, typed);
  await askInSteps([
    ask({ key: 'name', prompt: t('Name of the new volume'), problem: (value) => wrongVolumeName(value, taken) }),
    ask({
      key: 'driver',
      prompt: t('Driver: local, or a plugin of the engine'),
      problem: (value) => (value === '' ? t('Enter a name.') : undefined),
    }),
    ask({ key: 'options', prompt: t('Options of the driver, such as type=nfs o=addr=10.0.0.2 device=:/export. Empty: none.') }),
    ask({ key: 'labels', prompt: t('Labels, such as team=web stage=test. Empty: none.') }),
  ]);
  const { name: volume, driver, options, labels } = typed;
  return {
    name: volume,
    ...(driver !== 'local' && { driver }),
    ...(options !== '' && { options: assignmentsOf(options) }),
    ...(labels !== '' && { labels: assignmentsOf(labels) }),
  };
}
