import { t } from '../../../core/localize';
import type { RunRowField, RunSwitchField, RunTextField } from '../../../core/run/run-form-fields';

interface FieldText {
  readonly label: string;
  readonly help?: string;
  readonly placeholder?: string;
}

/** What the fields with texts are called, and what they take. */
export function runTextFieldTexts(name: RunTextField): FieldText {
  switch (name) {
    case 'image':
      return { label: t('Image') };
    case 'name':
      return { label: t('Container name'), placeholder: t('chosen by the engine') };
    case 'command':
      return { label: t('Command') };
    case 'entrypoint':
      return { label: t('Entrypoint') };
    case 'passedOn':
      return { label: t('Variables of this machine to pass on'), help: t('Names with blanks between.'), placeholder: 'LANG HTTP_PROXY' };
    case 'hostname':
      return { label: t('Host name') };
    case 'user':
      return { label: t('User'), help: t('A name or a number, with a group behind a colon where it is wanted.') };
    case 'workdir':
      return { label: t('Working directory') };
    case 'restart':
      return { label: t('Restart') };
    case 'restartAttempts':
      return { label: t('Attempts'), help: t('Without a limit where this is empty.'), placeholder: '3' };
    case 'memory':
      return { label: t('Memory'), placeholder: '512m' };
    case 'cpus':
      return { label: t('CPUs'), placeholder: '1.5' };
    case 'platform':
      return { label: t('Platform'), placeholder: 'linux/arm64' };
    case 'pull':
      return { label: t('Pull the image') };
    case 'healthCommand':
      return { label: t('Command that checks'), placeholder: 'curl -f http://localhost/' };
    case 'healthInterval':
      return { label: t('Time between checks'), placeholder: '30s' };
    case 'healthTimeout':
      return { label: t('Longest time of a check'), placeholder: '30s' };
    case 'healthRetries':
      return { label: t('Failures until it is unhealthy'), placeholder: '3' };
    case 'healthStartPeriod':
      return { label: t('Time to start'), help: t('Failures in it do not count.'), placeholder: '0s' };
    case 'more':
      return {
        label: t('Other options of docker run'),
        help: t('As in a line, with quotes where they are needed.'),
        placeholder: '--init --cap-add NET_ADMIN',
      };
  }
}

/** What the switches are called. */
export function runSwitchText(name: RunSwitchField): string {
  switch (name) {
    case 'detached':
      return t('In the background (-d)');
    case 'interactive':
      return t('Interactive (-i)');
    case 'tty':
      return t('Terminal (-t)');
    case 'remove':
      return t('Remove at the end (--rm)');
    case 'publishAll':
      return t('Publish all exposed ports, on ports that the engine chooses');
    case 'readOnly':
      return t('The files of the image cannot be changed');
    case 'privileged':
      return t('Privileged: all that the host may do');
    case 'noHealthcheck':
      return t('No health check');
  }
}

interface RowText {
  readonly label: string;
  /** Of a single row, for the button that removes it. */
  readonly one: string;
  /** The name of each cell, and what may stand in it. */
  readonly cells: readonly (readonly [name: string, placeholder: string])[];
  readonly help?: string;
}

/** What the fields with rows and their cells are called. */
export function runRowTexts(name: RunRowField): RowText {
  switch (name) {
    case 'ports':
      return {
        label: t('Ports'),
        one: t('Port'),
        cells: [
          [t('Port of the host'), '8080'],
          [t('Port of the container'), '80/tcp'],
        ],
      };
    case 'environment':
      return {
        label: t('Environment'),
        one: t('Variable'),
        cells: [
          [t('Name'), 'NAME'],
          [t('Value'), t('value')],
        ],
      };
    case 'envFiles':
      return { label: t('Environment files'), one: t('Environment file'), cells: [[t('File'), '.env']] };
    case 'volumes':
      return {
        label: t('Volumes and folders'),
        one: t('Volume'),
        cells: [
          [t('Volume or folder'), t('volume, or ./folder')],
          [t('Folder in the container'), '/data'],
          [t('Options'), 'ro'],
        ],
      };
    case 'mounts':
      return { label: t('Mounts in the long form'), one: t('Mount'), cells: [[t('Mount'), 'type=tmpfs,target=/tmp']] };
    case 'networks':
      return { label: t('Networks'), one: t('Network'), cells: [[t('Network'), t('the default bridge')]] };
    case 'labels':
      return {
        label: t('Labels'),
        one: t('Label'),
        cells: [
          [t('Name'), 'name'],
          [t('Value'), t('value')],
        ],
      };
  }
}
