import type { App } from '../../app';
import { t } from '../../core/localize';
import { type NameSource, type PlannedName, planNames } from '../../core/name-template';
import { shortId } from '../../core/reference';
import { oneLine } from '../../core/untrusted';
import type { ImageSummary } from '../../engine/images/images';
import type { ImageNodeData } from '../../nodes/image';
import { imageNamed } from '../targets/image-targets';
import { type AskOptions, back, type Back, type Choice, type Remark } from '../../ports';

/** What new names are made of. */
export function nameSources(rows: readonly ImageNodeData[]): readonly NameSource[] {
  return rows.map(({ image, reference }) => ({ reference, id: image.id }));
}

/** Said while a template is typed: why it cannot be, or the first names that it makes. */
export function templateRemark(typed: string, sources: readonly NameSource[], images: readonly ImageSummary[]): Remark {
  const planned = planNames(typed, sources);
  if ('reason' in planned) return { severity: 'error', message: oneLine(planned.reason) };
  const shown = planned.names.slice(0, 3).map(({ target }) => oneLine(target));
  const more = planned.names.length > 3 ? [t('… and {0} more', planned.names.length - 3)] : [];
  const moving = planned.names.filter((name) => holderOf(name, images)).length;
  if (moving === 0) return { severity: 'information', message: [...shown, ...more].join(', ') };
  return { severity: 'warning', message: t('{0}. {1} of them are names of other images.', [...shown, ...more].join(', '), moving) };
}

/** The other image that has a planned name now. */
export function holderOf({ source, target }: PlannedName, images: readonly ImageSummary[]): ImageSummary | undefined {
  const holder = imageNamed(images, target);
  return holder && holder.id !== source.id ? holder : undefined;
}

/** Shows all planned names, ticked, and gives those that are left ticked. `remark` says what is special about one. */
export async function reviewNames(
  app: App,
  names: readonly PlannedName[],
  remark: (name: PlannedName) => string,
  options: AskOptions,
): Promise<readonly PlannedName[] | Back> {
  const choices = names.map((name): Choice<PlannedName> => {
    const special = remark(name);
    const source = name.source.reference ?? shortId(name.source.id);
    return {
      label: name.target,
      description: `← ${source}`,
      ...(special !== '' && { detail: special }),
      icon: special === '' ? 'tag' : 'warning',
      picked: true,
      value: name,
    };
  });
  const chosen = await app.ask.chooseMany(choices, options);
  return chosen === back ? back : chosen;
}
