import { failure } from '../../core/errors';
import { t } from '../../core/localize';

/** What is wrong with a name for a new volume, translated (https://docs.docker.com/reference/api/engine/version/v1.51/#tag/Volume/operation/VolumeCreate). */
export function wrongVolumeName(name: string, taken: { has(name: string): boolean } = new Set()): string | undefined {
  if (!/^[a-zA-Z0-9][\w.-]+$/.test(name))
    return t('A name has two or more letters, digits, dots, underscores and hyphens, and begins with a letter or digit.');
  return taken.has(name) ? t('This name is taken.') : undefined;
}

/** The name as it is. Throws `invalidInput` for one that no volume can have. */
export function checkedVolumeName(name: string, field: string): string {
  const reason = wrongVolumeName(name);
  if (reason !== undefined) throw failure('invalidInput', { field, value: name, reason });
  return name;
}
