/** Views of the Slipway side bar, in their order. */
export const viewIds = ['images', 'containers', 'builds', 'registries', 'volumes', 'networks', 'engines'] as const;

export type ViewId = (typeof viewIds)[number];
