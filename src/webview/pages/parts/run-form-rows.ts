import type { RunFormRow, RunRowField } from '../../../core/run/run-form-fields';
import { isSecretName } from '../../../core/secrets';

/** How the rows of a field differ from others. */
interface RowBehaviour {
  readonly sizes?: readonly string[];
  readonly lists?: readonly (string | undefined)[];
  readonly free?: number;
  readonly isSecret?: (row: RunFormRow) => boolean;
}

/** Sizes, completion and secrets of rows. */
export function rowBehaviour(name: RunRowField): RowBehaviour {
  switch (name) {
    case 'environment':
      return { sizes: ['', 'wide'], free: 1, isSecret: ([key = '']) => isSecretName(key) };
    case 'labels':
      return { sizes: ['', 'wide'], free: 1 };
    case 'volumes':
      return { sizes: ['wide', 'wide', 'small'], lists: ['known-volumes'] };
    case 'networks':
      return { lists: ['known-networks'] };
    default:
      return {};
  }
}
