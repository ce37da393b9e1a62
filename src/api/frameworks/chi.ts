import { findGoRoutes } from '../go/find-routes.ts';
import { chi } from '../go/libraries/chi.ts';
import { goModule } from '../go/read-file.ts';
import type { WebFramework } from '../web-framework.ts';

export default {
  id: 'chi',
  title: 'chi',
  languages: ['go'],
  otherPaths: goModule,
  measured: true,
  find: (context) => findGoRoutes(context, chi),
} satisfies WebFramework as WebFramework;
