import type { App } from '../../app';
import { failure, SlipwayError } from '../../core/errors';
import { t } from '../../core/localize';
import { back, type Choice } from '../../ports';

/** URI of the Dockerfile in the editor, or where none is there of the one that the user chooses, from the workspace or the disk. */
export async function dockerfileToBuild(app: App): Promise<string> {
  try {
    return (await app.dockerfiles.read()).uri;
  } catch (error) {
    if (SlipwayError.details(error, 'invalidInput')?.field !== 'uri') throw error;
  }
  const title = t('Build Image');
  const found = await app.dockerfiles.find();
  const choices = found.map(choiceOf);
  const browse = { label: t('Browse…'), icon: 'folder-opened', value: '' };
  const chosen = choices.length === 0 ? '' : await app.ask.choose([...choices, browse], { title, placeholder: t('Dockerfile to build') });
  if (chosen === back) throw failure('cancelled', { operation: title });
  if (chosen !== '') return chosen;
  const [file] = await app.ask.openFiles({ title: t('Dockerfile to build'), filters: {}, many: false });
  if (file === undefined) throw failure('cancelled', { operation: title });
  return file;
}

/** By its name and folder; the whole folder tells equal ones apart. */
function choiceOf(uri: string): Choice<string> {
  const parts = decodeURIComponent(new URL(uri).pathname).split('/');
  return { label: parts.slice(-2).join('/'), description: parts.slice(0, -2).join('/'), icon: 'file', value: uri };
}
