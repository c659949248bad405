import type { BuildPageModel, BuildPageWish } from '../../core/build/build-page';
import { BuildComparisonPart } from './parts/build-comparison';
import { BuildHead } from './parts/build-head';
import { BuildOutput } from './parts/build-output';
import { BuildTimeline } from './parts/build-timeline';
import { BuildWarnings } from './parts/build-warnings';
import { Page } from './parts/page';

const page = new Page<{ model: BuildPageModel; wish: BuildPageWish }>();
const send = (wish: BuildPageWish): void => page.send(wish);

/** A build goes on while it is looked at: each part changes only what is another one now. */
let parts: readonly [BuildHead, BuildTimeline, BuildOutput, BuildWarnings, BuildComparisonPart] | undefined;

page.start(({ model, error, busy }) => {
  if (!parts) {
    // Their texts are in the user's language by now.
    parts = [new BuildHead(send), new BuildTimeline(send), new BuildOutput(send), new BuildWarnings(send), new BuildComparisonPart()];
    const [head, timeline, output, warnings, comparison] = parts;
    document.body.append(head.root, timeline.root, output.root, comparison.root, warnings.root);
  }
  const [head, timeline, output, warnings, comparison] = parts;
  head.show(model, error, busy);
  timeline.show(model, busy);
  output.show(model, busy);
  warnings.show(model);
  comparison.show(model);
});
