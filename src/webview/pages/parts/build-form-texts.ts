import { t } from '../../../core/localize';
import type { SwitchFieldName, TextFieldName } from '../../../core/build/build-form-fields';

interface FieldText {
  readonly label: string;
  readonly help?: string;
  readonly placeholder?: string;
}

/** What the fields with texts are called, and what they take. */
export function textFieldTexts(name: TextFieldName): FieldText {
  const eachLine = t('One on each line.');
  switch (name) {
    case 'references':
      return { label: t('Image names'), help: t('Several with commas between; none for an image without a name.'), placeholder: 'app:1.0' };
    case 'folder':
      return { label: t('Folder'), help: t('COPY and ADD copy files from it.') };
    case 'address':
      return {
        label: t('Address'),
        help: t('A git repository, or an archive; the engine fetches it.'),
        placeholder: 'https://host/app.git#main:folder',
      };
    case 'archive':
      return { label: t('Archive'), help: t('A tar, plain or packed with gzip, bzip2 or xz.') };
    case 'dockerfile':
      return { label: t('Dockerfile'), help: t('A file of this machine; with an address or an archive also one in it.') };
    case 'target':
      return { label: t('Stage'), help: t('The last one where this is empty.') };
    case 'platform':
      return {
        label: t('Platform'),
        help: t('Several with commas between; that of the engine where this is empty.'),
        placeholder: 'linux/arm64',
      };
    case 'network':
      return { label: t('Network of RUN'), placeholder: 'none' };
    case 'shmSize':
      return { label: t('Size of shared memory'), placeholder: '64m' };
    case 'output':
      return { label: t('Files instead of an image'), help: t('A folder for the files of the stage, or type=tar,dest=FILE.') };
    case 'builder':
      return { label: t('Builder'), help: t('One of docker buildx, by its name.') };
    case 'moreArguments':
      return { label: t('More build arguments'), help: eachLine, placeholder: 'NAME=value' };
    case 'labels':
      return { label: t('Labels'), help: eachLine, placeholder: 'name=value' };
    case 'noCacheStages':
      return { label: t('Stages to build anew'), help: eachLine };
    case 'secrets':
      return {
        label: t('Secrets'),
        help: t('One on each line: id=NAME,src=FILE, id=NAME,env=VARIABLE, or id=NAME alone for one that VS Code keeps.'),
        placeholder: 'id=npm,src=.npmrc',
      };
    case 'ssh':
      return { label: t('SSH agents'), help: eachLine, placeholder: 'default' };
    case 'contexts':
      return { label: t('Named contexts'), help: eachLine, placeholder: 'name=folder' };
    case 'cacheFrom':
      return { label: t('Images to take cache from'), help: eachLine, placeholder: 'app:cache' };
    case 'cacheTo':
      return { label: t('Cache kept elsewhere'), help: eachLine, placeholder: 'type=registry,ref=app:cache' };
    case 'extraHosts':
      return { label: t('Names of hosts'), help: eachLine, placeholder: 'name:10.0.0.1' };
    case 'ulimits':
      return { label: t('Limits of processes (ulimit)'), help: eachLine, placeholder: 'nofile=1024:2048' };
  }
}

/** What the switches are called. */
export function switchFieldText(name: SwitchFieldName): string {
  switch (name) {
    case 'noCache':
      return t('Build everything anew');
    case 'pull':
      return t('Ask registries for newer base images');
    case 'inlineCache':
      return t('The image can be a cache of others');
    case 'push':
      return t('Push as part of the build');
  }
}
