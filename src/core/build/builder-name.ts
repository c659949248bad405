import { t } from '../localize';
import type { BuilderKind } from './build-progress';

/** The builder in words. */
export function builderName(builder: BuilderKind): string {
  return { buildkit: 'BuildKit', classic: t('the classic builder'), buildx: 'docker buildx' }[builder];
}
