import { pipeline, PassThrough, type Readable } from 'node:stream';
import { SlipwayError } from '../../core/errors';
import { type FileFacts, fromGoMode } from '../../core/files/file-facts';
import type { EngineContainers } from './containers';
import { own } from '../../core/records';
import { containerContext } from './life';
import { number, object, parseJson, text } from '../json/json';
import { checkObjectName } from '../transport/names';
import type { EngineTransport } from '../transport/transport';

type ArchiveMethods = Pick<EngineContainers, 'fileFacts' | 'writeFiles'>;

const factsHeader = 'x-docker-container-path-stat';

/** Single files of containers, and writing into them. */
export function containerArchiveMethods(transport: EngineTransport): ArchiveMethods {
  const archiveOf = (container: string) => `/containers/${checkObjectName('container', container)}/archive`;
  return {
    async fileFacts(container, path, signal) {
      const context = { ...containerContext('read files', container), what: 'path', name: path } as const;
      const request = { path: archiveOf(container), query: { path }, signal, context };
      try {
        return readFacts(own(await transport.headers({ method: 'HEAD', ...request }), factsHeader));
      } catch (error) {
        // The answer to HEAD says no reason: it has no body.
        if (
          !(error instanceof SlipwayError) ||
          (error.kind !== 'unsupported' && error.kind !== 'engineFailed' && error.kind !== 'notFound')
        )
          throw error;
        const answer = await transport.stream({ method: 'GET', ...request });
        answer.on('error', () => undefined).destroy();
        return readFacts(own(answer.headers, factsHeader));
      }
    },

    async writeFiles(container, folder, archive, signal) {
      const context = { ...containerContext('write files', container), what: 'path', name: folder } as const;
      const query = { path: folder, noOverwriteDirNonDir: true };
      // The error of the source reaches the request through the stream that it reads.
      const upload: Readable = pipeline(archive, new PassThrough({ highWaterMark: 1 << 20 }), () => undefined);
      try {
        await transport.longText({ method: 'PUT', path: archiveOf(container), query, upload, signal, context });
      } catch (error) {
        if (archive.errored instanceof SlipwayError && signal?.aborted !== true) throw archive.errored;
        throw error;
      } finally {
        archive.destroy();
      }
    },
  };
}

/** https://docs.docker.com/reference/api/engine/version/v1.51/#tag/Container/operation/ContainerArchiveInfo: JSON in base64, with the mode as Go has it. */
function readFacts(header: string | readonly string[] | undefined): FileFacts {
  const raw = object(parseJson(Buffer.from(typeof header === 'string' ? header : '', 'base64').toString('utf8')));
  const kind = fromGoMode(number(raw['mode']));
  const modified = Date.parse(text(raw['mtime']));
  const linkTarget = text(raw['linkTarget']);
  return {
    ...kind,
    size: kind.type === 'file' ? number(raw['size']) : 0,
    modified: Number.isNaN(modified) ? 0 : modified,
    ...(kind.type === 'link' && linkTarget !== '' && { linkTarget }),
  };
}
