import { DockerfileLanguageServiceFactory, type DockerfileLanguageService } from 'dockerfile-language-service';
import { DockerRegistryClient } from 'dockerfile-language-service/lib/dockerRegistryClient';
import type { CompletionItemTag, MarkupKind } from 'vscode-languageserver-types';

/** The language service behind the features that every Dockerfile editor has. Pure: text and position in, data out. */
export function createService(): DockerfileLanguageService {
  // It would ask Docker Hub for the tags of what stands behind FROM: `file-registries.ts` does that, where files may.
  DockerRegistryClient.prototype.getTags = () => Promise.resolve([]);
  const service = DockerfileLanguageServiceFactory.createLanguageService();
  const markdown: MarkupKind[] = ['markdown'];
  const deprecated: CompletionItemTag = 1;
  service.setCapabilities({
    completion: {
      completionItem: {
        deprecatedSupport: true,
        documentationFormat: markdown,
        snippetSupport: true,
        tagSupport: { valueSet: [deprecated] },
      },
    },
    foldingRange: { lineFoldingOnly: true },
    hover: { contentFormat: markdown },
  });
  return service;
}
