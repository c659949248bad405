import type { TreeDefinition } from './define-tree';
import { buildsTree } from './trees/builds';
import { containersTree } from './trees/containers';
import { enginesTree } from './trees/engines';
import { imagesTree } from './trees/images';
import { networksTree } from './trees/networks';
import { registriesTree } from './trees/registries';
import { volumesTree } from './trees/volumes';

/** Every view, in the order of the side bar. */
export const trees: readonly TreeDefinition[] = [
  imagesTree,
  containersTree,
  buildsTree,
  registriesTree,
  volumesTree,
  networksTree,
  enginesTree,
];
