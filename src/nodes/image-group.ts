import { t } from '../core/localize';
import { oneLine } from '../core/untrusted';
import { defineNode, type Node } from './define';

/** Rows of the Images view that belong together by something else than their repository. */
export interface ImageGroupData {
  /** Of what kind the group is and its name; stable. */
  readonly id: string;
  readonly label: string;
  readonly icon: string;
  readonly nodes: readonly Node[];
}

/** A registry, a value of a label, or the intermediate images. */
export const imageGroupNode = defineNode<ImageGroupData>({
  kind: 'imageGroup',
  id: ({ id }) => id,
  view: ({ label, icon, nodes }) => ({
    label: oneLine(label),
    description: String(nodes.length),
    icon,
    accessibleLabel: t('Group {0}, {1}', oneLine(label), nodes.length),
    expandable: 'expanded',
  }),
  children: ({ nodes }) => nodes,
});
