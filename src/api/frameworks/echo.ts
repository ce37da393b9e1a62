import { findGoRoutes } from '../go/find-routes.ts';
import { echo } from '../go/libraries/echo.ts';
import { goModule } from '../go/read-file.ts';
import type { WebFramework } from '../web-framework.ts';

export default {
  id: 'echo',
  title: 'Echo',
  languages: ['go'],
  otherPaths: goModule,
  measured: true,
  find: (context) => findGoRoutes(context, echo),
} satisfies WebFramework as WebFramework;
