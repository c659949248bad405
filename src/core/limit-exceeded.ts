import { failure, type SlipwayError, type SlipwayErrorDetails } from './errors';
import { type LimitName, limits } from './limits';
import { t } from './localize';
import { formatBytes } from './sizes';
import { oneLine } from './untrusted';

/** The error of somebody who sends more than is read; `from` is an address, a file or a program. */
export function exceeded(limit: LimitName, from: string, most: number = limits[limit].most): SlipwayError {
  return failure('limitExceeded', { limit, from, most });
}

/** What a name takes in memory besides its characters, in bytes, about. */
const nameOverhead = 100;

/** Counts names of images that somebody tells, and throws `limitExceeded` when they are too many or too long. */
export class NameCount {
  private bytes = 0;

  constructor(private readonly from: string) {}

  add(name: string): void {
    this.bytes += name.length + nameOverhead;
    if (this.bytes > limits.loadedNames.most) throw exceeded('loadedNames', this.from);
  }
}

/** The error as one translated sentence that names who and the limit. */
export function limitSentence({ limit, from, most }: SlipwayErrorDetails['limitExceeded']): string {
  return t('{0} exceeds the limit for {1}: {2}.', oneLine(from), limitName(limit), amount(limit, most));
}

/** The same as a translated phrase without who. */
export function limitPhrase({ limit, most }: Omit<SlipwayErrorDetails['limitExceeded'], 'from'>): string {
  return t('the limit for {0} is exceeded: {1}', limitName(limit), amount(limit, most));
}

function amount(limit: LimitName, most: number): string {
  return limits[limit].unit === 'bytes' ? formatBytes(most) : String(most);
}

function limitName(limit: LimitName): string {
  switch (limit) {
    case 'head':
      return t('HTTP headers');
    case 'answer':
      return t('an answer of an engine');
    case 'list':
      return t('a list of an engine');
    case 'listElement':
      return t('one element of a list');
    case 'listElements':
      return t('elements of a list');
    case 'changes':
      return t('changed files');
    case 'progressLine':
      return t('a line of progress');
    case 'event':
      return t('an event');
    case 'loadedNames':
      return t('names of images');
    case 'jsonValues':
      return t('values in JSON');
    case 'jsonDepth':
      return t('nesting in JSON');
    case 'archiveIndex':
      return t('a manifest in an archive');
    case 'archiveIndexes':
      return t('the manifests in an archive');
    case 'archiveNames':
      return t('file names in an archive');
    case 'packageDatabase':
      return t('package databases');
    case 'registryPage':
      return t('a page of a registry’s list');
    case 'registryName':
      return t('a name in a registry');
    case 'manifest':
      return t('a manifest');
    case 'imageConfiguration':
      return t('an image configuration');
    case 'token':
      return t('an answer to a log-in');
    case 'credentialHelper':
      return t('the output of a credential helper');
    case 'shellCheck':
      return t('the output of ShellCheck');
    case 'buildSecret':
      return t('a secret of a build');
    case 'dockerfile':
      return t('a Dockerfile');
    case 'openDockerfile':
      return t('a Dockerfile that is checked while it is open');
    case 'ignoreFile':
      return t('an ignore file');
    case 'lintConfiguration':
      return t('a configuration file of the linter');
    case 'yamlDepth':
      return t('nesting in YAML');
    case 'yamlAliases':
      return t('aliases in YAML');
    case 'dockerConfiguration':
      return t('a configuration file of docker');
    case 'certificate':
      return t('a file with certificates or a key');
    case 'openedFile':
      return t('a file of a container that is opened here; download it instead');
    case 'optionFile':
      return t('a file that an option names');
  }
}
