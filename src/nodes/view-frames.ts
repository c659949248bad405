// Written by `npm run generate` from the views of `nodes/trees`.
import type { ViewFrame } from './define-tree';

/** Every view as VS Code knows it from the start, in the order of the side bar. */
export const viewFrames: readonly ViewFrame[] = [
  { view: 'images', drop: 'slipway.images.load', drag: 'slipway.images.copyToEngine' },
  { view: 'containers', dropOnRows: true },
  { view: 'builds' },
  { view: 'registries' },
  { view: 'volumes', dropOnRows: true },
  { view: 'networks' },
  { view: 'engines', flat: true },
];
