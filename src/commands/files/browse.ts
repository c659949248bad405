import { t } from '../../core/localize';
import { rowId } from '../../nodes/file-rows';
import { defineCommand } from '../define';
import { chooseFile, onePlace, placeAnswers } from '../targets/file-targets';

/** Opens the rows with the files of a container or a volume. */
export const browseFiles = defineCommand({
  id: 'slipway.files.browse',
  title: 'Browse Files',
  summary: 'Opens the files of a container, running or not, or of a volume, as rows below it.',
  icon: 'files',
  on: [{ node: 'container' }, { node: 'volume' }],
  placement: { group: '3_look', order: 6 },
  palette: true,
  answers: placeAnswers,
  oneOf: [...onePlace],
  result: '{ readonly shown: boolean }',
  run: async (app, call): Promise<{ readonly shown: boolean }> => {
    const { place } = await chooseFile(app, call, t('Browse Files'));
    return { shown: await app.views.open(place.kind === 'container' ? 'containers' : 'volumes', rowId(place, '/')) };
  },
});
