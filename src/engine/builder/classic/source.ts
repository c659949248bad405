import { Readable } from 'node:stream';
import type { BuildRequest } from '../../../core/build/build-request';
import { failure } from '../../../core/errors';
import { t } from '../../../core/localize';
import { readBounded } from '../../../files/bounded-file';
import { archiveOpener } from '../context-archive';
import { folderContext } from './folder-context';
import { packFiles } from './pack-context';

/** What the endpoint is given: an archive as its body, or an address that the engine fetches itself. */
export interface ClassicSource {
  /** Name of the Dockerfile in the context. */
  readonly dockerfile: string;
  readonly remote?: string;
  readonly upload: Readable;
}

const emptyName = 'Dockerfile';

/** Opens the files of a build. Throws `fileFailed`, `invalidInput` and `limitExceeded`. */
export async function classicSource({ source, dockerfile }: BuildRequest, platform: NodeJS.Platform): Promise<ClassicSource> {
  if (source.kind === 'address') {
    if (dockerfile.kind === 'file') throw outside();
    // Without a body the engine builds nothing and says nothing.
    return { dockerfile: dockerfile.path, remote: source.address, upload: Readable.from([Buffer.alloc(0)]) };
  }
  if (source.kind === 'archive') {
    if (dockerfile.kind === 'file') throw outside();
    const open = await archiveOpener(source.file);
    return { dockerfile: dockerfile.path, upload: await open() };
  }
  if (dockerfile.kind === 'inside')
    throw failure('invalidInput', { field: 'file', value: dockerfile.path, reason: t('Name the Dockerfile by its path on this machine.') });
  const content = dockerfile.text ?? (await readBounded(dockerfile.file, 'dockerfile'));
  if (source.kind === 'none') {
    return { dockerfile: emptyName, upload: packFiles([{ name: emptyName, content }]) };
  }
  const { archive, name } = await folderContext(source.folder, dockerfile.file, content, platform, dockerfile.text !== undefined);
  return { dockerfile: name, upload: archive };
}

function outside(): Error {
  return failure('unsupported', {
    operation: t('A Dockerfile of this machine for a context that is an address or an archive'),
    engine: t('the classic builder'),
  });
}
