import { t } from '../../../core/localize';
import type { RunFormRow, RunRowField, RunTextField } from '../../../core/run/run-form-fields';
import type { RunFormFacts } from '../../../core/run/run-form-page';
import { hidden } from '../../../core/secrets';
import { oneLine } from '../../../core/untrusted';
import { imageSets } from './form-rows';

/** What an empty field means; undefined where the image says nothing of it. */
export function placeholderOf(name: RunTextField, facts: RunFormFacts): string | undefined {
  const text = said(name, facts);
  return text === undefined || text === '' ? undefined : oneLine(text);
}

function said(name: RunTextField, facts: RunFormFacts): string | undefined {
  switch (name) {
    case 'command':
      return facts.command;
    case 'entrypoint':
      return facts.entrypoint;
    case 'user':
      return facts.user === '' && facts.state === 'local' ? 'root' : facts.user;
    case 'workdir':
      return facts.workingDirectory === '' && facts.state === 'local' ? '/' : facts.workingDirectory;
    case 'healthCommand':
      return facts.health;
    default:
      return undefined;
  }
}

/** What the image sets of a field with rows, to be put into one. */
export function setsOf(name: RunRowField, facts: RunFormFacts, put: (row: RunFormRow, focus: number) => void): readonly HTMLElement[] {
  switch (name) {
    case 'ports':
      return [
        imageSets(
          t('The image exposes'),
          facts.ports.map(({ host, container }) => [oneLine(container), () => put([host, container], 0)] as const),
        ),
      ];
    case 'environment':
      return [
        imageSets(
          t('The image sets'),
          facts.environment.map(({ name: key, value }) => [
            oneLine(`${key}=${value}`, 60),
            () => put([key, value === hidden ? '' : value], 1),
          ]),
        ),
      ];
    case 'volumes':
      return [
        imageSets(
          t('The image has volumes at'),
          facts.volumes.map((folder) => [oneLine(folder), () => put(['', folder, ''], 0)] as const),
        ),
      ];
    default:
      return [];
  }
}
