import type { ContextPageModel } from '../../core/build/context-listing-page';
import { fileOnDisk } from '../../files/on-disk';
import { optional, text } from '../answers/takes';
import { localPath } from '../archives/local-files';
import { defineCommand } from '../define';
import { dockerfileToBuild } from './dockerfile-to-build';
import { contextPage } from './show-context-page';
import { contextPlace } from './show-context-place';
import { defined } from '../../core/records';

type Result = Pick<ContextPageModel, 'folder' | 'dockerfile' | 'ignoreFile' | 'hasIgnoreFile' | 'truncated'> & {
  readonly sent: { readonly files: number; readonly bytes: number };
  readonly leftOut: { readonly files: number; readonly bytes: number };
};

/** Shows what a build would send. */
export const showBuildContext = defineCommand({
  id: 'slipway.dockerfile.showContext',
  title: 'Show Build Context',
  summary:
    'Opens a page of what would be sent to the builder, largest first, and of what the ignore file leaves out, by which of its lines.',
  icon: 'list-tree',
  palette: true,
  editor: { group: '1_modification@2' },
  explorer: {
    group: '7_slipway',
    file: '/^((.*\\.)?(docker|container)file(\\..*)?|(.*\\.)?dockerignore)$/i',
    folder: true,
  },
  answers: {
    file: optional(text('Absolute path (or `file:` URI) of the Dockerfile, its ignore file or a folder.')),
    context: optional(text('Absolute path of the context folder; that of the Dockerfile without it.')),
    uri: optional(text('The same as `file`, as Explorer and editor give it.')),
  },
  oneOf: [['file'], ['uri']],
  result:
    '{ folder: string; dockerfile?: string; ignoreFile: string; hasIgnoreFile: boolean; truncated: boolean; sent: { files: number; bytes: number }; leftOut: { files: number; bytes: number } }',
  run: async (app, call): Promise<Result> => {
    const { uri, file: given = uri, context } = call.answers;
    const file = await fileOnDisk(localPath('file', await dockerfileToBuild(app, given)));
    const folder = context === undefined ? undefined : localPath('context', context);
    const place = await contextPlace(app, file, { mayAsk: !call.programmatic, ...defined({ context: folder }) });
    const { model } = await app.pages.open(contextPage, place);
    const { dockerfile, ignoreFile, hasIgnoreFile, truncated, sent, leftOut } = model;
    return {
      folder: model.folder,
      dockerfile,
      ignoreFile,
      hasIgnoreFile,
      truncated,
      sent: { files: sent.files, bytes: sent.bytes },
      leftOut: { files: leftOut.files, bytes: leftOut.bytes },
    };
  },
});
