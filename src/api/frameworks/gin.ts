import { findGoRoutes } from '../go/find-routes.ts';
import { gin } from '../go/libraries/gin.ts';
import { goModule } from '../go/read-file.ts';
import type { WebFramework } from '../web-framework.ts';

export default {
  id: 'gin',
  title: 'Gin',
  languages: ['go'],
  otherPaths: goModule,
  measured: true,
  find: (context) => findGoRoutes(context, gin),
} satisfies WebFramework as WebFramework;
