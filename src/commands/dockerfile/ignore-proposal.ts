import { setImmediate as pause } from 'node:timers/promises';
import type { App } from '../../app';
import { failure } from '../../core/errors';
import { readDockerIgnore } from '../../core/ignore/dockerignore';
import { t } from '../../core/localize';
import { defined } from '../../core/records';
import { formatBytes } from '../../core/sizes';
import { parseDockerfile } from '../../dockerfile/parse';
import { back } from '../../ports';
import { optional, text } from '../answers/takes';
import { localPath } from '../archives/local-files';
import { readDockerfile } from '../builds/perform-build';
import { defineCommand } from '../define';
import { dockerfileToBuild } from './dockerfile-to-build';
import { proposals } from './ignore-proposal-plan';
import { contextPlace, ignoreFileFor } from './show-context-place';
import { usedSources } from './show-context-sources';
import { walkContext } from './show-context-walk';
import { writeIgnoreLines } from './show-context-write';

interface Result {
  /** Absolute path of the ignore file. */
  readonly file: string;
  /** What it holds, or would hold. */
  readonly text: string;
}

/** Makes an ignore file that fits what lies in a folder. */
export const proposeIgnoreFile = defineCommand({
  id: 'slipway.dockerfile.proposeIgnore',
  title: 'Create Ignore File…',
  summary:
    'Proposes a `.dockerignore` that fits what lies in the folder of a Dockerfile, and writes what is ticked; a program gets the text, and nothing is written.',
  palette: true,
  explorer: { group: '7_slipway', folder: true },
  answers: {
    file: optional(text('Absolute path (or `file:` URI) of the Dockerfile, or of the folder.')),
    uri: optional(text('The same as the Explorer gives it.')),
  },
  oneOf: [['file'], ['uri']],
  result: '{ file: string; text: string } | undefined',
  run: async (app, call): Promise<Result | undefined> => {
    const { uri, file = uri } = call.answers;
    const place = await contextPlace(app, localPath('file', await dockerfileToBuild(app, file)), { mayAsk: !call.programmatic });
    const { file: ignoreFile, read } = await ignoreFileFor(app, place);
    if (read !== undefined)
      throw failure('conflict', {
        name: ignoreFile,
        usedBy: [],
        detail: t('There is an ignore file already. Show Build Context tells what it leaves out.'),
      });
    const dockerfile = place.dockerfile === undefined ? undefined : parseDockerfile(await readDockerfile(place.dockerfile));
    const found = await app.progress.run(t('Reading the build context'), async (_report, signal) => {
      const { entries } = await walkContext(place.folder, readDockerIgnore(''), { signal });
      return proposals(entries, usedSources(dockerfile).isNamed, pause);
    });
    const chosen = call.programmatic ? found : await choose(app, found);
    const lines = chosen.flatMap(({ patterns }) => patterns);
    if (lines.length === 0) return undefined;
    if (!call.programmatic) {
      await writeIgnoreLines(app, place, () => lines);
      await app.show.file({ file: ignoreFile, ...defined({ line: 1 }) });
    }
    return { file: ignoreFile, text: lines.map((line) => `${line}\n`).join('') };
  },
});

async function choose(app: App, found: Awaited<ReturnType<typeof proposals>>): Promise<typeof found> {
  const title = t('Create .dockerignore');
  const chosen = await app.ask.chooseMany(
    found.map((value) => ({
      label: value.patterns.join(' '),
      description: formatBytes(value.bytes),
      detail: value.reason,
      picked: value.ticked,
      value,
    })),
    { title, placeholder: t('What to leave out'), none: t('Nothing in this folder is usually left out.') },
  );
  if (chosen === back) throw failure('cancelled', { operation: title });
  return chosen;
}
