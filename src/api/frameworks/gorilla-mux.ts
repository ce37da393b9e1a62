import { findGoRoutes } from '../go/find-routes.ts';
import { gorillaMux } from '../go/libraries/gorilla-mux.ts';
import { goModule } from '../go/read-file.ts';
import type { WebFramework } from '../web-framework.ts';

export default {
  id: 'gorilla-mux',
  title: 'gorilla/mux',
  languages: ['go'],
  otherPaths: goModule,
  measured: true,
  find: (context) => findGoRoutes(context, gorillaMux),
} satisfies WebFramework as WebFramework;
