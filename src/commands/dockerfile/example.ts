import { t } from '../../core/localize';
import { defineCommand } from '../define';

/** Worth a hint in each line: layers to merge, lists to remove, a version to choose. */
const text = (): string => `# ${t('An example to try: the light bulb on a marked line offers fixes.')}
FROM python:latest
RUN apt-get update
RUN apt-get install -y curl
WORKDIR app
COPY . .
RUN pip install -r requirements.txt
CMD python main.py
`;

/** Opens a Dockerfile that is not saved anywhere, for trying the linter. */
export const openExample = defineCommand({
  id: 'slipway.dockerfile.example',
  title: 'Open an Example Dockerfile',
  summary: 'Opens a new, unsaved Dockerfile with many findings of the linter.',
  palette: true,
  answers: {},
  result: 'undefined',
  run: async (app): Promise<undefined> => {
    await app.show.draft({ language: 'dockerfile', content: text() });
    return undefined;
  },
});
